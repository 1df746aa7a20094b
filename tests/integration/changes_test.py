"""Following what changes: page by page, waiting for news, and as a stream of events."""

import contextlib
import datetime
import http.client
import json
import os
import queue
import signal
import threading
import time
import unittest
import uuid

from service import Service, ServiceTest

PATIENCE = 15  # seconds, for what should be there at once


class Stream:
    """Server-sent events, read on a thread of its own until either side ends them."""

    def __init__(self, port, token, path="/v1/changes", last=None):
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", path, headers=headers)
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.events = queue.Queue()  # (id, data); at the end None, or what went wrong
        self.last = last
        self.comments = 0
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        event = {}
        try:
            while line := self.response.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if line == b"\n":
                    if "data" in event:
                        self.events.put((int(event["id"]), json.loads(event["data"])))
                    event = {}
                elif name:
                    event[name] = value
                else:
                    self.comments += 1
            self.events.put(None)
        except Exception as failure:  # noqa: BLE001 - told to whoever waits for an event
            self.events.put(failure)

    def next(self, patience=PATIENCE):
        """The next event as (id, data); None: the service has ended the stream."""
        event = self.events.get(timeout=patience)
        if isinstance(event, Exception):
            raise event
        if event is not None:
            self.last = event[0]
        return event

    def take(self, count):
        return [self.next() for _ in range(count)]

    def close(self):
        with contextlib.suppress(OSError):
            self.connection.sock.shutdown(2)
        self.thread.join()
        self.response.close()
        self.connection.close()


class ChangesTest(ServiceTest):
    shares = True

    def head(self):
        return self.api.get("/v1/changes?after=0&limit=1").json["head"]

    def changes(self, query, client=None):
        answer = (client or self.api).get("/v1/changes?" + query)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def stream(self, port=None, token=None, **options):
        stream = Stream(port or self.service.port, token or self.service.token, **options)
        self.addCleanup(stream.close)
        self.assertEqual(stream.status, 200)
        return stream

    def in_background(self, ask):
        """Asks on another thread. What it came to is in the queue."""
        answers = queue.Queue()
        thread = threading.Thread(target=lambda: answers.put(ask()))
        thread.start()
        self.addCleanup(thread.join)
        return answers

    def followers(self, service=None):
        client = (service or self.service).client()
        text = client.get("/metrics").body.decode()
        client.close()
        [line] = [each for each in text.splitlines() if each.startswith("karvon_change_followers ")]
        return float(line.split()[1])

    def until(self, condition, what):
        end = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.02)


class Polling(ChangesTest):
    def test_goes_on_where_it_was(self):
        rooms = [self.a_room(name=f"Room {number}") for number in range(7)]
        after, seen = 0, []
        while True:
            page = self.changes(f"after={after}&limit=3")
            self.assertLessEqual(len(page["changes"]), 3)
            if not page["changes"]:
                break
            seen += page["changes"]
            after = page["next"]
        self.assertEqual(after, page["head"])
        sequences = [entry["sequence"] for entry in seen]
        self.assertEqual(sequences, sorted(set(sequences)))
        self.assertEqual([change["id"] for entry in seen[-7:] for change in entry["changes"]], rooms)
        newest = seen[-1]["changes"][0]
        self.assertEqual(newest, {"kind": "room", "id": rooms[-1], "operation": "created", "version": 1,
                                  "path": "/v1/rooms/" + rooms[-1]})
        self.assertEqual(self.changes(f"after={after}"), {"changes": [], "next": after, "head": after})

    def test_is_refused_ahead_of_what_is_written(self):
        ahead = self.api.get(f"/v1/changes?after={self.head() + 1}")
        self.assertEqual((ahead.status, ahead.json["type"]), (410, "/problems/changes-gone"))
        ahead = self.api.get(f"/v1/changes?after={self.head() + 1}&wait=30")
        self.assertEqual(ahead.status, 410)

    def test_is_refused_with_nonsense(self):
        for query, pointer in [("after=-1", "?after"), ("wait=61", "?wait"), ("wait=x", "?wait"), ("limit=0", "?limit"),
                               ("kinds=party", "?kinds"), ("kinds=room,", None), ("since=3", "?since"),
                               ("after=1&after=2", "?after")]:
            with self.subTest(query=query):
                answer = self.api.get("/v1/changes?" + query)
                if pointer is None:
                    self.assertIn(answer.status, (200, 422))
                else:
                    self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, pointer), answer)

    def test_waits_and_is_answered_when_something_is_written(self):
        head = self.head()
        began = time.monotonic()
        waiting = [self.in_background(lambda: self.changes(f"after={head}&wait=60", client))
                   for client in [self.service.client() for _ in range(5)]]
        self.until(lambda: self.followers() >= 5, "nobody follows")
        room = self.a_room()
        for each in waiting:
            answer = each.get(timeout=PATIENCE)
            self.assertEqual([entry["changes"][0]["id"] for entry in answer["changes"]], [room])
            self.assertEqual(answer["next"], head + 1)
        self.assertLess(time.monotonic() - began, 30)

    def test_waits_no_longer_than_it_was_told(self):
        head = self.head()
        began = time.monotonic()
        self.assertEqual(self.changes(f"after={head}&wait=1")["changes"], [])
        self.assertTrue(1 <= time.monotonic() - began < PATIENCE)

    def test_of_some_kinds_is_not_woken_by_the_others(self):
        head = self.head()
        waiting = self.in_background(lambda: self.changes(f"after={head}&wait=60&kinds=person,closure",
                                                          self.service.client()))
        self.until(lambda: self.followers() >= 1, "nobody follows")
        self.a_room()
        with self.assertRaises(queue.Empty):
            waiting.get(timeout=0.6)
        person = self.a_person()
        answer = waiting.get(timeout=PATIENCE)
        self.assertEqual([entry["changes"][0]["id"] for entry in answer["changes"]], [person])
        self.assertEqual(answer["next"], head + 2)
        self.assertEqual([entry["changes"][0]["kind"] for entry in self.changes(f"after={head}")["changes"]],
                         ["room", "person"])

    def test_tells_each_role_what_it_may_know(self):
        event = self.api.post("/v1/master-classes", self.a_master_class(self.a_room(), self.a_person(), capacity=5))
        clients = {role: self.client_of(role) for role in ["viewer", "staff", "coordinator", "admin"]}
        head = self.head()
        self.api.create(event.headers["Location"] + "/registrations", {"name": "Ali", "email": "ali@example.org"})
        self.a_token("viewer")

        def kinds(role, wanted=""):
            told = self.changes(f"after={head}" + wanted, clients[role])["changes"]
            return [change["kind"] for entry in told for change in entry["changes"]]

        self.assertEqual(kinds("viewer"), [])
        self.assertEqual(kinds("viewer", "&kinds=registration,token"), [])
        self.assertEqual(kinds("staff"), ["registration"])
        self.assertEqual(kinds("coordinator", "&kinds=token,registration"), ["registration"])
        self.assertEqual(kinds("admin"), ["registration"])
        self.assertEqual(kinds("admin", "&kinds=token"), ["token"])

    def test_answers_who_was_revoked_meanwhile_at_once(self):
        made = self.api.post("/v1/tokens", {"label": "short", "role": "viewer"})
        head = self.head()
        client = self.service.client(made.json["token"])
        waiting = self.in_background(lambda: client.get(f"/v1/changes?after={head}&wait=60&kinds=settings"))
        self.until(lambda: self.followers() >= 1, "nobody follows")
        self.api.delete(made.headers["Location"], made.etag)
        answer = waiting.get(timeout=PATIENCE)
        self.assertEqual(answer.json.get("changes", []), [])

    def test_clients_that_leave_are_forgotten(self):
        self.until(lambda: self.followers() == 0, "somebody follows")
        head = self.head()
        gone = [http.client.HTTPConnection("127.0.0.1", self.service.port) for _ in range(20)]
        for connection in gone:
            connection.request("GET", f"/v1/changes?after={head}&wait=60",
                               headers={"Authorization": f"Bearer {self.service.token}"})
        self.until(lambda: self.followers() == 20, "nobody follows")
        for connection in gone:
            connection.close()
        self.until(lambda: self.followers() == 0, "those who left are waited for still")


class Streaming(ChangesTest):
    def test_begins_now_and_tells_everything_after(self):
        self.a_room()
        stream = self.stream()
        self.assertEqual(stream.response.headers["Content-Type"], "text/event-stream")
        self.assertEqual(stream.response.headers["Cache-Control"], "no-store")
        self.until(lambda: self.followers() >= 1, "nobody follows")
        room = self.a_room()
        head = self.head()
        number, data = stream.next()
        self.assertEqual((number, data["sequence"], data["changes"][0]["id"]), (head, head, room))
        self.assertEqual(data, self.changes(f"after={head - 1}")["changes"][0])

    def test_goes_on_behind_the_last_event_that_was_seen(self):
        head = self.head()
        rooms = [self.a_room() for _ in range(3)]
        for stream in [self.stream(last=head), self.stream(path=f"/v1/changes?after={head}"),
                       self.stream(path="/v1/changes?after=0", last=head)]:
            self.assertEqual([data["changes"][0]["id"] for _, data in stream.take(3)], rooms)
        after_all = self.stream(last=head + 3)
        last = self.a_room()
        self.assertEqual(after_all.next()[1]["changes"][0]["id"], last)

    def test_has_neither_gap_nor_repetition_over_reconnections(self):
        count = 120
        head = self.head()
        writer = threading.Thread(target=self.write, args=(self.service.client(), count))
        writer.start()
        seen, last = [], head
        while len(seen) < count:
            stream = Stream(self.service.port, self.service.token, last=last)
            try:
                for _ in range(min(1 + len(seen) % 13, count - len(seen))):
                    seen.append(stream.next())
                last = seen[-1][0]
            finally:
                stream.close()
        writer.join()
        self.assertEqual([number for number, _ in seen], list(range(head + 1, head + count + 1)))
        self.assertEqual([data for _, data in seen], self.changes(f"after={head}&limit=1000")["changes"])

    def write(self, client, count):
        for number in range(count):
            client.create("/v1/people", {"name": f"Guest {number}"})

    def test_is_refused_with_a_place_that_is_none(self):
        for last, status in [("x", 400), ("-1", 400), ("", 400), (str(self.head() + 100), 410)]:
            refused = self.api.get("/v1/changes", {"Accept": "text/event-stream", "Last-Event-ID": last})
            self.assertEqual(refused.status, status, refused)
            self.assertEqual(refused.headers["Content-Type"], "application/problem+json")

    def test_is_the_same_for_fifty_at_once(self):
        head = self.head()
        streams = [self.stream(last=head) for _ in range(50)]
        writers = [threading.Thread(target=self.write, args=(self.service.client(), 10)) for _ in range(4)]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        expected = [(head + 1 + place, entry) for place, entry in
                    enumerate(self.changes(f"after={head}&limit=1000")["changes"])]
        self.assertEqual(len(expected), 40)
        for stream in streams:
            self.assertEqual(stream.take(40), expected)

    def test_ends_when_its_token_is_revoked_or_expires(self):
        revoked = self.api.post("/v1/tokens", {"label": "short", "role": "viewer"})
        expires = (datetime.datetime.utcnow() + datetime.timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        of_expired = self.stream(token=self.a_token("viewer", expires=expires))
        of_revoked = self.stream(token=revoked.json["token"])
        of_another = self.stream()
        self.api.delete(revoked.headers["Location"], revoked.etag)
        self.assertIsNone(of_revoked.next())
        self.assertIsNone(of_expired.next())
        room = self.a_room()
        self.assertEqual(of_another.next()[1]["changes"][0]["id"], room)

    def test_a_viewer_is_sent_nothing_of_private_events(self):
        stream = self.stream(token=self.a_token("viewer"))
        mine = self.stream()
        hidden = self.api.create("/v1/master-classes", self.a_master_class(self.a_room(), self.a_person(),
                                                                           visibility="private"))
        last = self.a_room()
        told = [change["id"] for _, data in stream.take(3) for change in data["changes"]]
        self.assertEqual(told[-1], last)
        self.assertNotIn(hidden, told)
        self.assertIn(hidden, [change["id"] for _, data in mine.take(4) for change in data["changes"]])

    def test_of_some_kinds_tells_of_these(self):
        stream = self.stream(path="/v1/changes?kinds=person")
        self.a_room()
        person = self.a_person()
        self.assertEqual(stream.next()[1]["changes"][0]["id"], person)

    def test_clients_that_leave_are_forgotten(self):
        self.until(lambda: self.followers() == 0, "somebody follows")
        streams = [Stream(self.service.port, self.service.token) for _ in range(20)]
        self.until(lambda: self.followers() == 20, "nobody follows")
        for stream in streams:
            stream.close()
        self.until(lambda: self.followers() == 0, "those who left are waited for still")


class TwoInstances(ChangesTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.service.beside()
        cls.addClassCleanup(cls.other.close)

    def test_what_one_writes_the_others_followers_hear(self):
        stream = self.stream(self.other.port)
        head = self.head()
        polling = self.in_background(lambda: self.changes(f"after={head}&wait=60", self.other.client()))
        self.until(lambda: self.followers(self.other) >= 2, "nobody follows")
        room = self.a_room()
        self.assertEqual(stream.next()[1]["changes"][0]["id"], room)
        self.assertEqual([entry["changes"][0]["id"] for entry in polling.get(timeout=PATIENCE)["changes"]], [room])

    def test_a_follower_may_change_over_at_any_time(self):
        """Behind a balancer the next request may meet the instance that has not read so far yet: it is not lost."""
        both = [self.api, self.other.client()]
        after = self.head()
        for turn in range(60):
            room = self.a_room(name=f"Room {turn}")
            here = self.changes(f"after={after}&wait=10", both[turn % 2])
            self.assertEqual([entry["changes"][0]["id"] for entry in here["changes"]], [room])
            after = here["next"]
            there = both[(turn + 1) % 2].get(f"/v1/changes?after={after}")
            self.assertEqual(there.status, 200, there)
            self.assertEqual(there.json["changes"], [])

    def test_both_tell_the_same_under_the_same_numbers(self):
        head = self.head()
        streams = [self.stream(self.service.port, last=head), self.stream(self.other.port, last=head)]
        clients = [self.service.client(), self.other.client()]
        writers = [threading.Thread(target=lambda client=client: [
            client.create("/v1/people", {"name": f"Guest {number}"}) for number in range(20)]) for client in clients]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        here, there = (stream.take(40) for stream in streams)
        self.assertEqual(here, there)
        self.assertEqual([number for number, _ in here], list(range(head + 1, head + 41)))

    def test_revoked_on_one_the_stream_of_the_other_ends(self):
        made = self.api.post("/v1/tokens", {"label": str(uuid.uuid4()), "role": "viewer"})
        self.until(lambda: self.other.client(made.json["token"]).get("/v1/people?limit=1").status == 200, "unknown")
        stream = self.stream(self.other.port, made.json["token"])
        self.api.delete(made.headers["Location"], made.etag)
        self.assertIsNone(stream.next())


class WhileTheStoreIsAway(ChangesTest):
    def test_followers_stay_and_miss_nothing(self):
        stream = self.stream()
        self.until(lambda: self.followers() == 1, "nobody follows")
        first, head = self.a_room(), self.head()
        self.assertEqual(stream.next()[1]["changes"][0]["id"], first)
        polling = self.in_background(lambda: self.changes(f"after={head}&wait=60", self.service.client()))
        self.until(lambda: self.followers() == 2, "nobody follows")
        self.service.kill_redis()
        reader = self.service.client()
        self.assertEqual(reader.get(f"/v1/changes?after={head - 1}").status, 200)
        self.service.wait_until_ready()
        second = self.a_room()
        for entry in [stream.next()[1], *polling.get(timeout=PATIENCE)["changes"]]:
            self.assertEqual(entry["changes"][0]["id"], second)

    def test_the_audit_says_so_soon(self):
        head = self.head()
        redis = self.service.redis_pid()
        os.kill(redis, signal.SIGSTOP)
        try:
            for ask in [lambda: self.api.get("/v1/audit?limit=1"), lambda: self.api.get(f"/v1/audit/{head}"),
                        lambda: self.api.post(f"/v1/audit/{head}/revert", {})]:
                began = time.monotonic()
                answer = ask()
                self.assertEqual((answer.status, answer.json["type"]), (503, "/problems/store-unavailable"), answer)
                self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
                self.assertLess(time.monotonic() - began, 5)
        finally:
            os.kill(redis, signal.SIGCONT)
        self.service.wait_until_ready()
        self.assertEqual(self.api.get(f"/v1/audit/{head}").status, 200)


class Stopping(unittest.TestCase):
    def test_is_quick_and_clean_with_followers(self):
        service = Service().start()
        self.addCleanup(service.close)
        client = service.client()
        head = client.get("/v1/changes?after=0&limit=1").json["head"]
        streams = [Stream(service.port, service.token) for _ in range(20)]
        answers = queue.Queue()
        polls = [threading.Thread(target=lambda: answers.put(service.client().get(f"/v1/changes?after={head}&wait=60")))
                 for _ in range(20)]
        for each in polls:
            each.start()
        end = time.monotonic() + PATIENCE
        while "karvon_change_followers 40" not in client.get("/metrics").body.decode():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)
        began = time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)
        for each in polls:
            each.join()
        for _ in polls:
            answer = answers.get_nowait()
            self.assertEqual((answer.status, answer.json["changes"], answer.json["next"]), (200, [], head))
        for stream in streams:
            self.assertIsNone(stream.next())
            stream.close()


if __name__ == "__main__":
    unittest.main()
