"""Taking a change back, and keeping hours for a while."""

import datetime
import time
import unittest
import uuid

from history_test import HistoryTest


def soon(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Revert(HistoryTest):
    def revert(self, sequence=None, body=None, query="", headers=None):
        sequence = self.head() if sequence is None else sequence
        return self.api.post(f"/v1/audit/{sequence}/revert{query}", {} if body is None else body, headers)

    def reverted(self, sequence=None, body=None):
        answer = self.revert(sequence, body)
        self.assertEqual(answer.status, 200, answer)
        return answer

    def fields(self, path):
        shown = self.api.get(path).json
        return {name: value for name, value in shown.items() if name not in {"version", "updated", "sequence"}}

    def test_of_a_creation_takes_it_away(self):
        for collection, body in [("rooms", {"name": "R"}), ("people", {"name": "P"}), ("institutions", {"name": "I"}),
                                 ("equipment", {"name": "E", "quantity": 1}), ("projects", {"name": "J"}),
                                 ("closures", {"name": "C", "from": "2027-05-20", "to": "2027-05-20"})]:
            with self.subTest(collection=collection):
                made = self.api.post(f"/v1/{collection}", body)
                self.assertEqual(made.status, 201, made)
                answer = self.reverted()
                self.assertEqual([change["operation"] for change in answer.json["changes"]], ["removed"])
                self.assertEqual(self.api.get(made.headers["Location"]).status, 404)

    def test_of_a_booking_cancels_it(self):
        event = self.booked()
        answer = self.reverted()
        self.assertEqual([change["operation"] for change in answer.json["changes"]], ["cancelled"])
        self.assertEqual(self.api.get(self.path_of(event)).json["status"], "cancelled")

    def test_of_a_change_brings_back_what_was(self):
        event = self.booked()
        path = self.path_of(event)
        before = self.fields(path)
        changed = self.api.patch(path, {"title": "Voice", "start": "2027-02-03T09:00:00", "room": self.a_room()}, event.etag)
        self.assertEqual(changed.status, 200, changed)
        self.reverted()
        self.assertEqual(self.fields(path), before)
        self.assertEqual(self.api.get(path).etag, '"3"')
        self.assertEqual(self.newest()["reason"], f"reverts entry {self.head() - 1}")

    def test_of_a_change_of_the_settings(self):
        settings = self.api.get("/v1/settings")
        before = self.fields("/v1/settings")
        self.api.patch("/v1/settings", {"policy": [{"rule": "holiday", "severity": "error"}]}, settings.etag)
        self.assertNotEqual(self.fields("/v1/settings"), before)
        self.reverted()
        self.assertEqual(self.fields("/v1/settings"), before)

    def test_of_a_cancellation_books_it_again(self):
        event = self.booked()
        self.api.delete(self.path_of(event), event.etag)
        self.reverted()
        self.assertEqual(self.api.get(self.path_of(event)).json["status"], "confirmed")
        wish = self.a_master_class(event.json["room"], self.a_person())
        self.refused(self.api.post("/v1/master-classes", wish), "scheduling-conflict")

    def test_of_a_removal_brings_the_object_back_under_its_id(self):
        room = self.api.post("/v1/rooms", {"name": "Shed", "capacity": 3, "features": ["piano"]})
        path = room.headers["Location"]
        before = self.fields(path)
        self.api.delete(path, room.etag)
        self.reverted()
        self.assertEqual(self.fields(path), before)
        back = self.api.get(path)
        self.assertGreater(back.json["version"], room.json["version"])
        self.assertEqual(self.api.patch(path, {"name": "Stale"}, room.etag).status, 412)
        self.assertEqual(self.api.patch(path, {"name": "Fresh"}, back.etag).status, 200)

    def test_of_an_occurrence_left_out(self):
        series = self.booked(recurrenceRule={"frequency": "weekly", "count": 4})
        self.api.delete(self.path_of(series) + "/occurrences/2027-02-15T14:00:00", series.etag)
        self.assertEqual(len(self.days_of(series)), 3)
        self.reverted()
        self.assertEqual(len(self.days_of(series)), 4)

    def days_of(self, series):
        window = "from=2027-02-01&to=2027-04-01&room=" + series.json["room"]
        return [row["start"] for row in self.api.get(f"/v1/events?{window}").json["events"]]

    def test_of_a_split_joins_the_series_again(self):
        series = self.booked(recurrenceRule={"frequency": "weekly", "count": 4})
        days, before = self.days_of(series), self.fields(self.path_of(series))
        rest = self.api.patch(self.path_of(series) + "/occurrences/2027-02-15T14:00:00?range=this-and-future",
                              {"start": "2027-02-16T10:00:00"}, series.etag)
        self.assertEqual(rest.status, 201, rest)
        self.assertNotEqual(self.days_of(series), days)
        self.reverted()
        self.assertEqual(self.days_of(series), days)
        self.assertEqual(self.fields(self.path_of(series)), before)
        self.assertEqual(self.api.get(rest.headers["Location"]).json["status"], "cancelled")

    def test_of_a_decree_brings_back_the_estimate(self):
        [estimate] = [each for each in self.api.get("/v1/closures?limit=1000").json["items"]
                      if each.get("occasion") == "ramazon-hayiti/2027"]
        self.assertEqual(estimate["status"], "estimated")
        decree = self.api.post("/v1/closures", {"name": "Decree", "from": "2027-03-09", "to": "2027-03-09",
                                                "kind": "public-holiday", "occasion": "ramazon-hayiti/2027",
                                                "status": "confirmed"})
        self.assertEqual(decree.status, 201, decree)
        self.assertEqual(self.api.get("/v1/closures/" + estimate["id"]).status, 404)
        self.reverted()
        self.assertEqual(self.api.get(decree.headers["Location"]).status, 404)
        stands = [each for each in self.api.get("/v1/closures?limit=1000").json["items"]
                  if each.get("occasion") == "ramazon-hayiti/2027"]
        self.assertEqual([(each["from"], each["status"]) for each in stands], [(estimate["from"], "estimated")])

    def pending(self):
        asked = self.client_of("staff").post(
            "/v1/master-classes", self.a_master_class(self.a_room(approvalNeeded=True), self.a_person()))
        self.assertEqual((asked.status, asked.json["approval"]), (201, "pending"), asked)
        return asked

    def test_of_an_approval_or_a_rejection_lets_it_wait_again(self):
        for verb in ["approve", "reject"]:
            with self.subTest(verb=verb):
                asked = self.pending()
                path = self.path_of(asked)
                self.assertEqual(self.act(asked, verb).status, 200)
                self.reverted()
                again = self.api.get(path)
                self.assertEqual((again.json["approval"], again.json["status"]), ("pending", "tentative"))
                self.assertEqual(self.api.post(path + "/approve", {}).json["approval"], "approved")

    def test_of_a_withdrawal_lets_it_wait_again(self):
        asked = self.pending()
        self.assertEqual(self.api.delete(self.path_of(asked), asked.etag).status, 200)
        self.reverted()
        again = self.api.get(self.path_of(asked)).json
        self.assertEqual((again["approval"], again["status"]), ("pending", "tentative"))

    def test_can_be_reverted_itself(self):
        event = self.booked()
        path = self.path_of(event)
        self.api.patch(path, {"title": "Voice"}, event.etag)
        changed = self.fields(path)
        self.reverted()
        self.reverted()
        self.assertEqual(self.fields(path), changed)

    def test_is_refused_when_it_was_changed_since_and_says_by_what(self):
        room = self.api.post("/v1/rooms", {"name": "Shed"})
        first = self.head()
        renamed = self.api.patch(room.headers["Location"], {"name": "Barn"}, room.etag)
        second = self.head()
        self.a_person()
        refused = self.refused(self.revert(first), "changed-since")
        self.assertIn(f"entry {second}", refused.json["detail"])
        self.reverted(second)
        self.assertIn(f"entry {self.head()}", self.refused(self.revert(second), "changed-since").json["detail"])
        self.api.delete(room.headers["Location"], self.api.get(room.headers["Location"]).etag)
        self.assertIn("removed since", self.refused(self.revert(second), "changed-since").json["detail"])
        self.assertEqual(renamed.status, 200)

    def test_of_a_creation_is_refused_while_others_need_it(self):
        room = self.a_room()
        made = self.head()
        person = self.a_person()
        event = self.api.create("/v1/master-classes", self.a_master_class(room, person))
        refused = self.refused(self.revert(made), "still-needed")
        self.assertEqual(refused.json["events"], [event])

    def test_of_a_removal_is_refused_when_what_it_needs_is_gone(self):
        institution = self.api.post("/v1/institutions", {"name": "Induk University", "country": "KR"})
        agreement = self.api.post("/v1/agreements", {"title": "Exchange", "institution": institution.json["id"]})
        self.assertEqual(agreement.status, 201, agreement)
        self.api.delete(agreement.headers["Location"], agreement.etag)
        removal = self.head()
        self.assertEqual(self.api.delete(institution.headers["Location"], institution.etag).status, 204)
        self.refused(self.revert(removal), "changed-since")

    def test_is_refused_for_conflicts_unless_overridden(self):
        event = self.booked()
        self.api.delete(self.path_of(event), event.etag)
        cancellation = self.head()
        taken = self.api.create("/v1/master-classes", self.a_master_class(event.json["room"], self.a_person()))
        refused = self.refused(self.revert(cancellation), "scheduling-conflict")
        self.assertEqual({each["with"]["id"] for each in refused.json["conflicts"]}, {taken})
        self.assertEqual(self.api.get(self.path_of(event)).json["status"], "cancelled")
        self.reverted(cancellation, {"override": {"reason": "both fit in"}})
        self.assertEqual(self.api.get(self.path_of(event)).json["status"], "confirmed")
        self.assertEqual(self.newest()["reason"], f"reverts entry {cancellation}: both fit in")

    def test_of_keys_and_guests_is_refused(self):
        made = self.api.post("/v1/tokens", {"label": "gone", "role": "viewer"})
        self.refused(self.revert(), "not-revertible")
        self.api.delete(made.headers["Location"], made.etag)
        self.refused(self.revert(), "not-revertible")
        event = self.booked(capacity=5)
        registered = self.api.post(self.path_of(event) + "/registrations", {"name": "Ali", "email": "ali@example.org"})
        self.refused(self.revert(), "not-revertible")
        self.api.delete(registered.headers["Location"], registered.etag)
        self.refused(self.revert(), "not-revertible")
        hours = self.api.post("/v1/office-hours", {
            "title": "Dean", "host": self.a_person(), "start": "2027-02-01T10:00:00", "timeZone": "Asia/Tashkent",
            "duration": "PT1H", "slotDuration": "PT30M", "maxAdvance": "P365D"})
        visitor = {"start": "2027-02-01T10:00:00", "visitor": {"name": "Ali", "email": "ali@example.org"}}
        self.assertEqual(self.api.post(hours.headers["Location"] + "/appointments", visitor).status, 201)
        self.refused(self.revert(), "not-revertible")
        # What cancelled a visitor's appointment along with it does not call the visitor back.
        cancelled = self.api.delete(hours.headers["Location"], hours.etag)
        self.assertEqual(cancelled.status, 200, cancelled)
        self.refused(self.revert(), "not-revertible")

    def test_can_be_tried_without_writing(self):
        event = self.booked()
        self.api.delete(self.path_of(event), event.etag)
        head = self.head()
        preview = self.revert(head, query="?dryRun=true")
        self.assertEqual((preview.status, preview.json["reverted"]), (200, head), preview)
        self.assertEqual(self.head(), head)
        self.assertEqual(self.api.get(self.path_of(event)).json["status"], "cancelled")
        done = self.reverted(head)
        self.assertEqual(done.json, preview.json)

    def test_with_a_key_happens_once(self):
        event = self.booked()
        self.api.delete(self.path_of(event), event.etag)
        cancellation = self.head()
        key = {"Idempotency-Key": str(uuid.uuid4())}
        first, second = (self.revert(cancellation, headers=key) for _ in range(2))
        self.assertEqual((first.status, second.status), (200, 200), second)
        self.assertEqual(first.json, second.json)
        self.assertEqual(second.headers["Idempotency-Replayed"], "true")
        self.assertEqual(self.head(), cancellation + 1)
        self.assertEqual(self.revert(cancellation, {"override": {"reason": "x"}}, headers=key).status, 422)

    def test_takes_no_body_and_no_unknown_one(self):
        self.a_room()
        for body, pointer in [({"force": True}, "/force"), ({"override": "yes"}, "/override"),
                              ({"override": {"reason": ""}}, "/override/reason")]:
            answer = self.revert(body=body)
            self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, pointer), answer)
        bare = self.api.request("POST", f"/v1/audit/{self.head()}/revert")
        self.assertEqual(bare.status, 200, bare)

    def test_by_staff_is_forbidden(self):
        staff, coordinator = self.client_of("staff"), self.client_of("coordinator")
        self.a_room()
        path = f"/v1/audit/{self.head()}/revert"
        self.assertEqual(staff.post(path, {}).status, 403)
        self.assertEqual(coordinator.post(path, {}).status, 200)


class Holds(HistoryTest):
    def tentative(self, **fields):
        made = self.booked(status="tentative", **fields)
        self.assertEqual(made.json["status"], "tentative")
        return made

    def test_last_a_day_unless_something_else_is_said(self):
        event = self.tentative()
        held = self.act(event, "hold")
        self.assertEqual(held.status, 200, held)
        until = datetime.datetime.strptime(held.json["holdUntil"], "%Y-%m-%dT%H:%M:%SZ")
        hours = (until - datetime.datetime.utcnow()).total_seconds() / 3600
        self.assertTrue(23.9 < hours <= 24.01, hours)
        longer = self.act(held, "hold", {"until": "2027-01-15T12:00:00Z"})
        self.assertEqual((longer.status, longer.json["holdUntil"]), (200, "2027-01-15T12:00:00Z"))
        self.assertEqual(self.act(held, "hold").status, 412)

    def test_are_refused_without_sense(self):
        event = self.tentative()
        for body in [{"until": "tomorrow"}, {"until": 5}, {"until": "2020-01-01T00:00:00Z"}, {"for": "PT1H"}]:
            answer = self.act(event, "hold", body)
            self.assertEqual(answer.status, 422, answer)
            self.assertIn(answer.json["errors"][0]["pointer"], ["/until", "/for", "/holdUntil"])

    def test_are_for_what_is_tentative(self):
        confirmed = self.booked()
        self.refused(self.act(confirmed, "hold"), "not-tentative")
        cancelled = self.api.delete(self.path_of(confirmed), confirmed.etag)
        self.refused(self.act(cancelled, "hold"), "not-tentative")
        asked = self.client_of("staff").post(
            "/v1/master-classes", self.a_master_class(self.a_room(approvalNeeded=True), self.a_person()))
        self.refused(self.act(asked, "hold"), "not-tentative")

    def test_run_out(self):
        event = self.tentative()
        held = self.act(event, "hold", {"until": soon(2)})
        self.assertEqual(held.status, 200, held)
        wish = self.a_master_class(event.json["room"], self.a_person())
        self.refused(self.api.post("/v1/master-classes", wish), "scheduling-conflict")
        end = time.monotonic() + 10
        while self.api.get(self.path_of(event)).json["status"] != "cancelled":
            self.assertLess(time.monotonic(), end, "it is held still")
            time.sleep(0.1)
        entry = self.newest()
        self.assertEqual((entry["actor"], entry["changes"][0]["operation"]), ("karvon", "cancelled"))
        self.assertEqual(self.api.post("/v1/master-classes", wish).status, 201)
        self.refused(self.act(self.api.get(self.path_of(event)), "confirm"), "not-tentative")

    def test_end_with_a_confirmation(self):
        held = self.act(self.tentative(), "hold", {"until": soon(2)})
        confirmed = self.act(held, "confirm")
        self.assertEqual(confirmed.status, 200, confirmed)
        self.assertNotIn("holdUntil", confirmed.json)
        time.sleep(3)
        self.assertEqual(self.api.get(self.path_of(confirmed)).json["status"], "confirmed")

    def test_can_be_tried_and_repeated(self):
        event = self.tentative()
        body = {"until": "2027-01-15T12:00:00Z"}
        preview = self.api.post(self.path_of(event) + "/hold?dryRun=true", body)
        self.assertEqual((preview.status, preview.json["holdUntil"]), (200, body["until"]))
        self.assertNotIn("holdUntil", self.api.get(self.path_of(event)).json)
        key = {"Idempotency-Key": str(uuid.uuid4())}
        first, second = (self.api.post(self.path_of(event) + "/hold", body, key) for _ in range(2))
        self.assertEqual((first.status, first.json), (200, second.json))
        self.assertEqual(self.api.get(self.path_of(event)).etag, first.etag)


if __name__ == "__main__":
    unittest.main()
