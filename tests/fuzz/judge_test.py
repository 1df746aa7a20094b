"""The judge objects to what it should object to, and to nothing else."""

import dataclasses
import json
import random
import unittest

from judge import Judge
from request_maker import Operation, Request
from schema_check import SchemaCheck
from world import World

TOKENS = {"admin": "kv_" + "a" * 43, "viewer": "kv_" + "v" * 43}
DOCUMENT = {"components": {"schemas": {
    "Problem": {"type": "object", "required": ["type", "title", "status"],
                "properties": {"type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}}},
    "Room": {"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 9},
        "kind": {"type": "string", "enum": ["hall", "studio"]},
        "seats": {"type": ["integer", "null"], "minimum": 1},
        "parts": {"type": "array", "items": {"type": "string", "format": "uuid"}}}}}}}
PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
ROOM = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Room"}}}}
DESCRIBED = {"operationId": "getRoom", "description": "One room. For the role staff and higher.",
             "responses": {"200": ROOM, "304": {"description": "Unchanged"}, "403": PROBLEM, "503": PROBLEM}}


@dataclasses.dataclass
class Answer:
    status: int
    body: bytes
    headers: dict

    @property
    def text(self):
        return self.body.decode()


def answer(status, body, kind="application/json", **headers):
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(status, text.encode(), {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}})


def problem(status, **headers):
    return answer(status, {"type": "/p", "title": "t", "status": status}, "application/problem+json", **headers)


class JudgeTest(unittest.TestCase):
    def setUp(self):
        self.check = SchemaCheck(DOCUMENT)
        self.world = World(random.Random(1))
        self.judge = Judge(self.check, self.world, TOKENS)
        self.operation = Operation("/v1/rooms/{id}", "get", DESCRIBED, self.check)

    def objections(self, given, role="admin", **request):
        sent = Request(self.operation, "GET", "/v1/rooms/1", request.pop("headers", {}), None, role, False, False)
        return self.judge.objections(dataclasses.replace(sent, **request), given)

    def test_has_nothing_against_what_is_documented(self):
        self.assertEqual(self.objections(answer(200, {"name": "Hall", "seats": None, "kind": "hall"})), [])
        self.assertEqual(self.objections(problem(403), role="viewer"), [])
        self.assertEqual(self.objections(problem(503, Retry_After="2")), [])
        self.assertEqual(self.objections(problem(400)), [])
        self.assertEqual(self.objections(Answer(304, b"", {})), [])

    def test_objects_to_failures(self):
        self.assertTrue(self.objections(problem(500)))
        self.assertTrue(self.objections(problem(503)))

    def test_objects_to_what_is_not_documented(self):
        self.assertTrue(self.objections(problem(409)))
        self.assertTrue(self.objections(answer(200, "x", "text/plain")))
        self.assertTrue(self.objections(answer(403, {"title": "t"}, "application/problem+json")))
        self.assertTrue(self.objections(answer(403, {"type": "", "title": "", "status": 404}, "application/problem+json")))
        self.assertTrue(self.objections(answer(400, "Bad Request", "text/plain")))
        self.assertTrue(self.objections(Answer(304, b"x", {})))

    def test_objects_to_bodies_that_do_not_suit(self):
        for room in ({}, [], {"name": ""}, {"name": "x" * 10}, {"name": "x", "kind": "hut"}, {"name": "x", "seats": 0},
                     {"name": "x", "seats": True}, {"name": "x", "parts": ["1"]}, {"name": "x", "secret": "y"}):
            self.assertTrue(self.objections(answer(200, room)), room)
        self.assertTrue(self.objections(answer(200, "{")))

    def test_objects_to_success_for_a_role_that_is_too_low(self):
        self.assertTrue(self.objections(answer(200, {"name": "Hall"}), role="viewer"))
        self.assertTrue(self.objections(answer(200, {"name": "Hall"}), role=""))

    def test_objects_to_secrets(self):
        self.world.secrets.append("s" * 43)
        self.assertTrue(self.objections(answer(200, {"name": "s" * 43})))
        self.assertTrue(self.objections(answer(200, {"name": TOKENS["admin"]})))
        self.assertTrue(self.objections(answer(403, {"type": "", "title": "guest7@canary.example", "status": 403},
                                               "application/problem+json"), role="viewer"))

    def test_objects_to_replays_of_others(self):
        self.world.senders["k"].add("admin")
        replayed = answer(200, {"name": "Hall"}, Idempotency_Replayed="true")
        self.assertEqual(self.objections(replayed, headers={"Idempotency-Key": "k"}), [])
        self.assertTrue(self.objections(replayed, headers={"Idempotency-Key": "other"}))


if __name__ == "__main__":
    unittest.main()
