"""Every rule of the contract over HTTP: preview and booking say the same, and nothing is written where it says no."""

import unittest

from service import ServiceTest

WEEK = ["mo", "tu", "we", "th", "fr", "sa", "su"]


class ConflictTest(ServiceTest):
    def verdict(self, path, body):
        """The preview, after it was held against what the same request does. Warnings, or what it was refused for."""
        collection, _, rest = path.lstrip("/").partition("?")
        before = self.api.get("/" + collection).json["items"]
        preview = self.api.post(f"/{collection}?dryRun=true" + ("&" + rest if rest else ""), body)
        self.assertEqual(self.api.get("/" + collection).json["items"], before, "a preview wrote")
        done = self.api.post(path, body)
        self.assertEqual(preview.status, 200 if done.status == 201 else done.status, (preview, done))
        found = [self.what_it_is(answer) for answer in (preview, done)]
        self.assertEqual(found[0], found[1])
        if done.status != 201:
            self.assertEqual(self.api.get("/" + collection).json["items"], before, "a refusal wrote")
        return done

    @staticmethod
    def what_it_is(answer):
        said = answer.json.get("warnings" if answer.status < 300 else "conflicts")
        for each in said:
            each.pop("with", None)
            if each["resource"]["kind"] == "event":
                del each["resource"]["id"]  # a preview's event gets another one each time
        return said

    def refused_for(self, rule, body, path="/v1/master-classes", overridable=True):
        answer = self.verdict(path, body)
        self.assertEqual(answer.status, 409, answer)
        errors = [each for each in answer.json["conflicts"] if each["severity"] == "error"]
        self.assertEqual({each["rule"] for each in errors}, {rule}, answer)
        for each in errors:
            self.assertEqual(each["overridable"], overridable)
            self.assertTrue({"startUtc", "endUtc", "resource"} <= set(each))
        forced = self.api.post(path + "?dryRun=true", {**body, "override": {"reason": "the minister comes"}})
        self.assertEqual(forced.status, 200 if overridable else 409, forced)
        return errors

    def warned_of(self, rule, body, path="/v1/master-classes"):
        answer = self.verdict(path, body)
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual({each["rule"] for each in answer.json["warnings"]}, {rule}, answer)
        return answer.json["warnings"]

    def booked(self, body, path="/v1/master-classes"):
        answer = self.api.post(path, body)
        self.assertEqual(answer.status, 201, answer)
        return answer


class Rules(ConflictTest):
    def test_room_double_booked(self):
        room = self.a_room()
        self.booked(self.a_master_class(room, self.a_person()))
        [clash] = self.refused_for("room-double-booked", self.a_master_class(room, self.a_person()))
        self.assertEqual(clash["with"]["title"], "Stage movement")

    def test_room_double_booked_through_its_parts(self):
        left, right = self.a_room(name="Left half"), self.a_room(name="Right half")
        hall = self.a_room(name="Hall", parts=[left, right])
        self.booked(self.a_master_class(left, self.a_person()))
        self.refused_for("room-double-booked", self.a_master_class(hall, self.a_person()))
        self.booked(self.a_master_class(right, self.a_person()))

    def test_room_that_two_may_share(self):
        library = self.a_room(name="Library", concurrency=2)
        self.booked(self.a_master_class(library, self.a_person()))
        self.booked(self.a_master_class(library, self.a_person()))
        self.refused_for("room-double-booked", self.a_master_class(library, self.a_person()))

    def test_person_double_booked(self):
        expert = self.a_person()
        self.booked(self.a_master_class(self.a_room(), expert))
        self.refused_for("person-double-booked", self.a_master_class(self.a_room(), expert))

    def test_equipment_exhausted(self):
        projector = self.api.create("/v1/equipment", {"name": "Projector", "quantity": 2})
        def with_projectors(quantity):
            return self.a_master_class(self.a_room(), self.a_person(),
                                       equipment=[{"id": projector, "quantity": quantity}])
        self.booked(with_projectors(1))
        self.refused_for("equipment-exhausted", with_projectors(2), overridable=False)
        self.booked(with_projectors(1))

    def trip(self, traveller, departure="2027-02-01T08:00:00", back="2027-02-05T22:00:00"):
        return {"title": "Festival in Riga", "purpose": "festival", "travellers": [traveller],
                "destination": {"city": "Riga", "country": "LV", "timeZone": "Europe/Riga"},
                "departure": {"local": departure, "timeZone": "Asia/Tashkent"},
                "return": {"local": back, "timeZone": "Asia/Tashkent"}}

    def test_person_travelling(self):
        expert = self.a_person()
        self.booked(self.trip(expert), "/v1/trips")
        [clash] = self.refused_for("person-travelling", self.a_master_class(self.a_room(), expert))
        self.assertEqual(clash["with"]["kind"], "trip")
        online = {**self.a_master_class(self.a_room(), expert), "virtualLocation": {"uri": "https://meet.example.org/x"}}
        del online["room"]
        self.assertEqual(self.api.post("/v1/master-classes", online).status, 201)

    def test_a_trip_over_what_is_booked_already(self):
        expert = self.a_person()
        self.booked(self.a_master_class(self.a_room(), expert, "2027-02-03T14:00:00"))
        self.refused_for("person-travelling", self.trip(expert), "/v1/trips")

    def test_room_closed(self):
        room = self.a_room(openingHours=[{"days": WEEK, "from": "09:00", "to": "15:00"}])
        self.refused_for("room-closed", self.a_master_class(room, self.a_person()))

    def test_room_closed_by_a_closure(self):
        room = self.a_room()
        self.api.create("/v1/closures", {"name": "Repairs", "from": "2027-02-01", "to": "2027-02-02", "rooms": [room]})
        [clash] = self.refused_for("room-closed", self.a_master_class(room, self.a_person()))
        self.assertEqual((clash["with"]["kind"], clash["with"]["title"]), ("closure", "Repairs"))

    def test_holiday(self):
        self.api.create("/v1/closures", {"name": "Founder's day", "from": "2027-04-15", "to": "2027-04-15",
                                         "status": "confirmed"})
        self.refused_for("holiday", self.a_master_class(self.a_room(), self.a_person(), "2027-04-15T14:00:00"))

    def test_public_holidays_only_warn(self):
        self.warned_of("holiday", self.a_master_class(self.a_room(), self.a_person(), "2027-03-08T14:00:00"))

    def test_outside_working_hours(self):
        expert = self.a_person(workingHours=[{"days": ["mo"], "from": "09:00", "to": "15:00"}])
        self.warned_of("outside-working-hours", self.a_master_class(self.a_room(), expert))

    def test_insufficient_turnaround(self):
        expert = self.a_person(minimumTurnaround="PT30M")
        self.booked(self.a_master_class(self.a_room(), expert))
        self.warned_of("insufficient-turnaround", self.a_master_class(self.a_room(), expert, "2027-02-01T16:15:00"))

    def test_over_daily_limit(self):
        expert = self.a_person(dailyLimit="PT3H")
        self.booked(self.a_master_class(self.a_room(), expert))
        self.warned_of("over-daily-limit", self.a_master_class(self.a_room(), expert, "2027-02-01T17:00:00"))

    def test_travel_time(self):
        settings = self.api.get("/v1/settings")
        ways = {"travelTimes": [{"from": "Main", "to": "Chilonzor", "duration": "PT45M"}]}
        changed = self.api.patch("/v1/settings", ways, settings.etag)
        self.assertEqual(changed.status, 200, changed)
        here, there = self.a_room(campus="Main"), self.a_room(name="Annex", campus="Chilonzor")
        expert = self.a_person()
        self.booked(self.a_master_class(here, expert))
        self.refused_for("travel-time", self.a_master_class(there, expert, "2027-02-01T16:30:00"))
        self.booked(self.a_master_class(there, expert, "2027-02-01T16:45:00"))

    def test_capacity_exceeds_room(self):
        wish = self.a_master_class(self.a_room(capacity=20), self.a_person(), capacity=21)
        self.refused_for("capacity-exceeds-room", wish, overridable=False)

    def test_missing_room_feature(self):
        wish = self.a_master_class(self.a_room(features=["mirrors"]), self.a_person(), roomFeatures=["mirrors", "piano"])
        self.refused_for("missing-room-feature", wish)

    def test_interpreter_language_has_a_direction(self):
        interpreter = self.a_person(name="Anvar", interprets=[{"from": "ko", "to": "uz"}])
        def interpreted(source, target):
            return self.a_master_class(self.a_room(), self.a_person(), interpreter={
                "person": interpreter, "from": source, "to": target})
        self.refused_for("interpreter-language", interpreted("uz", "ko"))
        self.booked(interpreted("ko", "uz"))

    def test_expert_absent(self):
        expert = self.a_person(presence=[{"arrival": "2027-02-02T09:00:00", "departure": "2027-02-09T18:00:00"}])
        self.refused_for("expert-absent", self.a_master_class(self.a_room(), expert))
        self.booked(self.a_master_class(self.a_room(), expert, "2027-02-03T14:00:00"))

    def test_policy_may_turn_rules_into_warnings_but_not_seats(self):
        settings = self.api.get("/v1/settings")
        lenient = [{"rule": "missing-room-feature", "severity": "warning"}]
        changed = self.api.patch("/v1/settings", {"policy": lenient}, settings.etag)
        self.addCleanup(lambda: self.api.patch("/v1/settings", {"policy": []}, self.api.get("/v1/settings").etag))
        self.assertEqual(changed.status, 200, changed)
        self.warned_of("missing-room-feature", self.a_master_class(self.a_room(), self.a_person(), roomFeatures=["piano"]))
        seats = [{"rule": "capacity-exceeds-room", "severity": "warning"}]
        self.assertEqual(self.api.patch("/v1/settings", {"policy": seats}, changed.etag).status, 422)


class Series(ConflictTest):
    WEEKLY = {"frequency": "weekly", "count": 4}

    def test_skips_what_clashes_and_can_have_it_back(self):
        room = self.a_room()
        blocker = self.booked(self.a_master_class(room, self.a_person(), "2027-02-08T14:00:00"))
        series = self.booked({**self.a_master_class(room, self.a_person()), "recurrenceRule": self.WEEKLY,
                              "onConflict": "skip"})
        [skipped] = series.json["skipped"]
        self.assertEqual(skipped["recurrenceId"], "2027-02-08T14:00:00")
        self.assertEqual(skipped["conflicts"][0]["rule"], "room-double-booked")
        occurrence = series.headers["Location"] + "/occurrences/2027-02-08T14:00:00"
        still_taken = self.api.patch(occurrence, {"excluded": False}, series.etag)
        self.assertEqual(still_taken.status, 409, still_taken)
        self.api.delete(blocker.headers["Location"], blocker.etag)
        back = self.api.patch(occurrence, {"excluded": False}, series.etag)
        self.assertEqual(back.status, 200, back)
        day = "/v1/events?from=2027-02-08&to=2027-02-09&room=" + room
        self.assertEqual([each["id"] for each in self.api.get(day).json["events"]
                          if each["status"] != "cancelled"], [series.json["id"]])

    def test_open_ended_hours_clash_at_any_date(self):
        host, room = self.a_person(), self.a_room()
        self.booked({"title": "Head of department", "host": host, "room": room, "start": "2027-02-01T10:00:00",
                     "timeZone": "Asia/Tashkent", "duration": "PT5H", "slotDuration": "PT20M",
                     "recurrenceRule": {"frequency": "daily"}}, "/v1/office-hours")
        self.refused_for("room-double-booked", self.a_master_class(room, self.a_person(), "2034-10-11T12:00:00"))
        self.booked(self.a_master_class(room, self.a_person(), "2034-10-11T15:00:00"))


class Tentative(ConflictTest):
    def test_what_is_held_is_busy_until_it_runs_out(self):
        room = self.a_room()
        hold = self.booked({**self.a_master_class(room, self.a_person()), "status": "tentative",
                            "holdUntil": "2027-01-01T00:00:00Z"})
        self.refused_for("room-double-booked", self.a_master_class(room, self.a_person()))
        confirmed = self.api.request("POST", hold.headers["Location"] + "/confirm", b"", {"If-Match": hold.etag})
        self.assertEqual((confirmed.status, confirmed.json["status"]), (200, "confirmed"), confirmed)
        self.assertNotIn("holdUntil", confirmed.json)
        cancelled = self.api.delete(hold.headers["Location"], confirmed.etag)
        revived = self.api.request("POST", hold.headers["Location"] + "/confirm", b"", {"If-Match": cancelled.etag})
        self.assertEqual((revived.status, revived.json["type"]), (409, "/problems/not-tentative"), revived)

    def test_approval_decides_again(self):
        room = self.a_room(approvalNeeded=True)
        asked = self.service.client(self.a_token("staff")).post(
            "/v1/master-classes", self.a_master_class(room, self.a_person()))
        self.assertEqual((asked.status, asked.json["status"]), (201, "tentative"), asked)
        self.refused_for("room-double-booked", self.a_master_class(room, self.a_person()))
        self.api.create("/v1/closures", {"name": "Repairs", "from": "2027-02-01", "to": "2027-02-01", "rooms": [room]})
        path = asked.headers["Location"]
        refused = self.api.request("POST", path + "/approve", b"", {"If-Match": asked.etag})
        self.assertEqual((refused.status, refused.json["conflicts"][0]["rule"]), (409, "room-closed"), refused)
        rejected = self.api.post(path + "/reject", {"reason": "repairs"}, {"If-Match": asked.etag})
        self.assertEqual((rejected.status, rejected.json["status"]), (200, "cancelled"), rejected)
        self.assertEqual((rejected.json["approval"], rejected.json["approvalReason"]), ("rejected", "repairs"))

    def a_token(self, role):
        from command_line_test import run
        made = run("token", "create", "--role", role, "--label", role, "--data", str(self.service.data))
        self.assertEqual(made.returncode, 0, made)
        return made.stdout.strip().splitlines()[-1]

    def test_staff_cannot_override(self):
        room = self.a_room()
        self.booked(self.a_master_class(room, self.a_person()))
        staff = self.service.client(self.a_token("staff"))
        answer = staff.post("/v1/master-classes", {**self.a_master_class(room, self.a_person()),
                                                   "override": {"reason": "the minister comes"}})
        self.assertEqual(answer.status, 403, answer)


class Slots(ConflictTest):
    """What a visitor is told who cannot have a slot."""

    def setUp(self):
        super().setUp()
        hours = self.booked({"title": "Dean's hours", "host": self.a_person(name="Dean"), "start": "2027-02-01T10:00:00",
                             "timeZone": "Asia/Tashkent", "duration": "PT1H", "slotDuration": "PT30M",
                             "recurrenceRule": {"frequency": "daily"}, "maxAdvance": "P365D"}, "/v1/office-hours")
        self.appointments = hours.headers["Location"] + "/appointments"

    def ask(self, start):
        return self.api.post(self.appointments, {"start": start, "visitor": {"name": "Ali", "email": "ali@example.org"}})

    def test_is_too_far_ahead(self):
        refused = self.ask("2029-02-01T10:00:00")
        self.assertEqual((refused.status, refused.json["type"]), (409, "/problems/slot-not-open"), refused)
        self.assertIn("Too far ahead", refused.json["detail"])

    def test_is_given_away(self):
        self.assertEqual(self.ask("2027-02-02T10:00:00").status, 201)
        refused = self.ask("2027-02-02T10:00:00")
        self.assertEqual((refused.status, refused.json["type"]), (409, "/problems/scheduling-conflict"), refused)
        self.assertIn("The slot is not free", refused.json["detail"])
        self.assertEqual(self.ask(refused.json["alternatives"][0]["start"]).status, 201)

    def test_a_cancelled_appointment_cannot_be_moved(self):
        made = self.ask("2027-02-03T10:00:00")
        path = f"{self.appointments}/{made.json['id']}"
        cancelled = self.api.delete(path, made.etag)
        moved = self.api.patch(path, {"start": "2027-02-03T10:30:00"}, cancelled.etag)
        self.assertEqual((moved.status, moved.json["type"]), (409, "/problems/already-over"), moved)


class WhatComesLater(ConflictTest):
    """What makes booked events impossible names them, and leaves them as they are."""

    def setUp(self):
        super().setUp()
        self.room, self.expert = self.a_room(capacity=30), self.a_person()
        self.event = self.booked(self.a_master_class(self.room, self.expert, "2027-05-03T14:00:00", capacity=25))

    def named(self, answer):
        self.assertIn(answer.status, (200, 201), answer)
        now = self.api.get(self.event.headers["Location"])
        self.assertEqual((now.json["status"], now.json["sequence"]), ("confirmed", 0))
        standing = self.api.get("/v1/conflicts?from=2027-05-03&to=2027-05-04").json["conflicts"]
        self.assertIn(self.event.json["id"], [each["event"]["id"] for each in standing])
        return [(each["rule"], each["event"]["id"]) for each in answer.json["warnings"]]

    def test_a_closure(self):
        closed = self.api.post("/v1/closures", {"name": "Water", "from": "2027-05-03", "to": "2027-05-03",
                                                "rooms": [self.room]})
        self.assertEqual(self.named(closed), [("room-closed", self.event.json["id"])])

    def test_an_absence(self):
        ill = self.api.post("/v1/closures", {"name": "Ill", "from": "2027-05-03", "to": "2027-05-03",
                                             "people": [self.expert]})
        self.assertEqual(self.named(ill), [("expert-absent", self.event.json["id"])])

    def test_a_smaller_room(self):
        path = "/v1/rooms/" + self.room
        smaller = self.api.patch(path, {"capacity": 20}, self.api.get(path).etag)
        self.assertEqual(self.named(smaller), [("capacity-exceeds-room", self.event.json["id"])])

    def test_a_preview_names_it_too_and_closes_nothing(self):
        preview = self.api.post("/v1/closures?dryRun=true", {"name": "Water", "from": "2027-05-03", "to": "2027-05-03",
                                                             "rooms": [self.room]})
        self.assertEqual([each["rule"] for each in preview.json["warnings"]], ["room-closed"])
        standing = self.api.get("/v1/conflicts?from=2027-05-03&to=2027-05-04").json["conflicts"]
        self.assertNotIn(self.event.json["id"], [each["event"]["id"] for each in standing])


if __name__ == "__main__":
    unittest.main()
