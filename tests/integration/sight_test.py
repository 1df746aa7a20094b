"""Who sees what: private events, and tokens that are limited to a part of the events."""

import unittest

from service import ServiceTest


class Hidden(ServiceTest):
    """Private events of every kind, with one word in all their texts."""

    shares = True
    SECRET = "Zarqaynar"
    DAY = "2027-02-01"

    def setUp(self):
        super().setUp()
        self.room, self.other_room = self.a_room(capacity=40), self.a_room(name="White Box")
        self.expert, self.host = self.a_person(), self.a_person(name="Host")
        self.institution = self.api.create("/v1/institutions", {"name": "Induk University", "country": "KR"})
        self.viewer, self.staff = self.client_of("viewer"), self.client_of("staff")
        self.ids = {}
        secret = {"visibility": "private", "title": self.SECRET, "description": f"All about {self.SECRET}",
                  "localizations": {"ru": {"title": self.SECRET}}}
        self.book("master-classes", {**self.a_master_class(self.room, self.expert, self.DAY + "T14:00:00"), **secret,
                                     "capacity": 30})
        self.book("office-hours", {"host": self.host, "start": self.DAY + "T10:00:00", "timeZone": "Asia/Tashkent",
                                   "duration": "PT2H", "slotDuration": "PT30M", "maxAdvance": "P365D", **secret})
        self.book("visits", {"institution": self.institution, "arrival": self.DAY + "T09:00:00",
                             "departure": "2027-02-02T18:00:00", "timeZone": "Asia/Tashkent",
                             "delegates": [{"name": self.SECRET, "email": self.SECRET + "@example.org"}],
                             "stops": [{"title": self.SECRET, "start": self.DAY + "T16:30:00", "duration": "PT1H",
                                        "room": self.other_room}], **secret})
        traveller = self.a_person(name="Traveller")
        self.book("trips", {"purpose": "festival", "travellers": [traveller],
                            "destination": {"city": self.SECRET, "country": "LV", "timeZone": "Europe/Riga"},
                            "departure": {"local": self.DAY + "T08:00:00", "timeZone": "Asia/Tashkent"},
                            "return": {"local": "2027-02-05T22:00:00", "timeZone": "Asia/Tashkent"},
                            "sessions": [{"title": self.SECRET, "start": "2027-02-02T19:00:00", "duration": "PT2H"}],
                            **secret})
        self.registration = self.api.create(self.path("master-classes") + "/registrations",
                                            {"name": self.SECRET, "email": self.SECRET + "@example.org"})
        # What clashes as things stand: with a public event, and by itself.
        self.public = self.api.create("/v1/master-classes", {
            **self.a_master_class(self.room, self.expert, self.DAY + "T15:00:00"), "override": {"reason": "a test"}})
        smaller = self.api.patch("/v1/rooms/" + self.room, {"capacity": 20}, self.api.get("/v1/rooms/" + self.room).etag)
        self.assertEqual(smaller.status, 200, smaller)

    def book(self, kind, body):
        self.ids[kind] = self.api.create("/v1/" + kind, body)

    def path(self, kind):
        return f"/v1/{kind}/{self.ids[kind]}"

    WINDOW = f"from={DAY}&to=2027-02-03"

    def readings(self):
        """What can be read that has these events in it: (path, whether staff may read it)."""
        for kind in self.ids:
            yield f"/v1/{kind}?limit=1000"
            yield f"/v1/{kind}?q={self.SECRET.upper()}"
        yield f"/v1/search?q={self.SECRET}"
        yield f"/v1/events?{self.WINDOW}"
        yield f"/v1/events?{self.WINDOW}&room={self.room}"
        yield f"/v1/events?{self.WINDOW}&person={self.expert}"
        yield f"/v1/conflicts?{self.WINDOW}"

    def objects(self):
        for kind in self.ids:
            yield self.path(kind)
        for kind, start in [("master-classes", "T14:00:00"), ("office-hours", "T10:00:00")]:
            yield f"{self.path(kind)}/occurrences/{self.DAY}{start}"
        yield self.path("visits") + "/stops"
        yield self.path("visits") + "/itinerary"
        [stop] = self.api.get(self.path("visits")).json["stops"]
        yield f"{self.path('visits')}/stops/{stop['id']}"

    def test_staff_read_them(self):
        for path in [*self.readings(), *self.objects()]:
            with self.subTest(path=path):
                answer = self.staff.get(path)
                self.assertEqual(answer.status, 200, answer)
                self.assertIn(self.SECRET, answer.body.decode())
        self.assertEqual(self.staff.get(self.path("office-hours") + f"/slots?{self.WINDOW}").status, 200)

    def test_a_viewer_is_told_nothing_of_them(self):
        for path in self.readings():
            with self.subTest(path=path):
                answer = self.viewer.get(path)
                self.assertEqual(answer.status, 200, answer)
                self.assertNotIn(self.SECRET.lower(), answer.body.decode().lower())
        for kind, hidden in self.ids.items():
            self.assertNotIn(hidden, self.viewer.get(f"/v1/{kind}?limit=1000").body.decode())
        self.assertNotIn(self.SECRET, self.viewer.get("/calendar.ics").body.decode())

    def test_for_a_viewer_they_do_not_exist(self):
        slots = self.path("office-hours") + f"/slots?{self.WINDOW}"
        for path in [*self.objects(), slots]:
            with self.subTest(path=path):
                for headers in [{}, {"If-None-Match": '"1"'}, {"If-None-Match": "*"}]:
                    answer = self.viewer.get(path, headers)
                    self.assertEqual((answer.status, answer.json["type"]), (404, "/problems/not-found"))

    def test_a_viewers_agenda_has_their_time_and_nothing_else(self):
        rows = {row["id"]: row for row in self.viewer.get(f"/v1/events?{self.WINDOW}").json["events"]}
        for hidden in self.ids.values():
            row = rows[hidden]
            self.assertEqual((row["title"], row["rooms"], row["people"]), ("(not shown)", [], []))
        self.assertEqual(rows[self.public]["title"], "Stage movement")

    def test_a_viewer_hears_no_news_of_them(self):
        heard = self.viewer.get("/v1/changes?after=0&limit=1000")
        self.assertIn(self.public, heard.body.decode())
        told = self.staff.get("/v1/changes?after=0&limit=1000").body.decode()
        for hidden in [*self.ids.values(), self.registration]:
            self.assertNotIn(hidden, heard.body.decode())
            self.assertIn(hidden, told)

    def test_a_viewer_looking_for_a_time_is_not_told_what_stands_against_it(self):
        wish = {"people": [self.expert], "duration": "PT2H",
                "between": {"from": self.DAY + "T09:00:00Z", "to": self.DAY + "T11:00:00Z"}}
        nothing = self.viewer.post("/v1/availability", wish)
        self.assertEqual((nothing.status, nothing.json["times"]), (200, []), nothing)
        self.assertTrue(nothing.json["blockers"])
        self.assertNotIn(self.SECRET, nothing.body.decode())
        self.assertIn(self.SECRET, self.staff.post("/v1/availability", wish).body.decode())

    def test_a_series_that_gave_way_to_one_does_not_name_it(self):
        series = self.staff.post("/v1/master-classes", {
            **self.a_master_class(self.a_room(), self.expert, "2027-01-31T13:00:00"),
            "recurrenceRule": {"frequency": "daily", "count": 3}, "onConflict": "skip"})
        self.assertEqual((series.status, len(series.json["skipped"])), (201, 1), series)
        for path in [series.headers["Location"], f"/v1/search?q={self.SECRET}", "/v1/master-classes?limit=1000"]:
            self.assertNotIn(self.SECRET, self.viewer.get(path).body.decode())

    def test_they_vanish_and_come_back_with_their_visibility(self):
        path = "/v1/master-classes/" + self.public
        self.assertEqual(self.viewer.get(path).status, 200)
        hidden = self.api.patch(path, {"visibility": "private"}, self.api.get(path).etag)
        self.assertEqual(self.viewer.get(path).status, 404)
        self.api.patch(path, {"visibility": "internal"}, hidden.etag)
        self.assertEqual(self.viewer.get(path).status, 200)


class Scoped(ServiceTest):
    """Tokens that are limited to some kinds of events, or to some rooms."""

    shares = True

    def setUp(self):
        super().setUp()
        self.mine, self.theirs = self.a_room(name="Mine"), self.a_room(name="Theirs")
        self.expert = self.a_person()
        self.in_mine = self.book(self.mine, title="Ours")
        self.in_theirs = self.book(self.theirs, "2027-02-02T14:00:00", title="Zarqaynar")
        self.visit = self.api.post("/v1/visits", {
            "title": "Delegation", "arrival": "2027-02-01T09:00:00", "departure": "2027-02-02T18:00:00",
            "institution": self.api.create("/v1/institutions", {"name": "Induk University", "country": "KR"}),
            "timeZone": "Asia/Tashkent"})
        self.assertEqual(self.visit.status, 201, self.visit)

    def book(self, room, start="2027-02-01T14:00:00", **fields):
        made = self.api.post("/v1/master-classes", self.a_master_class(room, self.expert, start, **fields))
        self.assertEqual(made.status, 201, made)
        return made

    def forbidden(self, answer):
        self.assertEqual((answer.status, answer.json["type"]), (403, "/problems/forbidden"), answer)

    def ids_in(self, answer, name="items"):
        self.assertEqual(answer.status, 200, answer)
        return {each["id"] for each in answer.json[name]}

    def test_one_kind_is_all_that_is_read(self):
        client = self.client_of("viewer", scope={"kinds": ["visit"], "rooms": []})
        self.assertIn(self.visit.json["id"], self.ids_in(client.get("/v1/visits?limit=1000")))
        self.assertEqual(client.get(self.visit.headers["Location"]).status, 200)
        for path in ["/v1/master-classes", self.in_mine.headers["Location"], "/v1/trips", "/v1/office-hours"]:
            self.forbidden(client.get(path))
        agenda = client.get("/v1/events?from=2027-02-01&to=2027-02-03").json["events"]
        self.assertEqual({row["kind"] for row in agenda}, {"visit"})
        found = client.get("/v1/search?q=Zarqaynar")
        self.assertEqual((found.status, found.json["items"]), (200, []))
        self.assertEqual(client.get("/v1/rooms").status, 200)

    def test_one_room_is_all_that_is_read(self):
        client = self.client_of("viewer", scope={"kinds": [], "rooms": [self.mine]})
        self.assertEqual(self.ids_in(client.get("/v1/master-classes?limit=1000")), {self.in_mine.json["id"]})
        self.assertEqual(client.get(self.in_mine.headers["Location"]).status, 200)
        self.assertEqual(client.get(self.in_theirs.headers["Location"]).status, 404)
        self.assertEqual(client.get(self.visit.headers["Location"]).status, 404)
        window = "from=2027-02-01&to=2027-02-03"
        self.assertEqual(self.ids_in(client.get(f"/v1/events?{window}"), "events"), {self.in_mine.json["id"]})
        self.assertEqual(client.get(f"/v1/events?{window}&room={self.theirs}").json["events"], [])
        for path in ["/v1/search?q=Zarqaynar", f"/v1/conflicts?{window}", "/v1/changes?after=0&limit=1000"]:
            answer = client.get(path)
            self.assertEqual(answer.status, 200)
            self.assertNotIn("Zarqaynar", answer.body.decode())
            self.assertNotIn(self.in_theirs.json["id"], answer.body.decode())
        heard = client.get("/v1/changes?after=0&limit=1000&kinds=event").json["changes"]
        self.assertEqual({change["id"] for entry in heard for change in entry["changes"]}, {self.in_mine.json["id"]})

    def test_what_is_for_the_whole_department_is_closed_to_them(self):
        client = self.client_of("admin", scope={"kinds": ["master-class"], "rooms": []})
        for path in ["/v1/tokens", "/v1/webhooks", "/v1/audit", "/v1/audit/1"]:
            self.forbidden(client.get(path))
        self.forbidden(client.post("/v1/tokens", {"label": "all", "role": "admin"}))
        self.forbidden(client.post("/v1/audit/1/revert", {}))
        settings = client.get("/v1/settings")
        self.assertEqual(settings.status, 200)
        self.forbidden(client.patch("/v1/settings", {"policy": [{"rule": "holiday", "severity": "error"}]},
                                    settings.etag))

    def test_they_write_in_their_room_only(self):
        client = self.client_of("staff", scope={"kinds": [], "rooms": [self.mine]})
        made = client.post("/v1/master-classes", self.a_master_class(self.mine, self.expert, "2027-03-01T14:00:00"))
        self.assertEqual(made.status, 201, made)
        there = self.a_master_class(self.theirs, self.expert, "2027-03-02T14:00:00")
        nowhere = {key: value for key, value in there.items() if key != "room"}
        for body in [there, nowhere]:
            self.forbidden(client.post("/v1/master-classes", body))
            self.forbidden(client.post("/v1/master-classes?dryRun=true", body))
        path = made.headers["Location"]
        for change in [{"room": self.theirs}, {"room": None}]:
            self.forbidden(client.patch(path, change, made.etag))
        self.assertEqual(client.patch(self.in_theirs.headers["Location"], {"room": self.mine},
                                      self.in_theirs.etag).status, 404)
        self.assertEqual(client.delete(self.in_theirs.headers["Location"], self.in_theirs.etag).status, 404)
        for collection, body in [("people", {"name": "New"}), ("rooms", {"name": "New"}),
                                 ("closures", {"name": "Mine", "from": "2027-05-01", "to": "2027-05-01",
                                               "rooms": [self.mine]})]:
            self.forbidden(client.post(f"/v1/{collection}", body))
        longer = client.patch(path, {"duration": "PT3H"}, made.etag)
        self.assertEqual(longer.status, 200, longer)
        guest = {"name": "Ali", "email": "ali@example.org"}
        self.assertEqual(client.post(path + "/registrations", guest).status, 201)
        self.assertEqual(client.post(self.in_theirs.headers["Location"] + "/registrations", guest).status, 404)
        registered = self.api.post(self.in_theirs.headers["Location"] + "/registrations", guest)
        self.assertEqual(client.get(registered.headers["Location"]).status, 404)
        self.assertEqual(client.delete(registered.headers["Location"], registered.etag).status, 404)

    def test_one_occurrence_cannot_leave_the_room_either(self):
        client = self.client_of("staff", scope={"kinds": [], "rooms": [self.mine]})
        series = client.post("/v1/master-classes", {
            **self.a_master_class(self.mine, self.expert, "2027-04-05T14:00:00"),
            "recurrenceRule": {"frequency": "weekly", "count": 3}})
        self.assertEqual(series.status, 201, series)
        one = series.headers["Location"] + "/occurrences/2027-04-12T14:00:00"
        for suffix in ["", "?range=this-and-future"]:
            self.forbidden(client.patch(one + suffix, {"room": self.theirs}, series.etag))

    def test_in_a_list_of_requests_too(self):
        client = self.client_of("staff", scope={"kinds": ["master-class"], "rooms": [self.mine]})
        done = client.post("/v1/bulk", {"operations": [
            {"method": "GET", "path": "/v1/visits"},
            {"method": "GET", "path": self.in_theirs.headers["Location"]},
            {"method": "GET", "path": "/v1/tokens"},
            {"method": "POST", "path": "/v1/people", "body": {"name": "New"}},
            {"method": "GET", "path": self.in_mine.headers["Location"]}]})
        self.assertEqual([each["status"] for each in done.json["results"]], [403, 404, 403, 403, 200], done)

    def test_a_clash_does_not_name_the_events_of_others(self):
        client = self.client_of("staff", scope={"kinds": [], "rooms": [self.mine]})
        wish = self.a_master_class(self.mine, self.expert, "2027-02-02T15:00:00")
        for path in ["/v1/master-classes", "/v1/master-classes?dryRun=true"]:
            refused = client.post(path, wish)
            self.assertEqual(refused.status, 409, refused)
            self.assertNotIn("Zarqaynar", refused.body.decode())
            self.assertEqual(refused.json["conflicts"][0]["with"]["title"], "(not shown)")
        self.assertIn("Zarqaynar", self.api.post("/v1/master-classes?dryRun=true", wish).body.decode())
        series = client.post("/v1/master-classes", {
            **self.a_master_class(self.mine, self.expert, "2027-01-31T15:00:00"),
            "recurrenceRule": {"frequency": "daily", "count": 4}, "onConflict": "skip"})
        self.assertEqual(series.status, 201, series)
        titles = {each["recurrenceId"][:10]: {clash["with"]["title"] for clash in each["conflicts"]}
                  for each in series.json["skipped"]}
        self.assertEqual(titles, {"2027-02-01": {"Ours"}, "2027-02-02": {"(not shown)"}})
        self.assertNotIn("Zarqaynar", series.body.decode())

    def test_a_warning_does_not_either(self):
        busy = self.a_person(name="Busy", minimumTurnaround="PT30M")
        elsewhere = self.api.post("/v1/master-classes", self.a_master_class(
            self.theirs, busy, "2027-02-10T10:00:00", title="Zarqaynar"))
        self.assertEqual(elsewhere.status, 201, elsewhere)
        client = self.client_of("staff", scope={"kinds": [], "rooms": [self.mine]})
        made = client.post("/v1/master-classes", self.a_master_class(self.mine, busy, "2027-02-10T12:15:00"))
        self.assertEqual((made.status, len(made.json["warnings"])), (201, 1), made)
        self.assertNotIn("Zarqaynar", made.body.decode())


if __name__ == "__main__":
    unittest.main()
