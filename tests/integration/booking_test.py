"""What staff do through the API, as the README shows it."""

import concurrent.futures
import unittest

from service import ServiceTest

CONFLICT = "/problems/scheduling-conflict"


class Booking(ServiceTest):
    def test_is_created_with_location_etag_and_instants(self):
        room, expert = self.a_room(), self.a_person()
        answer = self.api.post("/v1/master-classes", self.a_master_class(room, expert))
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.etag, '"1"')
        self.assertEqual(answer.headers["Location"], "/v1/master-classes/" + answer.json["id"])
        self.assertEqual(answer.json["startUtc"], "2027-02-01T09:00:00Z")
        self.assertEqual(answer.json["endUtc"], "2027-02-01T11:00:00Z")
        self.assertEqual(answer.json["sequence"], 0)
        again = self.api.get(answer.headers["Location"])
        self.assertEqual(again.status, 200)
        self.assertEqual({**again.json, "warnings": []}, answer.json)

    def test_that_clashes_is_refused_with_who_where_when_and_what_would_work(self):
        room, expert, other = self.a_room(), self.a_person(), self.a_person(name="Lee Jiho")
        first = self.api.post("/v1/master-classes", self.a_master_class(room, expert)).json
        wish = self.a_master_class(room, other, start="2027-02-01T15:00:00")
        answer = self.api.post("/v1/master-classes", wish)
        self.assertEqual(answer.status, 409)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json
        self.assertEqual(problem["type"], CONFLICT)
        self.assertEqual(problem["status"], 409)
        [conflict] = problem["conflicts"]
        self.assertEqual(conflict["rule"], "room-double-booked")
        self.assertEqual(conflict["resource"], {"kind": "room", "id": room, "name": "Black Box"})
        self.assertEqual(conflict["with"]["id"], first["id"])
        self.assertEqual((conflict["startUtc"], conflict["endUtc"]), ("2027-02-01T10:00:00Z", "2027-02-01T11:00:00Z"))
        self.assertTrue(problem["alternatives"])
        for alternative in problem["alternatives"]:
            instead = {**wish, "start": alternative["start"], "room": alternative["room"]}
            self.assertEqual(self.api.post("/v1/master-classes?dryRun=true", instead).status, 200, alternative)

    def test_names_the_person_who_is_elsewhere(self):
        expert = self.a_person(name="Vera Volkova")
        self.api.create("/v1/master-classes", self.a_master_class(self.a_room(), expert, "2027-02-02T10:00:00"))
        answer = self.api.post("/v1/master-classes", self.a_master_class(self.a_room(), expert, "2027-02-02T11:00:00"))
        [conflict] = answer.json["conflicts"]
        self.assertEqual((conflict["rule"], conflict["resource"]["name"]), ("person-double-booked", "Vera Volkova"))

    def test_of_a_series_names_every_clash(self):
        room = self.a_room()
        weekly = {"frequency": "weekly", "byDay": [{"day": "mo"}, {"day": "th"}], "count": 6}
        self.api.create("/v1/master-classes", self.a_master_class(
            room, self.a_person(), "2027-03-01T14:00:00", recurrenceRule=weekly))
        answer = self.api.post("/v1/master-classes", self.a_master_class(
            room, self.a_person(), "2027-03-01T15:00:00", recurrenceRule={"frequency": "daily", "count": 8}))
        starts = [conflict["startUtc"] for conflict in answer.json["conflicts"]]
        self.assertEqual(starts, ["2027-03-01T10:00:00Z", "2027-03-04T10:00:00Z", "2027-03-08T10:00:00Z"])

    def test_of_a_series_is_offered_other_times(self):
        room = self.a_room()
        self.api.create("/v1/master-classes", self.a_master_class(
            room, self.a_person(), "2027-03-11T14:00:00", duration="PT6H"))
        wish = self.a_master_class(room, self.a_person(), "2027-03-11T15:00:00",
                                   recurrenceRule={"frequency": "weekly", "count": 6})
        refused = self.api.post("/v1/master-classes", wish)
        self.assertEqual(refused.status, 409)
        alternatives = refused.json["alternatives"]
        starts = {alternative["start"] for alternative in alternatives}
        self.assertTrue({"2027-03-11T08:00:00", "2027-03-18T15:00:00"} <= starts, starts)
        for each in alternatives:
            instead = {**wish, "start": each["start"], "room": each["room"]}
            self.assertEqual(self.api.post("/v1/master-classes?dryRun=true", instead).status, 200, each)

    def test_that_only_touches_does_not_clash(self):
        room = self.a_room()
        for start in ("2027-02-03T10:00:00", "2027-02-03T12:00:00", "2027-02-03T08:00:00"):
            self.api.create("/v1/master-classes", self.a_master_class(room, self.a_person(), start))

    def test_keeps_setup_and_teardown_free_without_publishing_them(self):
        room = self.a_room(setup="PT15M", teardown="PT15M")
        first = self.api.post("/v1/master-classes", self.a_master_class(room, self.a_person(), "2027-02-04T10:00:00"))
        self.assertEqual(first.json["endUtc"], "2027-02-04T07:00:00Z")
        self.assertEqual(self.api.post("/v1/master-classes", self.a_master_class(
            room, self.a_person(), "2027-02-04T12:15:00")).status, 409)
        self.api.create("/v1/master-classes", self.a_master_class(room, self.a_person(), "2027-02-04T12:30:00"))

    def test_is_free_again_when_cancelled(self):
        room, expert = self.a_room(), self.a_person()
        wish = self.a_master_class(room, expert, "2027-02-05T10:00:00")
        first = self.api.post("/v1/master-classes", wish)
        cancelled = self.api.delete(first.headers["Location"], first.etag)
        self.assertEqual((cancelled.status, cancelled.json["status"], cancelled.json["sequence"]), (200, "cancelled", 1))
        self.assertEqual(self.api.get(first.headers["Location"]).json["status"], "cancelled")
        self.assertEqual(self.api.post("/v1/master-classes", wish).status, 201)
        revived = self.api.patch(first.headers["Location"], {"status": "confirmed"}, cancelled.etag)
        self.assertEqual(revived.status, 409)

    def test_dry_run_gives_the_verdict_and_writes_nothing(self):
        room = self.a_room()
        wish = self.a_master_class(room, self.a_person(), "2027-02-06T10:00:00")
        for _ in range(2):
            answer = self.api.post("/v1/master-classes?dryRun=true", wish)
            self.assertEqual((answer.status, answer.headers["Location"]), (200, None))
        self.api.create("/v1/master-classes", wish)
        self.assertEqual(self.api.post("/v1/master-classes?dryRun=true", wish).status, 409)

    def test_may_be_overridden_with_a_reason(self):
        room = self.a_room()
        wish = self.a_master_class(room, self.a_person(), "2027-02-07T10:00:00")
        self.api.create("/v1/master-classes", wish)
        self.assertEqual(self.api.post("/v1/master-classes", {**wish, "override": {"reason": ""}}).status, 422)
        answer = self.api.post("/v1/master-classes", {**wish, "override": {"reason": "Both groups rehearse together"}})
        self.assertEqual(answer.status, 201)
        self.assertEqual({warning["severity"] for warning in answer.json["warnings"]}, {"warning"})


class Changing(ServiceTest):
    def setUp(self):
        super().setUp()
        self.created = self.api.post("/v1/rooms", {"name": "Stage", "capacity": 40, "features": ["piano"]})
        self.path = self.created.headers["Location"]

    def test_needs_the_etag_that_was_read(self):
        self.assertEqual(self.api.request("PATCH", self.path, {"name": "x"}).status, 428)
        self.assertEqual(self.api.request("DELETE", self.path).status, 428)
        changed = self.api.patch(self.path, {"name": "Great Stage"}, self.created.etag)
        self.assertEqual((changed.status, changed.etag), (200, '"2"'))
        stale = self.api.patch(self.path, {"name": "Small Stage"}, self.created.etag)
        self.assertEqual((stale.status, stale.json["version"]), (412, 2))
        self.assertEqual(self.api.get(self.path).json["name"], "Great Stage")

    def test_is_a_merge_patch(self):
        changed = self.api.patch(self.path, {"capacity": None, "features": ["mirrors", "piano"]}, self.created.etag)
        self.assertNotIn("capacity", changed.json)
        self.assertEqual(changed.json["features"], ["mirrors", "piano"])
        self.assertEqual(changed.json["name"], "Stage")

    def test_takes_back_what_was_read_as_it_is(self):
        unchanged = self.api.patch(self.path, self.created.json, self.created.etag)
        self.assertEqual((unchanged.status, unchanged.etag), (200, '"1"'))
        answer = self.api.patch(self.path, {"version": 7}, self.created.etag)
        self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, "/version"))

    def test_answer_to_a_booking_may_be_sent_back(self):
        booked = self.api.post("/v1/master-classes", self.a_master_class(self.created.json["id"], self.a_person()))
        answer = self.api.patch(booked.headers["Location"], {**booked.json, "title": "New"}, booked.etag)
        self.assertEqual((answer.status, answer.json["title"]), (200, "New"), answer)

    def test_with_any_etag_loses_nobody_elses_change(self):
        for turn in range(20):
            room = self.api.post("/v1/rooms", {"name": "Stage"}).headers["Location"]

            def change(fields):
                return self.service.client().request("PATCH", room, fields, {"If-Match": "*"}).status

            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                statuses = list(pool.map(change, ({"name": "Renamed"}, {"capacity": 77})))
            found = self.api.get(room).json
            self.assertIn(200, statuses)
            self.assertEqual(found["name"] == "Renamed", statuses[0] == 200)
            self.assertEqual(found.get("capacity") == 77, statuses[1] == 200)

    def test_get_honours_if_none_match(self):
        answer = self.api.get(self.path, {"If-None-Match": self.created.etag})
        self.assertEqual((answer.status, answer.body, answer.headers["Content-Length"]), (304, b"", None))

    def test_what_events_need_cannot_be_removed(self):
        expert = self.a_person()
        booked = self.api.post("/v1/master-classes", self.a_master_class(self.created.json["id"], expert))
        refused = self.api.delete(self.path, self.created.etag)
        self.assertEqual((refused.status, refused.json["events"]), (409, [booked.json["id"]]))
        self.api.delete(booked.headers["Location"], booked.etag)
        self.assertEqual(self.api.delete(self.path, self.created.etag).status, 204)
        self.assertEqual(self.api.get(self.path).status, 404)


class Retrying(ServiceTest):
    def test_with_the_same_key_gives_the_same_answer_once(self):
        body, key = {"name": "Lee Jiho"}, {"Idempotency-Key": "delegation-7"}
        first = self.api.post("/v1/people", body, key)
        again = self.api.post("/v1/people", body, key)
        self.assertEqual((again.status, again.body, again.etag), (first.status, first.body, first.etag))
        other = self.api.post("/v1/people", {"name": "Lee Jisoo"}, key)
        self.assertEqual((other.status, other.json["type"]), (422, "/problems/idempotency-key-reused"))

    def test_survives_a_restart(self):
        body, key = {"name": "Han Sora"}, {"Idempotency-Key": "delegation-8"}
        first = self.api.post("/v1/people", body, key)
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        again = self.service.client().post("/v1/people", body, key)
        self.assertEqual((again.status, again.body), (201, first.body))


class Lists(ServiceTest):
    def test_are_walked_by_their_links(self):
        made = {self.a_room(name=f"Room {i}") for i in range(7)}
        path, seen, pages = "/v1/rooms?limit=3", [], 0
        while path:
            answer = self.api.get(path)
            items = answer.json["items"]
            self.assertLessEqual(len(items), 3)
            seen += [item["id"] for item in items]
            pages += 1
            link = answer.headers.get("Link")
            path = link.split(">")[0].split(f":{self.service.port}", 1)[1] if link else None
        self.assertGreaterEqual(pages, 3)
        self.assertEqual(len(seen), len(set(seen)))
        self.assertLessEqual(made, set(seen))

    def test_agenda_has_a_row_an_occurrence_in_order_of_start(self):
        room, expert = self.a_room(), self.a_person()
        event = self.api.create("/v1/master-classes", self.a_master_class(
            room, expert, "2027-05-03T14:00:00", recurrenceRule={"frequency": "daily", "count": 5},
            recurrenceOverrides={"2027-05-05T14:00:00": {"excluded": True}}))
        query = f"/v1/events?from=2027-05-04&to=2027-05-08&room={room}"
        rows = self.api.get(query).json["events"]
        self.assertEqual([row["start"] for row in rows],
                         ["2027-05-04T14:00:00", "2027-05-06T14:00:00", "2027-05-07T14:00:00"])
        self.assertEqual({row["id"] for row in rows}, {event})
        page = self.api.get(query + "&limit=2")
        self.assertEqual([row["start"] for row in page.json["events"]], ["2027-05-04T14:00:00", "2027-05-06T14:00:00"])
        following = page.headers["Link"].split(">")[0].split(f":{self.service.port}", 1)[1]
        self.assertEqual([row["start"] for row in self.api.get(following).json["events"]], ["2027-05-07T14:00:00"])

    def test_agenda_window_is_half_open(self):
        room = self.a_room()
        self.api.create("/v1/master-classes", self.a_master_class(room, self.a_person(), "2027-05-10T14:00:00"))

        def count(begin, end):
            return len(self.api.get(f"/v1/events?room={room}&from={begin}&to={end}").json["events"])

        self.assertEqual(count("2027-05-10T11:00:00Z", "2027-05-10T12:00:00Z"), 0)
        self.assertEqual(count("2027-05-10T10:59:59Z", "2027-05-10T12:00:00Z"), 1)
        self.assertEqual(count("2027-05-10T08:00:00Z", "2027-05-10T09:00:00Z"), 0)
        self.assertEqual(count("2027-05-10T13:00:00%2B05:00", "2027-05-10T14:00:01%2B05:00"), 1)


class Seed(ServiceTest):
    def test_creates_the_institutions_and_the_office_hours(self):
        institutions = self.api.get("/v1/institutions").json["items"]
        self.assertEqual(len(institutions), 16)
        self.assertEqual(len({each["country"] for each in institutions}), 7)
        [hours] = self.api.get("/v1/office-hours").json["items"]
        self.assertEqual((hours["duration"], hours["recurrenceRule"]["frequency"]), ("PT5H", "daily"))
        self.assertTrue(hours["start"].endswith("T10:00:00"))

    def test_is_loaded_only_once(self):
        before = self.api.get("/v1/people").json
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.assertEqual(self.service.client().get("/v1/people").json, before)


class RoundTrip(ServiceTest):
    """What was read can be sent back, whole, by PATCH: nothing changes."""

    def check(self, path, body):
        made = self.api.post(path, body)
        self.assertEqual(made.status, 201, made)
        read = self.api.get(made.headers["Location"])
        same = self.api.patch(made.headers["Location"], read.json, read.etag)
        self.assertEqual(same.status, 200, same)
        self.assertEqual(same.etag, read.etag)
        changed = self.api.patch(made.headers["Location"], {**read.json, "title": "Another"}, read.etag)
        self.assertEqual((changed.status, changed.json["title"]), (200, "Another"), changed)

    def test_of_an_occurrence(self):
        series = self.api.post("/v1/master-classes", self.a_master_class(
            self.a_room(), self.a_person(), "2027-05-03T14:00:00", recurrenceRule={"frequency": "weekly", "count": 4},
            recurrenceOverrides={"2027-05-10T14:00:00": {"start": "2027-05-10T16:00:00"}}))
        for recurrence_id in ("2027-05-03T14:00:00", "2027-05-10T14:00:00"):
            path = f"{series.headers['Location']}/occurrences/{recurrence_id}"
            read = self.api.get(path)
            self.assertEqual(self.api.get(path, {"If-None-Match": read.etag}).status, 304)
            same = self.api.patch(path, read.json, read.etag)
            self.assertEqual((same.status, same.etag), (200, read.etag), same)
            unknown = self.api.patch(path, {"rom": None}, read.etag)
            self.assertEqual((unknown.status, unknown.json["errors"][0]["pointer"]), (422, "/rom"), unknown)
        changed = self.api.patch(path, {**read.json, "title": "Another"}, read.etag)
        self.assertEqual(changed.json["recurrenceOverrides"]["2027-05-10T14:00:00"],
                         {"start": "2027-05-10T16:00:00", "title": "Another", "excluded": False})

    def test_of_a_stop(self):
        institution = self.api.create("/v1/institutions", {"name": "Induk University"})
        visit = self.api.post("/v1/visits", {
            "title": "Induk", "institution": institution, "arrival": "2027-05-03T09:00:00",
            "departure": "2027-05-05T18:00:00",
            "stops": [{"title": "Welcome", "start": "2027-05-03T11:00:00", "duration": "PT1H"}]})
        stops = visit.headers["Location"] + "/stops"
        path = stops + "/" + visit.json["stops"][0]["id"]
        read = self.api.get(path)
        self.assertEqual(self.api.get(path, {"If-None-Match": read.etag}).status, 304)
        same = self.api.patch(path, read.json, read.etag)
        self.assertEqual((same.status, same.etag), (200, read.etag), same)
        unknown = self.api.patch(path, {"rom": None}, read.etag)
        self.assertEqual((unknown.status, unknown.json["errors"][0]["pointer"]), (422, "/rom"), unknown)
        late = {"title": "Farewell", "start": "2027-05-06T11:00:00", "duration": "PT1H"}
        for refused in (self.api.post(stops, late), self.api.patch(path, late, read.etag)):
            self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, "/start"), refused)
        at_once = self.api.post(stops, {**late, "start": "2027-05-03T11:30:00"})
        self.assertEqual(at_once.status, 409, at_once)
        self.assertIn('The delegation is at "Welcome"', at_once.json["detail"])

    def test_of_a_visit_with_stops(self):
        institution = self.api.create("/v1/institutions", {"name": "Induk University"})
        self.check("/v1/visits", {
            "title": "Induk", "institution": institution, "arrival": "2027-05-03T09:00:00",
            "departure": "2027-05-05T18:00:00", "stops": [
                {"title": "Welcome", "start": "2027-05-03T11:00:00", "duration": "PT1H", "room": self.a_room()}]})

    def test_of_a_trip_with_legs_and_sessions(self):
        self.check("/v1/trips", {
            "title": "Riga", "destination": {"city": "Riga", "country": "LV", "timeZone": "Europe/Riga"},
            "travellers": [self.a_person()],
            "departure": {"local": "2027-05-03T08:00:00", "timeZone": "Asia/Tashkent"},
            "return": {"local": "2027-05-08T22:00:00", "timeZone": "Asia/Tashkent"},
            "legs": [{"from": "Tashkent", "to": "Riga",
                      "departure": {"local": "2027-05-03T09:00:00", "timeZone": "Asia/Tashkent"},
                      "arrival": {"local": "2027-05-03T12:00:00", "timeZone": "Europe/Riga"}}],
            "sessions": [{"title": "Screening", "start": "2027-05-05T19:00:00", "duration": "PT2H"}]})

    def test_of_a_series_and_of_office_hours(self):
        weekly = {"frequency": "weekly", "count": 4}
        self.check("/v1/master-classes", self.a_master_class(
            self.a_room(), self.a_person(), "2027-05-03T14:00:00", recurrenceRule=weekly,
            recurrenceOverrides={"2027-05-10T14:00:00": {"start": "2027-05-10T16:00:00"}}))
        self.check("/v1/office-hours", {"title": "Hours", "host": self.a_person(), "start": "2027-05-03T10:00:00",
                                        "duration": "PT3H", "slotDuration": "PT20M"})


if __name__ == "__main__":
    unittest.main()
