"""People, rooms and events as tables: what is exported comes back unchanged, and every row has its own answer."""

import csv
import datetime
import io
import threading
import unittest
import uuid

from service import ServiceTest

BOM = "\ufeff"
CSV = "text/csv; charset=utf-8"
YEAR = "from=2027-01-01&to=2028-01-01"


def rows_of(answer):
    """An export as dictionaries."""
    text = answer.body.decode()
    assert text.startswith(BOM) and text.endswith("\r\n"), text[:40]
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def table(*rows, separator=",", line_end="\r\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)
    return out.getvalue()


class TableTest(ServiceTest):
    def send(self, path, text, query="", headers=None, client=None):
        body = text if isinstance(text, bytes) else text.encode()
        return (client or self.api).request("POST", f"/v1/{path}/import{query}", body,
                                            {"Content-Type": CSV, **(headers or {})})

    def report(self, path, text, query="", headers=None):
        answer = self.send(path, text, query, headers)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def counts(self, report):
        return tuple(report[name] for name in ("created", "changed", "unchanged", "failed"))

    def client_of(self, role):
        return self.service.client(self.api.post("/v1/tokens", {"label": role, "role": role}).json["token"])

    def head(self):
        return self.api.get("/v1/changes?after=0&limit=1").json["head"]

    def a_name(self, what):
        return f"{what} {uuid.uuid4().hex[:8]}"


class People(TableTest):
    def test_an_export_comes_back_unchanged(self):
        self.a_person(name="Ўктам Ҳакимов", phone="+998712302816", roles=["expert", "a|b", "back\\slash"],
                      languages=["uz", "ru"], note="one line\nand \"another\"; with, all", timeZone="Asia/Tashkent",
                      email="uktam@example.org", organization="=SUM(A1:A9)")
        exported = self.api.get("/v1/people/export")
        self.assertEqual(exported.status, 200, exported)
        self.assertEqual(exported.headers["Content-Disposition"], 'attachment; filename="people.csv"')
        head = self.head()
        report = self.report("people", exported.body)
        self.assertEqual(self.counts(report), (0, 0, len(rows_of(exported)), 0), report)
        self.assertEqual(self.head(), head, "nothing is written where nothing changes")
        semicolons = self.api.get("/v1/people/export?separator=semicolon")
        self.assertEqual(self.counts(self.report("people", semicolons.body)), (0, 0, len(rows_of(exported)), 0))
        self.assertIn(";", semicolons.body.decode().splitlines()[0])

    def test_formulas_are_no_formulas_any_more(self):
        cells = ["=1+1", "+998712302816", "-5", "@SUM(A1)", "'=already quoted"]
        ids = [self.a_person(name=self.a_name("Formula"), note=cell) for cell in cells]
        rows = {row["id"]: row for row in rows_of(self.api.get("/v1/people/export"))}
        for id, cell in zip(ids, cells):
            self.assertEqual(rows[id]["note"], "'" + cell)
        header = ["id", "name", "note"]
        name = self.a_name("Somebody")
        report = self.report("people", table(header, ["", name, "'=1+1"]))
        made = self.api.get(report["rows"][0]["path"]).json
        self.assertEqual(made["note"], "=1+1", "the apostrophe is not part of what was meant")

    def test_excel_writes_semicolons_and_a_byte_order_mark(self):
        text = BOM + table(["name", "roles", "note"],
                           ["Anvar Aliyev", "expert|driver", "bir; ikki"], ["", "", ""], ["Dilnoza", "", ""],
                           separator=";")
        report = self.report("people", text)
        self.assertEqual(self.counts(report), (2, 0, 0, 0), report)
        self.assertEqual([row["line"] for row in report["rows"]], [2, 4], "blank rows are no rows")
        made = self.api.get(report["rows"][0]["path"]).json
        self.assertEqual((made["roles"], made["note"]), (["expert", "driver"], "bir; ikki"))

    def test_a_cell_that_is_empty_takes_away_and_a_column_that_is_missing_does_not(self):
        person = self.a_person(name="Kim Minseo", email="kim@example.org", note="likes tea", roles=["expert"])
        report = self.report("people", table(["id", "email", "roles"], [person, "", ""]))
        self.assertEqual(self.counts(report), (0, 1, 0, 0), report)
        now = self.api.get(f"/v1/people/{person}").json
        self.assertNotIn("email", now)
        self.assertEqual((now["roles"], now["note"], now["name"]), ([], "likes tea", "Kim Minseo"))

    def test_rows_that_fail_stop_no_others(self):
        person = self.a_person(name="Kim Minseo")
        gone = str(uuid.uuid4())
        report = self.report("people", table(
            ["id", "version", "name", "email"],
            ["", "", "Lola", "lola@example.org"],
            [person, "7", "Kim", ""],
            [gone, "", "Nobody", ""],
            ["x", "", "Nobody", ""],
            ["", "3", "Nobody", ""],
            ["", "", "", "no-name@example.org"],
            [person, "1", "Kim\nMinseo", ""],
            [person, "1", "Kim Minji", ""]))
        self.assertEqual(self.counts(report), (1, 1, 0, 6), report)
        problems = [(row["line"], row.get("problem", {}).get("status"),
                     [each["pointer"] for each in row.get("problem", {}).get("errors", [])])
                    for row in report["rows"]]
        self.assertEqual(problems, [(2, None, []), (3, 412, []), (4, 404, []), (5, 422, ["/id"]),
                                    (6, 422, ["/version"]), (7, 422, ["/name"]), (8, 422, ["/name"]), (10, None, [])])
        self.assertEqual(report["rows"][1]["problem"]["version"], 1)
        self.assertEqual(report["rows"][-1]["path"], f"/v1/people/{person}")
        self.assertEqual(self.api.get(f"/v1/people/{person}").json["name"], "Kim Minji")

    def test_the_same_object_twice_is_changed_by_one_row_after_the_other(self):
        person = self.a_person(name="Kim Minseo")
        report = self.report("people", table(["id", "version", "name", "note"], [person, "", "Kim Minji", ""],
                                             [person, "", "Kim Minji", "twice"], [person, "1", "Kim", ""]))
        self.assertEqual([row["result"] for row in report["rows"]], ["changed", "changed", "failed"])
        self.assertEqual(report["rows"][2]["problem"]["version"], 3)

    def test_files_that_cannot_be_read_say_where(self):
        broken = {
            "name\r\n\"Lola": (422, 2, 1),
            "name,note\r\n\"Lola\"x,y\r\n": (422, 2, 7),
            "name,note\r\nLola\r\n": (422, 2, 1),
            "name\r\nLo\"la\r\n": (422, 2, 3),
            "name\r\nЎктам \u0000\r\n": (422, 2, 7),
            "name,colour\r\nLola,red\r\n": (422, 1, 1),
            "name,name\r\nLola,Lola\r\n": (422, 1, 1),
            "": (422, 1, 1),
            "name\rLola\r": (422, 1, 5),
            "name\n" + "Lola\n" * 10001: (413, 10002, 1),
            "name,note\nLola," + "x" * (64 * 1024 + 1): (413, 2, 6),
            ",".join(["name"] * 101): (413, 1, 501),
        }
        for text, (status, line, column) in broken.items():
            answer = self.send("people", text)
            with self.subTest(text[:40]):
                self.assertEqual(answer.status, status, answer)
                self.assertEqual((answer.json["line"], answer.json["column"]), (line, column), answer)
        cyrillic = self.send("people", "name\r\nЎктам\r\n".encode("utf-16"))
        self.assertIn("CSV UTF-8", cyrillic.json["detail"])
        unknown = self.send("people", "name,colour\r\nLola,red\r\n").json["detail"]
        self.assertIn("\"colour\"", unknown)
        self.assertIn("organization", unknown)
        self.assertEqual(self.api.request("POST", "/v1/people/import", b"name\r\nLola\r\n",
                                          {"Content-Type": "application/json"}).status, 415)
        self.assertEqual(self.send("people", "name\n" + "x" * (5 << 20)).status, 413)

    def test_a_repeated_request_writes_nothing_twice(self):
        person = self.a_person(name="Kim Minseo")
        names = [self.a_name("Twice") for _ in range(3)]
        text = table(["id", "version", "name"], ["", "", names[0]], [person, "1", "Kim Minji"], ["", "", ""],
                     [person, "9", "Kim"], ["", "", names[1]])
        key = {"Idempotency-Key": str(uuid.uuid4())}
        first = self.report("people", text, headers=key)
        self.assertEqual(self.counts(first), (2, 1, 0, 1), first)
        head = self.head()
        self.assertEqual(self.report("people", text, headers=key), first)
        self.assertEqual(self.head(), head)
        other = self.send("people", text + table(["", "", names[2]]), headers=key)
        self.assertEqual((other.status, other.json["type"]), (422, "/problems/idempotency-key-reused"))
        self.assertEqual(self.head(), head)

    def test_an_import_is_for_staff_and_an_export_for_viewers(self):
        viewer, staff = self.client_of("viewer"), self.client_of("staff")
        self.assertEqual(self.send("people", "name\nLola\n", client=viewer).status, 403)
        self.assertEqual(self.send("people", "name\nLola\n", client=staff).status, 200)
        self.assertEqual(viewer.get("/v1/people/export").status, 200)
        self.assertEqual(viewer.get("/v1/rooms/export").status, 200)
        self.assertEqual(viewer.get("/v1/people/export?separator=pipe").status, 422)


class Rooms(TableTest):
    def test_an_export_comes_back_unchanged(self):
        self.a_room(name="Atrium", campus="Main", address="1, Some Street; Tashkent", capacity=40,
                    features=["piano", "stage"], setup="PT15M", approvalNeeded=True, parts=[self.a_room(name="Half")])
        exported = self.api.get("/v1/rooms/export")
        report = self.report("rooms", exported.body)
        self.assertEqual(self.counts(report), (0, 0, len(rows_of(exported)), 0), report)

    def test_a_change_keeps_what_the_table_does_not_show(self):
        part = self.a_room(name="Half")
        room = self.a_room(name="Atrium", parts=[part], openingHours=[{"days": ["mo"], "from": "09:00", "to": "18:00"}])
        before = self.api.get(f"/v1/rooms/{room}").json
        report = self.report("rooms", table(["id", "capacity", "approvalNeeded"], [room, "30", "ИСТИНА"]))
        self.assertEqual(self.counts(report), (0, 1, 0, 0), report)
        now = self.api.get(f"/v1/rooms/{room}").json
        self.assertEqual((now["capacity"], now["approvalNeeded"]), (30, True))
        self.assertEqual((now["parts"], now["openingHours"]), (before["parts"], before["openingHours"]))

    def test_numbers_and_flags_are_looked_at(self):
        report = self.report("rooms", table(["name", "capacity", "approvalNeeded"], ["A", "many", "maybe"]))
        self.assertEqual({each["pointer"] for each in report["rows"][0]["problem"]["errors"]},
                         {"/capacity", "/approvalNeeded"})


class Events(TableTest):
    HEADER = ["kind", "title", "start", "timeZone", "duration", "room", "expert", "host", "capacity", "slotDuration"]

    def setUp(self):
        super().setUp()
        self.room_name, self.expert_name = self.a_name("Room"), self.a_name("Expert")
        self.room, self.expert = self.a_room(name=self.room_name), self.a_person(name=self.expert_name)

    def a_class(self, start, title="Voice", room=None, **cells):
        row = {"kind": "master-class", "title": title, "start": start, "timeZone": "Asia/Tashkent", "duration": "PT1H",
               "room": self.room_name if room is None else room, "expert": self.expert_name, **cells}
        return [row.get(name, "") for name in self.HEADER]

    def test_names_stand_for_rooms_and_people(self):
        report = self.report("events", table(
            self.HEADER, self.a_class("2027-03-01 14:00", capacity="12"),
            ["office-hours", "Head", "2027-03-02T10:00:00", "", "PT2H", self.room, "", self.expert_name, "", "PT20M"]))
        self.assertEqual(self.counts(report), (2, 0, 0, 0), report)
        made = self.api.get(report["rows"][0]["path"]).json
        self.assertEqual((made["room"], made["expert"], made["start"], made["capacity"]),
                         (self.room, self.expert, "2027-03-01T14:00:00", 12))
        hours = self.api.get(report["rows"][1]["path"]).json
        self.assertEqual((hours["kind"], hours["room"], hours["host"], hours["slotDuration"]),
                         ("office-hours", self.room, self.expert, "PT20M"))

    def test_a_name_that_is_unknown_or_not_clear_fails(self):
        self.a_room(name=self.room_name)
        report = self.report("events", table(self.HEADER, self.a_class("2027-03-01T14:00:00"),
                                             self.a_class("2027-03-01T14:00:00", room="Nowhere"),
                                             self.a_class("2027-03-01T14:00:00", room=self.room)))
        self.assertEqual([row["result"] for row in report["rows"]], ["failed", "failed", "created"])
        not_clear, unknown = (row["problem"]["errors"][0] for row in report["rows"][:2])
        self.assertEqual((not_clear["pointer"], unknown["pointer"]), ("/room", "/room"))
        self.assertIn(self.room, not_clear["detail"])
        self.assertIn("Nowhere", unknown["detail"])
        # What has such a room is exported with its id, and so comes back.
        id = report["rows"][2]["id"]
        shown = {row["id"]: row for row in rows_of(self.api.get("/v1/events/export?" + YEAR))}
        self.assertEqual((shown[id]["room"], shown[id]["expert"]), (self.room, self.expert_name))

    def test_clashes_are_told_as_to_a_single_booking(self):
        report = self.report("events", table(self.HEADER, self.a_class("2027-04-01T14:00:00", "First"),
                                             self.a_class("2027-04-01T14:30:00", "Second"),
                                             self.a_class("2027-04-01T15:00:00", "Third")))
        self.assertEqual([row["result"] for row in report["rows"]], ["created", "failed", "created"])
        problem = report["rows"][1]["problem"]
        self.assertEqual((problem["status"], problem["type"]), (409, "/problems/scheduling-conflict"))
        self.assertEqual(problem["conflicts"][0]["with"]["title"], "First")
        self.assertTrue(problem["alternatives"])

    def test_a_dry_run_writes_nothing_and_tells_what_will_be(self):
        id = self.report("events", table(self.HEADER, self.a_class("2027-05-01T09:00:00")))["rows"][0]["id"]
        text = table(["id", "version", *self.HEADER], ["", "", *self.a_class("2027-05-01T14:00:00", "First")],
                     ["", "", *self.a_class("2027-05-01T14:30:00", "Clashes with the first")],
                     [id, "1", *self.a_class("2027-05-01T16:00:00", "Moved")],
                     ["", "", *self.a_class("2027-05-01T16:30:00", "Clashes with what was moved")],
                     ["", "", *self.a_class("2027-05-01T09:00:00", "In the place of what was moved")],
                     [id, "1", *self.a_class("2027-05-01T18:00:00", "Stale")],
                     ["", "", *self.a_class("2027-05-01T14:00:00", room="Nowhere")])
        head = self.head()
        preview = self.report("events", text, "?dryRun=true")
        self.assertEqual(self.head(), head)
        self.assertEqual(self.api.get(f"/v1/master-classes/{id}").json["version"], 1)
        done = self.report("events", text)
        self.assertEqual((preview.pop("dryRun"), done.pop("dryRun")), (True, False))
        self.assertEqual(self.counts(done), (2, 1, 0, 4), done)
        self.assertEqual(self.without_new_ids(preview), self.without_new_ids(done))
        self.assertNotIn("id", preview["rows"][0])

    def without_new_ids(self, report):
        """Rows as both runs must tell them: what a dry run books has an id of its own."""
        for row in report["rows"]:
            if row["result"] == "created":
                row.pop("id", None)
                row.pop("path", None)
            for conflict in row.get("problem", {}).get("conflicts", []):
                conflict["with"].pop("id")
        return report

    def test_an_export_comes_back_unchanged(self):
        self.api.create("/v1/master-classes", self.a_master_class(
            self.room, self.expert, start="2027-06-07T14:00:00", description="=cmd|' /C calc'!A0",
            recurrenceRule={"frequency": "weekly", "count": 4},
            recurrenceOverrides={"2027-06-14T14:00:00": {"title": "Another"}}))
        institution = self.api.create("/v1/institutions", {"name": "Induk University"})
        self.api.create("/v1/visits", {
            "title": "Visit", "institution": institution, "arrival": "2027-06-01T09:00:00",
            "departure": "2027-06-03T18:00:00", "hosts": [self.expert]})
        self.api.create("/v1/trips", {
            "title": "Festival", "purpose": "festival", "travellers": [self.a_person(name=self.a_name("Traveller"))],
            "destination": {"city": "Riga", "country": "LV", "timeZone": "Europe/Riga"},
            "departure": {"local": "2027-06-14T08:00:00", "timeZone": "Asia/Tashkent"},
            "return": {"local": "2027-06-19T22:00:00", "timeZone": "Asia/Tashkent"}})
        exported = self.api.get("/v1/events/export?from=2027-06-01&to=2027-07-01")
        rows = rows_of(exported)
        self.assertEqual({(row["kind"], row["repeats"]) for row in rows},
                         {("visit", ""), ("master-class", "weekly"), ("office-hours", "daily"), ("trip", "")})
        head = self.head()
        report = self.report("events", exported.body)
        self.assertEqual(self.counts(report), (0, 0, len(rows), 0), report)
        self.assertEqual(self.head(), head)

    def test_a_series_or_a_visit_is_changed_in_its_plain_columns_only(self):
        series = self.api.create("/v1/master-classes", self.a_master_class(
            self.room, self.expert, start="2027-07-05T14:00:00", recurrenceRule={"frequency": "weekly", "count": 4},
            recurrenceOverrides={"2027-07-12T14:00:00": {"title": "Another"}}))
        institution = self.api.create("/v1/institutions", {"name": "Induk University"})
        visit = self.api.create("/v1/visits", {
            "title": "Visit", "institution": institution, "arrival": "2027-07-01T09:00:00",
            "departure": "2027-07-03T18:00:00", "delegates": [{"name": "Lee Jiho"}]})
        before = {id: self.api.get(f"/v1/{kind}/{id}").json
                  for kind, id in (("master-classes", series), ("visits", visit))}
        report = self.report("events", table(
            ["id", "title", "start", "room", "repeats"],
            [series, "Movement", "2027-07-05T14:00:00", self.room_name, "weekly"],
            [visit, "The rector's visit", "2027-07-01T09:00:00", "", ""],
            [series, "Movement", "2027-07-05T15:00:00", self.room_name, "weekly"],
            [series, "Movement", "2027-07-05T14:00:00", self.room_name, ""],
            [visit, "Visit", "2027-07-02T09:00:00", "", ""],
            [visit, "Visit", "2027-07-01T09:00:00", self.room_name, ""]))
        self.assertEqual([row["result"] for row in report["rows"]], ["changed"] * 2 + ["failed"] * 4, report)
        self.assertEqual([row["problem"]["errors"][0]["pointer"] for row in report["rows"][2:]],
                         ["/start", "/repeats", "/start", "/room"])
        now = {id: self.api.get(f"/v1/{kind}/{id}").json
               for kind, id in (("master-classes", series), ("visits", visit))}
        self.assertEqual((now[series]["title"], now[visit]["title"]), ("Movement", "The rector's visit"))
        for id, names in ((series, ("recurrenceRule", "recurrenceOverrides")), (visit, ("delegates", "arrival"))):
            for name in names:
                self.assertEqual(now[id][name], before[id][name])

    def test_what_does_not_fit_into_a_row_is_refused_with_the_way_that_it_goes(self):
        header = ["kind", "title", "start", "duration", "expert", "host", "repeats"]
        report = self.report("events", table(
            header, ["visit", "Visit", "2027-08-01T09:00:00", "PT1H", "", "", ""],
            ["trip", "Trip", "2027-08-01T09:00:00", "PT1H", "", "", ""],
            ["master-class", "Series", "2027-08-01T09:00:00", "PT1H", self.expert_name, "", "weekly"],
            ["office-hours", "Hours", "2027-08-01T09:00:00", "PT1H", self.expert_name, "", ""],
            ["party", "Party", "2027-08-01T09:00:00", "PT1H", "", "", ""]))
        self.assertEqual(report["failed"], 5, report)
        errors = [row["problem"]["errors"][0] for row in report["rows"]]
        self.assertEqual([each["pointer"] for each in errors], ["/kind", "/kind", "/repeats", "/expert", "/kind"])
        self.assertIn("POST /v1/visits", errors[0]["detail"])
        self.assertIn("POST /v1/trips", errors[1]["detail"])

    def test_private_events_are_not_exported_to_viewers(self):
        secret = self.api.create("/v1/master-classes", self.a_master_class(
            self.room, self.expert, start="2027-09-01T14:00:00", title="A surprise", visibility="private"))
        seen = rows_of(self.client_of("staff").get("/v1/events/export?" + YEAR))
        self.assertIn(secret, [row["id"] for row in seen])
        hidden = self.client_of("viewer").get("/v1/events/export?" + YEAR)
        self.assertEqual(hidden.status, 200)
        self.assertNotIn(b"A surprise", hidden.body)
        self.assertNotIn(secret.encode(), hidden.body)

    def test_a_token_with_a_scope_exports_what_it_covers_and_imports_nothing(self):
        other = self.a_room(name=self.a_name("Other"))
        ids = [self.api.create("/v1/master-classes", self.a_master_class(room, self.expert, start=start))
               for room, start in ((self.room, "2027-10-01T09:00:00"), (other, "2027-10-01T14:00:00"))]
        made = self.api.post("/v1/tokens", {"label": "one room", "role": "staff", "scope": {"rooms": [other]}})
        scoped = self.service.client(made.json["token"])
        self.assertEqual([row["id"] for row in rows_of(scoped.get("/v1/events/export?" + YEAR))], [ids[1]])
        self.assertEqual(self.send("events", table(self.HEADER), client=scoped).status, 403)

    def test_a_window_is_needed(self):
        self.assertEqual(self.api.get("/v1/events/export").status, 422)


class Many(TableTest):
    def test_ten_thousand_rows(self):
        room, expert = self.a_room(name="Many"), self.a_person(name="Many")
        header = ["kind", "title", "start", "duration", "room", "expert"]
        first = datetime.datetime(2027, 1, 1)
        free = [["master-class", f"Class {n}", (first + datetime.timedelta(minutes=40 * n)).isoformat(), "PT30M", room,
                 expert] for n in range(9900)]
        text = table(header, *free, *free[:100])
        preview = self.report("events", text, "?dryRun=true")
        self.assertEqual(self.counts(preview), (9900, 0, 0, 100))
        key = {"Idempotency-Key": str(uuid.uuid4())}
        done = self.report("events", text, headers=key)
        self.assertEqual(self.counts(done), (9900, 0, 0, 100))
        self.assertEqual(len({row["id"] for row in done["rows"][:9900]}), 9900)
        again = self.report("events", text, headers=key)
        self.assertEqual([row.get("id") for row in again["rows"]], [row.get("id") for row in done["rows"]])
        exported = self.api.get("/v1/events/export?from=2027-01-01&to=2027-10-05")
        self.assertEqual(exported.status, 200, exported)
        rows = rows_of(exported)
        self.assertGreater(len(rows), 9800)
        self.assertEqual(self.report("events", exported.body)["unchanged"], len(rows))

    def test_others_are_answered_while_a_file_is_worked_on(self):
        text = table(["name", "note"], *([self.a_name("Busy"), "x" * 400] for _ in range(10000)))
        other = self.service.client()
        done = []
        working = threading.Thread(target=lambda: done.append(self.report("people", text, "?dryRun=true")))
        working.start()
        answered = 0
        while working.is_alive():
            self.assertEqual(other.get("/healthz").status, 200)
            self.assertEqual(other.get("/v1/rooms").status, 200)
            answered += 1
        working.join()
        self.assertEqual(done[0]["created"], 10000)
        self.assertGreater(answered, 0)


if __name__ == "__main__":
    unittest.main()
