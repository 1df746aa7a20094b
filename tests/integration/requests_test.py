"""How requests may be made: many at once, repeated, and with short answers."""

import subprocess
import unittest
import uuid

from service import ServiceTest


def a_key():
    return {"Idempotency-Key": str(uuid.uuid4())}


class Bulk(ServiceTest):
    shares = True

    def bulk(self, *operations, client=None, query="", headers=None, **members):
        return (client or self.api).post("/v1/bulk" + query, {"operations": list(operations), **members}, headers)

    def statuses(self, answer):
        self.assertEqual(answer.status, 200, answer)
        return [each["status"] for each in answer.json["results"]]

    @staticmethod
    def creation(name="Room", path="/v1/rooms"):
        return {"method": "POST", "path": path, "body": {"name": name}}

    def names(self, name):
        return [each["name"] for each in self.api.get("/v1/rooms?limit=1000").json["items"]].count(name)

    def test_gives_each_its_own_answer(self):
        room = self.api.post("/v1/rooms", {"name": "Blue"})
        path = room.headers["Location"]
        answer = self.bulk(
            self.creation("Green"),
            {"method": "GET", "path": path},
            {"method": "PATCH", "path": path, "ifMatch": room.etag, "body": {"capacity": 9}},
            {"method": "PATCH", "path": path, "ifMatch": room.etag, "body": {"capacity": 10}},
            {"method": "PATCH", "path": path, "body": {"capacity": 10}},
            {"method": "GET", "path": "/v1/rooms/" + str(uuid.uuid4())},
            {"method": "POST", "path": "/v1/rooms", "body": {"nome": "Red"}},
            {"method": "DELETE", "path": path, "ifMatch": '"2"'},
            {"method": "GET", "path": "/v1/people?role=expert&limit=2"},
            {"method": "GET", "path": "/v1/people?rule=expert"})
        self.assertEqual(self.statuses(answer), [201, 200, 200, 412, 428, 404, 422, 204, 200, 422])
        self.assertEqual((answer.json["succeeded"], answer.json["failed"]), (5, 5))
        created, read, changed, stale, *_ = answer.json["results"]
        self.assertEqual((created["etag"], created["location"]), ('"1"', "/v1/rooms/" + created["body"]["id"]))
        self.assertEqual(self.api.get(created["location"]).json["name"], "Green")
        self.assertEqual((read["etag"], read["body"]), (room.etag, {k: v for k, v in room.json.items() if k != "warnings"}))
        self.assertEqual((changed["etag"], changed["body"]["capacity"]), ('"2"', 9))
        self.assertEqual(stale["body"]["type"], "/problems/precondition-failed")
        self.assertIn("/nome", [each["pointer"] for each in answer.json["results"][6]["body"]["errors"]])
        self.assertEqual(self.api.get(path).status, 404)

    def test_does_them_one_after_the_other(self):
        room, expert = self.a_room(), self.a_person()
        booking = {"method": "POST", "path": "/v1/master-classes", "body": self.a_master_class(room, expert)}
        answer = self.bulk(booking, booking)
        self.assertEqual(self.statuses(answer), [201, 409])
        first, second = answer.json["results"]
        self.assertEqual({each["with"]["id"] for each in second["body"]["conflicts"]}, {first["body"]["id"]})

    def test_asks_for_the_role_of_each(self):
        operations = [self.creation("By role"), {"method": "GET", "path": "/v1/rooms?limit=1"},
                      {"method": "GET", "path": "/v1/tokens"}, {"method": "GET", "path": "/v1/audit?limit=1"},
                      {"method": "GET", "path": "/healthz"}][:4]
        for role, expected in [("viewer", [403, 200, 403, 403]), ("staff", [201, 200, 403, 403]),
                               ("coordinator", [201, 200, 403, 200]), ("admin", [201, 200, 200, 200])]:
            with self.subTest(role=role):
                self.assertEqual(self.statuses(self.bulk(*operations, client=self.client_of(role))), expected)

    def test_ends_for_who_revokes_himself(self):
        made = self.api.post("/v1/tokens", {"label": "suicidal", "role": "admin"})
        client = self.service.client(made.json["token"])
        answer = self.bulk({"method": "DELETE", "path": made.headers["Location"], "ifMatch": made.etag},
                           self.creation("After the end"), client=client)
        self.assertEqual(self.statuses(answer), [204, 401])
        self.assertEqual(self.names("After the end"), 0)

    def test_stops_at_the_first_failure_if_it_is_told_to(self):
        operations = [self.creation("Stop"), {"method": "GET", "path": "/v1/nothing"}, self.creation("Stop"),
                      {"method": "GET", "path": "/v1/rooms"}]
        stopped = self.bulk(*operations, onError="stop")
        self.assertEqual(self.statuses(stopped), [201, 404, 424, 424])
        self.assertEqual(stopped.json["results"][2]["body"]["type"], "/problems/not-tried")
        self.assertEqual((stopped.json["succeeded"], stopped.json["failed"]), (1, 3))
        self.assertEqual(self.names("Stop"), 1)
        self.assertEqual(self.statuses(self.bulk(*operations, onError="continue")), [201, 404, 201, 200])
        self.assertEqual(self.names("Stop"), 3)

    def test_can_be_tried_without_writing(self):
        room = self.api.post("/v1/rooms", {"name": "Tried"})
        tried = self.bulk(self.creation("Tried"), {"method": "PATCH", "path": room.headers["Location"],
                                                   "ifMatch": room.etag, "body": {"name": "Changed"}},
                          {"method": "POST", "path": "/v1/rooms?dryRun=true", "body": {"name": "Tried"}},
                          {"method": "DELETE", "path": room.headers["Location"], "ifMatch": room.etag},
                          {"method": "GET", "path": "/v1/rooms?limit=1"}, query="?dryRun=true", headers=a_key())
        statuses = self.statuses(tried)
        self.assertEqual(statuses[:3] + statuses[4:], [200, 200, 200, 200])
        self.assertLess(statuses[3], 300)
        self.assertEqual(self.names("Tried"), 1)
        self.assertEqual(self.api.get(room.headers["Location"]).etag, room.etag)

    def test_is_repeated_with_its_key_and_done_once(self):
        key = a_key()
        operations = [self.creation("Once"), {"method": "POST", "path": "/v1/tokens",
                                              "body": {"label": "once", "role": "viewer"}},
                      {"method": "POST", "path": "/v1/rooms", "body": {}}]
        first = self.bulk(*operations, headers=key)
        self.assertEqual(self.statuses(first), [201, 201, 422])
        again = self.bulk(*operations, headers=key)
        self.assertEqual([{**each, "replayed": None} for each in again.json["results"]],
                         [{**each, "replayed": None} for each in first.json["results"]])
        self.assertEqual([each.get("replayed", False) for each in again.json["results"]], [True, True, False])
        self.assertEqual(self.names("Once"), 1)
        other = self.bulk(self.creation("Once more"), headers=key)
        self.assertEqual((other.status, other.json["type"]), (422, "/problems/idempotency-key-reused"), other)
        single = self.api.post("/v1/rooms", {"name": "Once more"}, key)
        self.assertEqual(single.status, 422, single)
        self.assertEqual(self.names("Once more"), 0)

    def test_replays_changes_and_removals_too(self):
        for change, status in [({"method": "PATCH", "body": {"capacity": 4}}, 200), ({"method": "DELETE"}, 204)]:
            with self.subTest(change=change):
                room = self.api.post("/v1/rooms", {"name": "Again"})
                operation, key = {**change, "path": room.headers["Location"], "ifMatch": room.etag}, a_key()
                for _ in range(2):
                    self.assertEqual(self.statuses(self.bulk(operation, headers=key)), [status])

    def test_has_a_hundred_at_most(self):
        self.assertEqual(self.statuses(self.bulk(*[self.creation("Hundred")] * 100)), [201] * 100)
        self.assertEqual(self.names("Hundred"), 100)
        for count in [0, 101]:
            answer = self.bulk(*[self.creation("Too many")] * count)
            self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, "/operations"), answer)
        self.assertEqual(self.names("Too many"), 0)

    def test_is_refused_as_a_whole_when_it_is_none(self):
        good = self.creation("Never")
        for body, pointer in [
                ({}, "/operations"), ({"operations": {}}, "/operations"), ({"operations": [good], "mode": 1}, "/mode"),
                ({"operations": [good], "onError": "pray"}, "/onError"),
                ({"operations": [good], "onError": None}, "/onError"),
                ({"operations": [good, "x"]}, "/operations/1"),
                ({"operations": [good, {**good, "headers": {}}]}, "/operations/1/headers"),
                ({"operations": [good, {**good, "method": "PUT"}]}, "/operations/1/method"),
                ({"operations": [good, {**good, "method": "get"}]}, "/operations/1/method"),
                ({"operations": [good, {"path": "/v1/rooms"}]}, "/operations/1/method"),
                ({"operations": [good, {"method": "GET"}]}, "/operations/1/path"),
                ({"operations": [good, {**good, "body": []}]}, "/operations/1/body"),
                ({"operations": [good, {**good, "ifMatch": 3}]}, "/operations/1/ifMatch")]:
            with self.subTest(body=body):
                answer = self.api.post("/v1/bulk", body)
                self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, pointer), answer)
        self.assertEqual(self.names("Never"), 0)

    def test_holds_no_other_list_and_nothing_beyond_the_api(self):
        inner = {"operations": [{"method": "GET", "path": "/v1/rooms?limit=1"}]}
        for method, path in [("POST", "/v1/bulk"), ("POST", "/v1/bulk?dryRun=true"), ("POST", "/v1/%62ulk"),
                             ("POST", "/v1//bulk"), ("POST", "/v1/bulk/"), ("POST", "/v1/./bulk"),
                             ("POST", "/v1/rooms/../bulk"), ("POST", "/%76%31/bulk"), ("GET", "/v1/changes?wait=30"),
                             ("GET", "/v1/%63hanges?wait=30"), ("GET", "/v1/change%73"), ("GET", "/metrics"),
                             ("GET", "/v1/../metrics"), ("GET", "/v1/%2e%2e/metrics"), ("GET", "/docs"), ("GET", "v1/rooms"),
                             ("GET", "https://example.org/v1/rooms"), ("GET", "/v1/rooms#x"), ("GET", "/v1/ro oms"),
                             ("GET", "/v1/rooms\r\nX: y"), ("GET", "/v1/rooms/%zz"), ("GET", "")]:
            with self.subTest(path=path):
                operation = {"method": method, "path": path, **({"body": inner} if method == "POST" else {})}
                answer = self.bulk(operation)
                if answer.status == 422:
                    self.assertEqual(answer.json["errors"][0]["pointer"], "/operations/0/path")
                else:
                    self.assertEqual(self.statuses(answer), [404])

    def test_is_answered_within_bounds(self):
        """A short request must not make an answer without measure: it is put together in memory."""
        person = {"method": "POST", "path": "/v1/people", "body": {"name": "Guest " + "x" * 150}}
        for _ in range(9):
            self.assertEqual(self.statuses(self.bulk(*[person] * 100)), [201] * 100)
        answer = self.bulk(*[{"method": "GET", "path": "/v1/people?limit=1000"}] * 100)
        self.assertLess(len(answer.body), 16 * 1024 * 1024)

    def test_can_take_a_change_back(self):
        self.a_room()
        head = self.api.get("/v1/audit?order=newest&limit=1").json["entries"][0]["sequence"]
        operations = [{"method": "POST", "path": f"/v1/audit/{head}/revert"}, {"method": "GET", "path": f"/v1/audit/{head}"}]
        self.assertEqual(self.statuses(self.bulk(*operations)), [200, 200])

    def test_with_short_answers(self):
        answer = self.bulk(self.creation("Short"), {"method": "GET", "path": "/v1/rooms?limit=1"},
                           headers={"Prefer": "return=minimal"})
        self.assertEqual(self.statuses(answer), [201, 200])
        created, read = answer.json["results"]
        self.assertNotIn("body", created)
        self.assertEqual(self.api.get(created["location"]).etag, created["etag"])
        self.assertIn("body", read)


class Prefer(ServiceTest):
    shares = True
    SHORT = {"Prefer": "return=minimal"}

    def is_short(self, answer, status):
        self.assertEqual((answer.status, answer.body), (status, b""), answer)
        self.assertEqual(answer.headers["Preference-Applied"], "return=minimal")
        self.assertIsNone(answer.headers["Content-Type"])

    def test_short_answers_say_where_and_which_version(self):
        made = self.api.post("/v1/rooms", {"name": "Quiet"}, self.SHORT)
        self.is_short(made, 201)
        path = made.headers["Location"]
        self.assertEqual(self.api.get(path).etag, made.etag)
        changed = self.api.request("PATCH", path, {"capacity": 3}, {**self.SHORT, "If-Match": made.etag})
        self.is_short(changed, 204)
        self.assertEqual(self.api.get(path).etag, changed.etag)
        unchanged = self.api.request("PATCH", path, {"capacity": 3}, {**self.SHORT, "If-Match": changed.etag})
        self.is_short(unchanged, 204)
        self.assertEqual(unchanged.etag, changed.etag)

    def test_of_events_and_their_parts_too(self):
        series = self.api.post("/v1/master-classes", {
            **self.a_master_class(self.a_room(), self.a_person()), "status": "tentative",
            "recurrenceRule": {"frequency": "weekly", "count": 4}}, {"Prefer": "respond-async, return=minimal"})
        self.is_short(series, 201)
        path = series.headers["Location"]
        held = self.api.post(path + "/hold", {}, self.SHORT)
        self.is_short(held, 204)
        one = self.api.request("PATCH", path + "/occurrences/2027-02-08T14:00:00", {"title": "Other"},
                               {**self.SHORT, "If-Match": held.etag})
        self.is_short(one, 204)
        cancelled = self.api.request("DELETE", path, headers={**self.SHORT, "If-Match": one.etag})
        self.is_short(cancelled, 204)
        self.assertEqual(self.api.get(path).json["status"], "cancelled")

    def test_nothing_is_left_out_of_what_is_not_wanted_short(self):
        for headers in [{}, {"Prefer": "return=representation"}, {"Prefer": "wait=5"}]:
            made = self.api.post("/v1/rooms", {"name": "Loud"}, headers)
            self.assertEqual((made.status, made.json["name"]), (201, "Loud"))
            self.assertIsNone(made.headers["Preference-Applied"])

    def test_secrets_and_refusals_are_told_all_the_same(self):
        token = self.api.post("/v1/tokens", {"label": "x", "role": "viewer"}, self.SHORT)
        self.assertTrue(token.json["token"].startswith("kv_"))
        hook = self.api.post("/v1/webhooks", {"url": "https://example.org/", "enabled": False}, self.SHORT)
        self.assertTrue(hook.json["secret"].startswith("whsec_"))
        rotated = self.api.post(hook.headers["Location"] + "/rotate", {}, self.SHORT)
        self.assertTrue(rotated.json["secret"].startswith("whsec_"))
        refused = self.api.post("/v1/rooms", {"name": ""}, self.SHORT)
        self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, "/name"))

    def test_a_repeated_request_is_answered_as_short(self):
        key = {**a_key(), **self.SHORT}
        first, second = (self.api.post("/v1/rooms", {"name": "Twice"}, key) for _ in range(2))
        self.is_short(first, 201)
        self.is_short(second, 201)
        self.assertEqual(second.headers["Location"], first.headers["Location"])
        # The same request, with the wish for a whole answer this time: it is the same request.
        whole = self.api.post("/v1/rooms", {"name": "Twice"}, {"Idempotency-Key": key["Idempotency-Key"]})
        self.assertEqual((whole.status, whole.json["name"]), (201, "Twice"), whole)


class Repeated(ServiceTest):
    shares = True

    def redis(self, *command):
        done = subprocess.run(["redis-cli", "-s", str(self.service.redis_socket()), "--raw", *command],
                              capture_output=True, check=True)
        return done.stdout

    def test_gets_the_same_answer_also_after_a_restart(self):
        key, body = a_key(), self.a_master_class(self.a_room(), self.a_person())
        first = self.api.post("/v1/master-classes", body, key)
        self.assertEqual(first.status, 201, first)
        self.assertIsNone(first.headers["Idempotency-Replayed"])
        answers = [self.api.post("/v1/master-classes", body, key)]
        self.api.close()
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        answers.append(self.api.post("/v1/master-classes", body, key))
        for answer in answers:
            self.assertEqual((answer.status, answer.body, answer.etag, answer.headers["Location"]),
                             (201, first.body, first.etag, first.headers["Location"]))
            self.assertEqual(answer.headers["Idempotency-Replayed"], "true")

    def test_is_refused_with_something_else_under_its_key(self):
        key = a_key()
        self.assertEqual(self.api.post("/v1/rooms", {"name": "One"}, key).status, 201)
        for path, body in [("/v1/rooms", {"name": "Two"}), ("/v1/people", {"name": "One"})]:
            answer = self.api.post(path, body, key)
            self.assertEqual((answer.status, answer.json["type"]), (422, "/problems/idempotency-key-reused"), answer)

    def test_that_names_a_version_is_answered_as_the_first_time(self):
        """Whoever lost the answer sends the same request again, with the If-Match that was right then."""
        event = self.api.post("/v1/master-classes", {**self.a_master_class(self.a_room(), self.a_person()),
                                                     "status": "tentative"})
        headers = {**a_key(), "If-Match": event.etag}
        for verb in ["hold", "confirm"]:
            headers = {**a_key(), "If-Match": self.api.get(event.headers["Location"]).etag}
            answers = [self.api.post(f"{event.headers['Location']}/{verb}", {}, headers) for _ in range(2)]
            self.assertEqual([answer.status for answer in answers], [200, 200], answers[1])
            self.assertEqual(answers[0].body, answers[1].body)

    def test_is_answered_though_what_it_belongs_to_is_gone(self):
        visit = self.api.post("/v1/visits", {
            "title": "Delegation", "arrival": "2027-02-01T09:00:00", "departure": "2027-02-02T18:00:00",
            "institution": self.api.create("/v1/institutions", {"name": "Induk University", "country": "KR"}),
            "timeZone": "Asia/Tashkent"})
        key = a_key()
        stop = {"title": "Welcome", "start": "2027-02-01T11:00:00", "duration": "PT1H"}
        first = self.api.post(visit.headers["Location"] + "/stops", stop, key)
        self.assertEqual(first.status, 201, first)
        self.api.delete(visit.headers["Location"], first.etag)
        again = self.api.post(visit.headers["Location"] + "/stops", stop, key)
        self.assertEqual((again.status, again.body), (201, first.body), again)

    def test_each_token_has_keys_of_its_own(self):
        key = a_key()
        answers = [client.post("/v1/rooms", {"name": "Mine"}, key)
                   for client in [self.api, self.client_of("staff"), self.client_of("staff")]]
        self.assertEqual([answer.status for answer in answers], [201] * 3)
        self.assertEqual(len({answer.json["id"] for answer in answers}), 3)

    def test_what_was_refused_may_be_sent_again(self):
        key = a_key()
        room, expert = self.a_room(), self.a_person()
        blocker = self.api.post("/v1/master-classes", self.a_master_class(room, self.a_person()))
        wish = self.a_master_class(room, expert)
        self.assertEqual(self.api.post("/v1/master-classes", wish, key).status, 409)
        self.api.delete(blocker.headers["Location"], blocker.etag)
        self.assertEqual(self.api.post("/v1/master-classes", wish, key).status, 201)

    def test_keys_of_other_requests_do_not_meet(self):
        """A list of requests gives keys to its items: no client's own key is one of them."""
        key = str(uuid.uuid4())
        self.api.post("/v1/bulk", {"operations": [{"method": "POST", "path": "/v1/rooms", "body": {"name": "Item"}}]},
                      {"Idempotency-Key": key})
        own = self.api.post("/v1/rooms", {"name": "Own"}, {"Idempotency-Key": key + "#0"})
        self.assertEqual(own.status, 201, own)

    def test_unusable_keys_are_refused(self):
        for key in ["", "x" * 256, "two words", "ключ".encode().decode("latin-1")]:
            answer = self.api.post("/v1/rooms", {"name": "Keyed"}, {"Idempotency-Key": key})
            self.assertEqual((answer.status, answer.json["type"]), (400, "/problems/malformed-idempotency-key"), answer)

    def test_what_is_kept_of_an_answer_only_its_token_opens(self):
        made = self.api.post("/v1/tokens", {"label": "Zarqaynar", "role": "viewer"}, a_key())
        names = self.redis("--scan", "--pattern", "*:idem:*").splitlines()
        self.assertTrue(names)
        kept = b""
        for name in names:
            kind = self.redis("TYPE", name.decode()).strip()
            kept += self.redis(*(["HGETALL"] if kind == b"hash" else ["GET"]), name.decode())
            self.assertGreater(int(self.redis("TTL", name.decode())), 23 * 3600)
        self.assertGreater(len(kept), 200)
        for clear in ["Zarqaynar", made.json["token"], made.json["id"], "HTTP", "Location", "label"]:
            self.assertNotIn(clear.encode(), kept)


if __name__ == "__main__":
    unittest.main()
