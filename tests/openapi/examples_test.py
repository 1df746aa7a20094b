"""Every example of /openapi.json is sent to a running service, which answers as documented."""

import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

from contract import Contract
from example_file import write_examples
from service import KARVON, Client, Service
from story import CREATED, REFUSED, STEPS, Story

RECORDS = os.environ.get("KARVON_RECORD_EXAMPLES") == "1"
EXAMPLES = pathlib.Path(__file__).parents[2] / "api" / "data" / "openapi_examples.json"
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SETTINGS = "00000000-0000-0000-0000-000000000001"
SECRET = "the-secret-of-the-link"
PUBLIC = "https://calendar.example.org"
# What is another in each run, and what is shown of it.
CHANGING = {"created": "2029-11-01T05:00:00Z", "updated": "2029-11-01T05:00:00Z", "timeZoneRules": "2029a",
            "offerExpires": "2029-11-02T05:00:00Z", "head": 1, "lastUsed": "2029-11-01T05:00:00Z",
            "holdUntil": "2029-11-02T05:00:00Z", "at": "2029-11-01T05:00:00Z", "token": "kv_told-once",
            "secret": "whsec_told-once", "delivery": {"cursor": 1, "attempts": 0}}
# The names in an itinerary come from people and rooms, whose changes the visit's ETag does not show.
NEVER_NOT_MODIFIED = {"getItinerary"}
# Lists go by ids, and the test's own tokens have some of chance.
OF_CHANCE = {"listTokens"}
NOT_COMPARED = {"version", "sequence", "reverted", "since", "head", "next", "etag", "cursor"}


class Names:
    """Real ids and what stands for them in the document."""

    def __init__(self):
        self.real = {SECRET: None}
        self.documented = {SETTINGS: SETTINGS}

    def put(self, real, documented):
        self.real[documented] = real
        self.documented[real] = documented

    def documented_of(self, real):
        if real not in self.documented:
            # Of parts and of others: numbered as they appear.
            self.put(real, f"7c000000-0000-4000-8000-{len(self.documented) + 0x100:012x}")
        return self.documented[real]

    def to_real(self, value):
        if isinstance(value, dict):
            return {name: self.to_real(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.to_real(each) for each in value]
        if not isinstance(value, str) or value in self.real:
            return self.real.get(value, value)
        return ID.sub(lambda found: self.real.get(found[0]) or found[0], value)


class Examples(unittest.TestCase):
    """The department begins empty, so that lists show the examples and nothing else."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.service = Service(options=("--time-zone", "Asia/Tashkent"), seed=False).start()
        cls.addClassCleanup(cls.service.close)
        cls.base = f"http://127.0.0.1:{cls.service.port}"
        cls.contract = Contract(cls.service.client().get("/openapi.json").body)

    def setUp(self):
        self.api = self.service.client()
        self.addCleanup(self.api.close)
        self.names = Names()
        self.recorded = {}
        self.staff = self.client_of("staff")

    def client_of(self, role):
        made = subprocess.run([KARVON, "token", "create", "--data", str(self.service.data), "--role", role, "--label", role],
                              check=True, capture_output=True, text=True)
        client = self.service.client(made.stdout.split()[-1])
        self.addCleanup(client.close)
        # Another process has written it: the service follows, but not at once.
        while client.get("/v1/settings").status == 401:
            time.sleep(0.01)
        self.service.wait_until_ready()
        return client

    # What Story asks of its teller.

    def must(self, method, path, body=None, etag=None, client=None):
        answer = (client or self.api).request(method, path, body, {"If-Match": etag} if etag else None)
        self.assertLess(answer.status, 300, (method, path, body, answer))
        return answer

    def path(self, collection, documented):
        return collection + self.names.real[documented]

    def etag(self, path):
        return self.must("GET", path).etag

    def stands_for(self, real, documented):
        self.names.put(real, documented)

    def create_again(self, operation, by_staff, members):
        described = self.contract.operations[operation]
        body = {**self.names.to_real(described.body[1]), **members}
        return self.must("POST", described.path, body, client=self.staff if by_staff else self.api).json

    # One example.

    def as_documented(self, value, name=None):
        """An answer with the document's ids, times and addresses."""
        if isinstance(value, dict):
            return {key: self.as_documented(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self.as_documented(each) for each in value]
        if name in CHANGING and value not in ("", None) and isinstance(value, type(CHANGING[name])):
            return CHANGING[name]
        if not isinstance(value, str):
            return value
        value = re.sub(re.escape(self.base) + r"/appointments/[^/]*$", f"{PUBLIC}/appointments/{SECRET}", value)
        value = value.replace(self.base, PUBLIC)
        return ID.sub(lambda found: self.names.documented_of(found[0]), value)

    def comparable(self, value):
        if isinstance(value, dict):
            return {key: self.comparable(each) for key, each in value.items() if key not in NOT_COMPARED}
        return [self.comparable(each) for each in value] if isinstance(value, list) else value

    def headers_for(self, operation, path):
        headers = {}
        if operation.takes("If-Match"):
            headers["If-Match"] = self.etag(re.sub(r"/(approve|reject|confirm|hold)$", "", path))
        if operation.takes("If-None-Match"):
            headers["If-None-Match"] = operation.parameter_examples("header")["If-None-Match"]
        return headers

    def send(self, operation, query="", headers=None):
        names = {name: self.names.to_real(str(value)) for name, value in operation.parameter_examples("path").items()}
        target = self.names_in_target(operation.target(names)) + query
        sent = self.headers_for(operation, target.split("?")[0])
        sent.update(headers or {})
        body = None
        if operation.body:
            kind, example, schema = operation.body
            self.assertIsNotNone(example, f"{operation.id} has no example of its body")
            self.assertEqual(self.contract.mistakes(example, schema), [], "the example does not suit its own schema")
            sent["Content-Type"] = kind
            body = self.names.to_real(example)
            if kind == "text/csv":
                body = body.encode()
            if kind == "application/x-www-form-urlencoded":
                body = "&".join(f"{name}={value}" for name, value in body.items()).encode()
        return self.api.request(operation.method, target, body, sent)

    def names_in_target(self, target):
        return ID.sub(lambda found: self.names.real.get(found[0]) or found[0], target)

    def expect_documented(self, operation, answer):
        self.assertEqual(self.contract.objections(operation, answer), [], (operation.id, answer))

    def learn(self, operation, answer):
        if operation.id in CREATED:
            self.names.put(answer.json["id"], CREATED[operation.id])
        if operation.id == "createAppointment":
            self.names.real[SECRET] = answer.json["manageUrl"].rsplit("/", 1)[1]

    def expect_example(self, operation, answer):
        content = operation.response(answer.status).get("content", {}).get("application/json")
        if content is None or "openapi" in answer.json:
            return
        shown = self.as_documented(answer.json)
        self.recorded[operation.id] = shown
        examples = list(content.get("examples", {}).values())
        if RECORDS or operation.id in OF_CHANCE:
            return
        self.assertTrue(examples, f"{operation.id} shows no answer: see README.md")
        self.assertEqual(self.comparable(shown), self.comparable(examples[0]["value"]), operation.id)

    def expect_dry_run_to_write_nothing(self, operation):
        answer = self.send(operation, query="?dryRun=true")
        self.assertEqual(answer.status, 200, (operation.id, answer))
        self.expect_documented(operation, answer)

    def expect_replay(self, operation):
        key = {"Idempotency-Key": operation.parameter_examples("header")["Idempotency-Key"]}
        first, second = self.send(operation, headers=key), self.send(operation, headers=key)
        self.expect_documented(operation, second)
        self.assertEqual((second.status, second.body), (first.status, first.body))
        self.assertEqual(second.headers["Idempotency-Replayed"], "true")
        return first

    def expect_location(self, answer):
        there = self.must("GET", answer.headers["Location"])
        self.assertEqual((there.json["id"], there.etag), (answer.json["id"], answer.etag))

    def expect_not_modified(self, operation, answer):
        again = self.send(operation, headers={"If-None-Match": answer.etag})
        self.assertEqual(again.status, 304, (operation.id, again))
        self.expect_documented(operation, again)

    def tell(self, operation):
        is_create = operation.id in CREATED
        if is_create:
            self.expect_dry_run_to_write_nothing(operation)
        answer = self.expect_replay(operation) if operation.id == "createPerson" else self.send(operation)
        if operation.id in REFUSED:
            self.assertEqual(answer.status, REFUSED[operation.id])
            return self.expect_documented(operation, answer)
        self.assertLess(answer.status, 400, (operation.id, answer))
        self.assertEqual(str(answer.status)[0], "3" if operation.id == "changeAppointment" else "2", operation.id)
        self.expect_documented(operation, answer)
        self.learn(operation, answer)
        self.expect_example(operation, answer)
        if is_create:
            self.expect_location(answer)
        if operation.takes("If-None-Match") and operation.id not in NEVER_NOT_MODIFIED:
            self.expect_not_modified(operation, answer)

    def expect_problems(self):
        """Each kind of refusal once."""
        viewer, nobody = self.client_of("viewer"), Client(self.service.port)
        self.addCleanup(nobody.close)
        room = self.path("/v1/rooms/", CREATED["createRoom"])
        master_class = self.names.to_real(self.contract.operations["createMasterClass"].body[1])
        json_type = {"Content-Type": "application/json"}
        unknown = "/v1/rooms/7c000000-0000-4000-8000-0000000000ff"
        answers = {
            "BadRequest": self.api.request("POST", "/v1/rooms", b"{\"name\": ", json_type),
            "Unauthorized": nobody.get("/v1/rooms"),
            "Forbidden": viewer.post("/v1/rooms", {"name": "Studio"}),
            "NotFound": self.api.get(unknown),
            "Gone": self.api.get("/v1/changes?after=4294967296"),
            "TooManyRequests": self.too_many_requests(),
            "Conflict": self.api.post("/v1/master-classes", master_class),
            "PreconditionFailed": self.api.patch(room, {"capacity": 45}, "\"0\""),
            "ContentTooLarge": self.api.request("POST", "/v1/rooms", b" " * (300 << 10), json_type),
            "UnsupportedMediaType": self.api.request("POST", "/v1/rooms", b"name: Studio", {"Content-Type": "text/yaml"}),
            "UnprocessableContent": self.api.post("/v1/rooms", {"capacity": 0}),
            "PreconditionRequired": self.api.request("PATCH", room, {"capacity": 45}),
            "ServiceUnavailable": self.while_the_store_hangs(),
            "Refused": nobody.post("/healthz", {}),
        }
        documented = self.contract.problems()
        self.assertEqual(set(documented), set(answers))
        self.problems = {}
        for name, answer in answers.items():
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json", (name, answer))
            response = self.contract.document["components"]["responses"][name]
            self.assertEqual(self.contract.objections_to_body(response["content"], answer), [], name)
            self.assertEqual(self.contract.objections_to_headers(response.get("headers", {}), answer), [], name)
            shown = self.as_documented(answer.json)
            self.problems[name] = shown
            if not RECORDS:
                self.assertEqual(shown, documented[name], name)

    def too_many_requests(self):
        """Of a service that lets ten through at once."""
        service = Service(options=("--time-zone", "Asia/Tashkent", "--rate-limit", "1"), seed=False).start()
        self.addCleanup(service.close)
        answers = [service.client().get("/v1/rooms") for _ in range(20)]
        return next(answer for answer in answers if answer.status == 429)

    def while_the_store_hangs(self):
        os.kill(self.service.redis_pid(), signal.SIGSTOP)
        try:
            return self.api.post("/v1/rooms", {"name": "Studio"})
        finally:
            os.kill(self.service.redis_pid(), signal.SIGCONT)
            self.service.wait_until_ready()

    def test_are_answered_as_documented(self):
        story = Story(self)
        told = set()
        for step in STEPS:
            name, prepare = step if isinstance(step, tuple) else (step, None)
            if prepare:
                getattr(story, prepare)(name)
            self.tell(self.contract.operations[name])
            told.add(name)
            if name == "listConflicts":
                self.expect_problems()
        self.assertEqual(set(self.contract.operations), told, "story.py leaves some out")
        if RECORDS:
            write_examples(EXAMPLES, self.recorded, self.problems)
            self.fail(f"The answers were recorded in {EXAMPLES.name}: read them, build, and run this again")


if __name__ == "__main__":
    unittest.main()
