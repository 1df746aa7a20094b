"""What is wrong is refused with the right problem, and the service goes on."""

import json
import socket
import unittest

from service import ServiceTest


class BadInput(ServiceTest):
    def tearDown(self):
        self.assertEqual(self.api.get("/healthz").status, 200)

    def assert_problem(self, answer, status, kind=None, pointer=None):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        problem = answer.json
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["title"])
        if kind:
            self.assertEqual(problem["type"], "/problems/" + kind)
        if pointer is not None:
            self.assertIn(pointer, [error["pointer"] for error in problem["errors"]])

    def raw(self, request):
        """Everything that comes back for these bytes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.service.port), timeout=10) as connection:
            connection.sendall(request)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        return received

    def post_bytes(self, body, **headers):
        return self.api.post("/v1/people", body, {"Content-Type": "application/json", **headers})

    def test_broken_json(self):
        for body in (b"", b"{", b'{"name":}', b'{"name":"x"} trailing', b"nonsense"):
            self.assert_problem(self.post_bytes(body), 400, "malformed-json")

    def test_invalid_utf8(self):
        self.assert_problem(self.post_bytes(b'{"name":"\xff\xfe"}'), 400, "malformed-json")

    def test_no_object(self):
        for body in (b"[]", b"1", b'"text"', b"null"):
            self.assert_problem(self.post_bytes(body), 422, "invalid-input", "")

    def test_too_deep(self):
        self.assert_problem(self.post_bytes(b'{"name":' + b"[" * 1000 + b"]" * 1000 + b"}"), 422, "invalid-input", "")

    def test_wrong_types_unknown_and_missing_fields_are_all_named(self):
        answer = self.api.post("/v1/master-classes", {
            "title": 7, "start": "2027-02-30T10:00:00", "duration": "two hours", "expert": "somebody", "colour": "red",
            "recurrenceRule": {"frequency": "hourly"}, "capacity": 0})
        self.assert_problem(answer, 422, "invalid-input")
        pointers = {error["pointer"] for error in answer.json["errors"]}
        self.assertEqual(pointers, {"/title", "/start", "/duration", "/expert", "/colour",
                                    "/recurrenceRule/frequency", "/capacity"})
        self.assert_problem(self.api.post("/v1/people", {}), 422, "invalid-input", "/name")

    def test_what_does_not_exist(self):
        nobody = "00000000-0000-4000-8000-000000000000"
        answer = self.api.post("/v1/master-classes", self.a_master_class(nobody, nobody))
        self.assert_problem(answer, 422, "invalid-input", "/expert")
        self.assert_problem(answer, 422, "invalid-input", "/room")
        self.assert_problem(self.api.get("/v1/rooms/" + nobody), 404, "not-found")
        self.assert_problem(self.api.get("/v1/rooms/none"), 404, "not-found")
        self.assert_problem(self.api.get("/v1/nothing"), 404, "not-found")

    def test_a_megabyte(self):
        self.assert_problem(self.post_bytes(b'{"name":"' + b"x" * (1 << 20) + b'"}'), 413)

    def test_sixty_thousand_slashes(self):
        status = self.raw(b"GET " + b"/" * 60_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n").split(b" ", 2)[1]
        self.assertEqual(status, b"414")
        self.assert_problem(self.api.get("/" * 6000), 404)

    def test_two_content_lengths(self):
        answer = self.raw(b"POST /v1/people HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer[:80])
        self.assertIn(b"application/problem+json", answer)

    def test_length_and_chunks_at_once(self):
        answer = self.raw(b"POST /v1/people HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
                          b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer[:80])

    def test_methods(self):
        answer = self.api.request("PROPFIND", "/v1/people")
        self.assert_problem(answer, 405, "method-not-allowed")
        self.assertIn("POST", answer.headers["Allow"])
        self.assert_problem(self.api.request("PUT", "/calendar.ics"), 405)
        self.assertEqual(self.api.request("OPTIONS", "/v1/people").status, 204)

    def test_other_media_types(self):
        self.assert_problem(self.api.post("/v1/people", b"name=x", {"Content-Type": "text/plain"}), 415)

    def test_queries(self):
        for query in ("", "from=2027-01-01", "from=x&to=y", "from=2027-01-02&to=2027-01-01", "from=2027-01-01&to=2027-02-30",
                      "from=2027-01-01&to=2027-02-01&limit=0", "from=2027-01-01&to=2027-02-01&cursor=x",
                      "from=2027-01-01&to=2027-02-01&kind=party", "from=2027-01-01&to=2027-02-01&room=x"):
            self.assert_problem(self.api.get("/v1/events?" + query), 422, "invalid-input")

    def test_a_mistyped_parameter_does_not_write(self):
        for query in ("dryrun=true", "dry_run=true", "dryRun=false&dryRun=true", "dryRun=maybe"):
            self.assert_problem(self.api.post("/v1/rooms?" + query, {"name": "Nobody's room"}), 422, "invalid-input")
        names = [room["name"] for room in self.api.get("/v1/rooms?limit=1000").json["items"]]
        self.assertNotIn("Nobody's room", names)
        self.assert_problem(self.api.get("/v1/events?from=2027-01-01&to=2027-02-01&romo=x"), 422, "invalid-input")

    def test_a_null_for_an_unknown_or_read_only_member_is_named(self):
        created = self.api.post("/v1/rooms", {"name": "Stage"})
        for name in ("capactiy", "id", "version"):
            answer = self.api.patch(created.headers["Location"], {name: None}, created.etag)
            self.assert_problem(answer, 422, "invalid-input", "/" + name)

    def test_blank_names(self):
        self.assert_problem(self.api.post("/v1/rooms", {"name": "   "}), 422, "invalid-input", "/name")

    def test_tokens(self):
        nobody = self.service.client(token="kv_nobody")
        for path in ("/v1/people", "/v1/nothing"):
            answer = nobody.get(path)
            self.assert_problem(answer, 401, "unauthorized")
            self.assertIn("Bearer", answer.headers["WWW-Authenticate"])

    def test_header_injection_through_a_title_is_impossible(self):
        answer = self.api.post("/v1/people", {"name": "x\r\nSet-Cookie: a=b"})
        self.assert_problem(answer, 422, "invalid-input", "/name")

    def test_recurrence_bombs(self):
        room, expert = self.a_room(), self.a_person()
        for rule in ({"frequency": "daily", "count": 1001}, {"frequency": "secondly"}, {"frequency": "daily", "interval": 0},
                     {"frequency": "weekly", "byDay": [{"day": "mo"}] * 8}, {"frequency": "daily", "count": 2, "until": "2027-12-01T00:00:00"}):
            answer = self.api.post("/v1/master-classes", self.a_master_class(room, expert, recurrenceRule=rule))
            self.assert_problem(answer, 422, "invalid-input")

    def test_the_openapi_document_is_there(self):
        document = json.loads(self.api.get("/openapi.json").body)
        self.assertEqual(document["openapi"], "3.1.0")
        self.assertIn("/v1/master-classes/{id}", document["paths"])


if __name__ == "__main__":
    unittest.main()
