"""Webhooks, as a receiver sees them that follows the rules of Standard Webhooks."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
import time
import unittest

from changes_test import Stream
from service import ServiceTest

PATIENCE = 20  # seconds
ALLOW = ("--webhook-allow", "127.0.0.1")


class Message:
    """One request of Karvon's, and how it was answered."""

    def __init__(self, path, headers, body, status):
        self.path, self.headers, self.body, self.status = path, headers, body, status
        self.at = time.monotonic()

    @property
    def id(self):
        return self.headers["webhook-id"]

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def sequence(self):
        return self.json["data"]["sequence"]

    def is_signed_with(self, secret):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return expected in self.headers["webhook-signature"].split(" ")


class Receiver:
    """An HTTP server on loopback that notes what it gets. `answers` holds the next statuses of a path; else 204."""

    def __init__(self):
        self.messages, self.answers, self.arrived = [], {}, threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with receiver.arrived:
                    waiting = receiver.answers.get(self.path)
                    status = waiting.pop(0) if waiting else 204
                    receiver.messages.append(Message(self.path, self.headers, body, status))
                    receiver.arrived.notify_all()
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", receiver.url("/elsewhere"))
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def of(self, path):
        with self.arrived:
            return [each for each in self.messages if each.path == path]

    def wait(self, path, count, patience=PATIENCE):
        """The messages of that path, when there are so many."""
        with self.arrived:
            there = self.arrived.wait_for(
                lambda: len([each for each in self.messages if each.path == path]) >= count, patience)
        assert there, f"{len(self.of(path))} messages to {path} after {patience} s, not {count}"
        return self.of(path)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class WebhookTest(ServiceTest):
    options = ALLOW

    def setUp(self):
        super().setUp()
        self.receiver = Receiver()
        self.addCleanup(self.receiver.close)

    def hook(self, path, **fields):
        made = self.api.post("/v1/webhooks", {"url": self.receiver.url(path), **fields})
        self.assertEqual(made.status, 201, made)
        self.addCleanup(self.remove, made.headers["Location"])
        return made

    def remove(self, path):
        if self.service.process.poll() is None:
            self.api.delete(path, "*")

    def reaches(self, path, condition, what):
        """The webhook, when it is so."""
        end = time.monotonic() + PATIENCE
        while not condition(shown := self.api.get(path)):
            self.assertLess(time.monotonic(), end, f"{what}: {shown}")
            time.sleep(0.05)
        return shown

    def head(self):
        return self.api.get("/v1/changes?after=0&limit=1").json["head"]


class Delivery(WebhookTest):
    def test_is_signed_and_in_order(self):
        self.a_room(name="before")
        made = self.hook("/all")
        head = self.head()
        rooms = [self.a_room(name=f"Room {number}") for number in range(20)]
        messages = self.receiver.wait("/all", 20)
        self.assertEqual([each.sequence for each in messages], list(range(head + 1, head + 21)))
        self.assertEqual([each.json["data"]["changes"][0]["id"] for each in messages], rooms)
        self.assertEqual(len({each.id for each in messages}), len(messages))
        for each in messages:
            self.assertTrue(each.is_signed_with(made.json["secret"]))
            self.assertFalse(each.is_signed_with("whsec_" + base64.b64encode(bytes(32)).decode()))
            self.assertEqual(each.json["type"], "changes")
            self.assertEqual(each.headers["Content-Type"], "application/json")
            self.assertLess(abs(int(each.headers["webhook-timestamp"]) - time.time()), 60)
        told = self.api.get(f"/v1/changes?after={head}&limit=1000").json["changes"]
        self.assertEqual([each.json["data"] for each in messages], told)

    def test_the_secret_is_told_once(self):
        made = self.hook("/secret")
        secret = made.json["secret"]
        self.assertRegex(secret, r"^whsec_[A-Za-z0-9+/]{43}=$")
        self.assertEqual(made.headers["Cache-Control"], "no-store")
        for answer in [self.api.get(made.headers["Location"]), self.api.get("/v1/webhooks"),
                       self.api.get("/v1/audit?order=newest"), self.api.get("/v1/audit?entity=" + made.json["id"]),
                       self.api.patch(made.headers["Location"], {"description": "ours"}, made.etag)]:
            self.assertEqual(answer.status, 200, answer)
            self.assertNotIn(secret, answer.body.decode())
        self.assertNotIn(secret, self.service.log())
        for change in [{"secret": secret}, {"since": 0}, {"disabledReason": "x"}, {"kinds": ["party"]}]:
            refused = self.api.patch(made.headers["Location"], change, "*")
            self.assertEqual(refused.status, 422, refused)

    def test_of_some_kinds_is_of_these(self):
        self.hook("/people", kinds=["person"])
        self.hook("/usual")
        self.hook("/keys", kinds=["token"])
        self.a_room()
        person = self.a_person()
        self.a_token("viewer")
        [only] = self.receiver.wait("/people", 1)
        self.assertEqual(only.json["data"]["changes"][0]["id"], person)
        [key] = self.receiver.wait("/keys", 1)
        self.assertEqual(key.json["data"]["changes"][0]["kind"], "token")
        last = self.a_room()
        messages = self.receiver.wait("/usual", 3)
        kinds = [change["kind"] for each in messages for change in each.json["data"]["changes"]]
        self.assertEqual(kinds, ["room", "person", "room"])
        self.assertEqual(messages[-1].json["data"]["changes"][0]["id"], last)
        self.assertEqual((len(self.receiver.of("/people")), len(self.receiver.of("/keys"))), (1, 1))

    def test_that_failed_is_repeated_under_the_same_id(self):
        made = self.hook("/unsteady", kinds=["room"])
        self.receiver.answers["/unsteady"] = [500]
        self.hook("/steady", kinds=["room"])
        rooms = [self.a_room(), self.a_room()]
        self.receiver.wait("/steady", 2)  # nobody waits for the one that fails
        self.receiver.wait("/unsteady", 1)
        shown = self.reaches(made.headers["Location"], lambda each: each.json.get("delivery", {}).get("attempts") == 1,
                             "no attempt is shown")
        self.assertEqual(shown.json["delivery"]["lastStatus"], 500)
        self.assertIn("nextAttempt", shown.json["delivery"])
        messages = self.receiver.wait("/unsteady", 3)
        self.assertEqual([each.json["data"]["changes"][0]["id"] for each in messages], [rooms[0], *rooms])
        self.assertEqual(messages[0].id, messages[1].id)
        self.assertEqual(messages[0].body, messages[1].body)
        self.assertNotEqual(messages[0].headers["webhook-timestamp"], messages[1].headers["webhook-timestamp"])
        self.assertTrue(all(each.is_signed_with(made.json["secret"]) for each in messages))
        self.assertGreaterEqual(messages[1].at - messages[0].at, 4.9)
        self.reaches(made.headers["Location"], lambda each: each.json["delivery"]["attempts"] == 0, "it fails still")

    def test_ends_with_410_and_goes_on_when_it_is_enabled(self):
        made = self.hook("/gone", kinds=["room"])
        self.receiver.answers["/gone"] = [410]
        first = self.a_room()
        path = made.headers["Location"]
        disabled = self.reaches(path, lambda each: not each.json["enabled"], "it is enabled still")
        self.assertTrue(disabled.json["disabledReason"])
        second = self.a_room()
        [told] = [change["operation"] for change in self.api.get(
            "/v1/audit?entity=" + made.json["id"]).json["entries"][-1]["changes"]]
        self.assertEqual(told, "changed")
        enabled = self.api.patch(path, {"enabled": True}, disabled.etag)
        self.assertEqual(enabled.status, 200, enabled)
        self.assertNotIn("disabledReason", enabled.json)
        messages = self.receiver.wait("/gone", 3)
        self.assertEqual([each.json["data"]["changes"][0]["id"] for each in messages], [first, first, second])

    def test_stops_when_it_is_disabled_or_removed(self):
        made = self.hook("/off", kinds=["room"])
        disabled = self.api.patch(made.headers["Location"], {"enabled": False}, made.etag)
        self.hook("/mark", kinds=["room"])
        removed = self.hook("/removed", kinds=["room"])
        self.assertEqual(self.api.delete(removed.headers["Location"], removed.etag).status, 204)
        self.assertEqual(self.api.get(removed.headers["Location"]).status, 404)
        room = self.a_room()
        self.receiver.wait("/mark", 1)
        time.sleep(0.5)
        self.assertEqual(self.receiver.of("/off") + self.receiver.of("/removed"), [])
        self.api.patch(made.headers["Location"], {"enabled": True}, disabled.etag)
        self.assertEqual(self.receiver.wait("/off", 1)[0].json["data"]["changes"][0]["id"], room)

    def test_follows_no_redirect(self):
        made = self.hook("/moved", kinds=["room"])
        self.receiver.answers["/moved"] = [302]
        self.a_room()
        self.receiver.wait("/moved", 1)
        shown = self.reaches(made.headers["Location"], lambda each: each.json.get("delivery", {}).get("attempts") == 1,
                             "the redirect counts as nothing")
        self.assertEqual(shown.json["delivery"]["lastStatus"], 302)
        self.assertEqual(self.receiver.of("/elsewhere"), [])

    def test_is_signed_with_another_secret_after_its_rotation(self):
        made = self.hook("/rotated", kinds=["room"])
        secrets = [made.json["secret"]]
        for turn in range(6):
            self.a_room()
            newest = self.receiver.wait("/rotated", turn + 1)[turn]
            self.assertEqual([newest.is_signed_with(each) for each in secrets], [False] * turn + [True])
            rotated = self.api.post(made.headers["Location"] + "/rotate", {})
            self.assertEqual(rotated.status, 200, rotated)
            self.assertNotIn(rotated.json["secret"], secrets)
            secrets.append(rotated.json["secret"])

    def test_begins_anew_at_another_url(self):
        made = self.hook("/old", kinds=["room"])
        self.receiver.answers["/old"] = [500]
        room = self.a_room()
        self.receiver.wait("/old", 1)
        moved = self.api.patch(made.headers["Location"], {"url": self.receiver.url("/new")}, "*")
        self.assertEqual(moved.status, 200, moved)
        self.assertEqual(self.receiver.wait("/new", 1, 4)[0].json["data"]["changes"][0]["id"], room)


class Targets(ServiceTest):
    """Where a webhook may not lead: nobody makes the service knock at the doors of its own network."""

    options = ("--webhook-allow", "10.20.0.0/16:8443", "--webhook-allow", "intranet.example.org")

    REFUSED = [
        "http://127.0.0.1/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/",
        "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/", "https://[::]/",
        "https://localhost/", "https://LOCALHOST./", "https://x.localhost/", "https://intranet/", "https://10.0.0.1/",
        "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data", "https://100.64.0.1/",
        "https://[fd00::1]/", "https://[fe80::1]/", "https://224.0.0.1/", "https://255.255.255.255/",
        "https://[64:ff9b::7f00:1]/", "https://10.20.0.5/", "https://10.20.0.5:8444/",
        "https://user@example.org/", "https://user:word@example.org/", "https://example.org@127.0.0.1/",
        "https://example.org\\@127.0.0.1/", "https://example.org/#part", "http://example.org/", "ftp://example.org/",
        "file:///etc/passwd", "gopher://example.org/", "//example.org/", "example.org", "https://", "https:///x",
        "https://example.org:0/", "https://example.org:99999/", "https://exa mple.org/", "https://example.org/\r\nX: y",
        "https://пример.example/", "https://example.org/" + "x" * 3000, "", "javascript:alert(1)"]

    def test_that_are_refused(self):
        made = self.api.post("/v1/webhooks", {"url": "https://hooks.example.org/karvon?x=1", "enabled": False})
        self.assertEqual(made.status, 201, made)
        for url in self.REFUSED:
            with self.subTest(url=url[:60]):
                for answer in [self.api.post("/v1/webhooks", {"url": url}),
                               self.api.post("/v1/webhooks?dryRun=true", {"url": url}),
                               self.api.patch(made.headers["Location"], {"url": url}, made.etag)]:
                    self.assertEqual(answer.status, 422, answer)
                    self.assertEqual([each["pointer"] for each in answer.json["errors"]], ["/url"])
        self.assertEqual(len(self.api.get("/v1/webhooks").json["items"]), 1)

    def test_that_the_operator_allows(self):
        for url in ["https://10.20.0.5:8443/", "http://10.20.0.5:8443/", "http://intranet.example.org/hook",
                    "https://8.8.8.8/", "https://[2a00:1450:4010:c0e::71]:8443/x"]:
            with self.subTest(url=url):
                self.assertEqual(self.api.post("/v1/webhooks?dryRun=true", {"url": url}).status, 200)


class AfterACrash(WebhookTest):
    def test_nothing_is_lost(self):
        made = self.hook("/kept", kinds=["room"])
        first = self.head()
        for number in range(10):
            self.a_room(name=f"Room {number}")
        self.service.kill()
        self.api.close()
        self.service.start()
        for number in range(10):
            self.a_room(name=f"Room {10 + number}")
        quiet = Stream(self.service.port, self.service.token, "/v1/changes?kinds=settings")
        self.addCleanup(quiet.close)
        began = time.monotonic()
        expected = list(range(first + 1, first + 21))
        end = time.monotonic() + 25  # the one that crashed has its lease for some seconds still
        while len({each.id for each in self.receiver.of("/kept")}) < 20 and time.monotonic() < end:
            time.sleep(0.05)
        messages = self.receiver.of("/kept")
        self.assertTrue(all(each.is_signed_with(made.json["secret"]) for each in messages))
        by_id = {each.id: each.sequence for each in messages}
        self.assertEqual(list(by_id.values()), expected)  # in order; what is repeated has its old id
        self.assertLessEqual(len(messages), 21)
        # Meanwhile a stream on which nothing happened has given a sign of life.
        time.sleep(max(0.0, 16 - (time.monotonic() - began)))
        self.assertGreaterEqual(quiet.comments, 1)


class OfTwoInstances(WebhookTest):
    def test_one_delivers_what_both_write(self):
        other = self.service.beside(ALLOW)
        self.addCleanup(other.close)
        self.hook("/shared", kinds=["room"])
        clients = [self.service.client(), other.client()]
        head = self.head()
        writers = [threading.Thread(target=lambda client=client: [
            client.create("/v1/rooms", {"name": f"Room {number}"}) for number in range(15)]) for client in clients]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        messages = self.receiver.wait("/shared", 30)
        self.assertEqual(list({each.id: each.sequence for each in messages}.values()), list(range(head + 1, head + 31)))
        self.assertEqual(len(messages), 30)
        self.assertEqual(other.stop(), 0)
        room = self.a_room()
        last = self.receiver.wait("/shared", 31)[-1]
        self.assertEqual(last.json["data"]["changes"][0]["id"], room)


if __name__ == "__main__":
    unittest.main()
