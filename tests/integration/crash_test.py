"""kill -9 of the service, of its Redis, of both, under load: what was acknowledged is there afterwards."""

import contextlib
import datetime
import http.client
import itertools
import os
import random
import threading
import time
import unittest
import uuid

from overlap import overlaps, whole_agenda
from service import Client, Service

CRASHES = int(os.environ.get("KARVON_CRASHES", "20"))
WRITERS = 8
FIRST_HOUR = datetime.datetime(2027, 1, 1)
SEED = int(os.environ.get("KARVON_TEST_SEED", str(random.randrange(1 << 32))))


class Writer(threading.Thread):
    """Books, renames and cancels master classes in a room of its own, and remembers what was acknowledged."""

    def __init__(self, service, token, room, expert, number):
        super().__init__(daemon=True)
        self.service, self.token, self.room, self.expert = service, token, room, expert
        self.random = random.Random(SEED * 1000 + number)
        self.slots = itertools.count()
        self.stopping = threading.Event()
        self.acked = {}      # path -> (version, title, status)
        self.unknown = []    # (key, body) of bookings whose answer was lost
        self.in_doubt = set()  # paths whose last change was not answered
        self.failures = []

    def run(self):
        client = Client(self.service.port, self.token, timeout=10)
        while not self.stopping.is_set():
            try:
                self.retry_unknown(client)
                if self.acked and self.random.random() < 0.4:
                    self.change(client)
                else:
                    self.book(client)
            except (OSError, http.client.HTTPException):
                client.close()
                client.port = self.service.port
                time.sleep(0.02)
            except AssertionError as failure:
                self.failures.append(failure)
                break
        client.close()

    def book(self, client):
        slot = next(self.slots)
        start = FIRST_HOUR + datetime.timedelta(hours=slot)
        body = {"title": f"{self.name} {slot}", "start": start.isoformat(),
                "timeZone": "Asia/Tashkent", "duration": "PT1H", "expert": self.expert, "room": self.room}
        self.unknown.append((str(uuid.uuid4()), body))
        self.retry_unknown(client)

    def retry_unknown(self, client):
        """Sends what has no answer yet; the same key makes it happen once."""
        while self.unknown:
            key, body = self.unknown[0]
            answer = client.post("/v1/master-classes", body, {"Idempotency-Key": key})
            if answer.status == 503:
                time.sleep(0.05)
                if self.stopping.is_set():
                    return
                continue
            self.unknown.pop(0)
            assert answer.status == 201, answer
            self.acked[answer.headers["Location"]] = (1, body["title"], "confirmed")

    def change(self, client):
        path = self.random.choice(list(self.acked))
        version, title, status = self.acked[path]
        if path in self.in_doubt or status == "cancelled":
            return
        self.in_doubt.add(path)
        if self.random.random() < 0.5:
            answer = client.patch(path, {"title": title + "!"}, f'"{version}"')
            wanted = (version + 1, title + "!", status)
        else:
            answer = client.delete(path, f'"{version}"')
            wanted = (version + 1, title, "cancelled")
        if answer.status == 503:
            return
        assert answer.status == 200, answer
        self.acked[path] = wanted
        self.in_doubt.discard(path)

    def check(self, client, test):
        """Everything acknowledged is there; what was in doubt happened whole or not at all."""
        test.assertEqual(self.failures, [])
        for path, (version, title, status) in self.acked.items():
            answer = client.get(path)
            test.assertEqual(answer.status, 200, f"lost: {path} {title} (seed {SEED})")
            found = answer.json
            if path in self.in_doubt and found["version"] == version + 1:
                test.assertTrue((found["title"], found["status"]) in ((title + "!", status), (title, "cancelled")), found)
                self.acked[path] = (found["version"], found["title"], found["status"])
            else:
                test.assertEqual((found["version"], found["title"], found["status"]), (version, title, status))
            self.in_doubt.discard(path)


class Crash(unittest.TestCase):
    def setUp(self):
        print(f"crash test: seed {SEED}, {CRASHES} crashes", flush=True)
        self.random = random.Random(SEED)
        self.service = Service().start()
        self.addCleanup(self.service.close)
        api = self.service.client()
        self.places = [(api.create("/v1/rooms", {"name": f"Room {i}"}), api.create("/v1/people", {"name": f"Expert {i}"}))
                       for i in range(WRITERS)]
        self.writers = []

    def crash(self, victim):
        if victim in ("redis", "both"):
            with contextlib.suppress(ProcessLookupError):
                self.service.kill_redis()
        if victim in ("service", "both"):
            self.service.kill()
            self.service.start()
        self.service.wait_until_ready()

    def test_loses_nothing_that_was_acknowledged(self):
        token = self.service.token
        self.writers = [Writer(self.service, token, room, expert, number)
                        for number, (room, expert) in enumerate(self.places)]
        for writer in self.writers:
            writer.start()
        for turn in range(CRASHES):
            time.sleep(self.random.uniform(0.05, 0.6))
            self.crash(("service", "redis", "both")[turn % 3])
        time.sleep(0.5)
        for writer in self.writers:
            writer.stopping.set()
        for writer in self.writers:
            writer.join()
        client = self.service.client()
        total = sum(len(writer.acked) for writer in self.writers)
        print(f"crash test: {total} acknowledged bookings", flush=True)
        self.assertGreater(total, CRASHES)
        for writer in self.writers:
            writer.check(client, self)
        self.check_nothing_happened_twice(client)

    def check_nothing_happened_twice(self, client):
        rows = whole_agenda(client, "2027-01-01", "2036-01-01")
        titles = [row["title"].rstrip("!") for row in rows if row["kind"] == "master-class"]
        self.assertEqual(len(titles), len(set(titles)))
        for room, _ in self.places:
            booked = sorted((row for row in rows if room in row["rooms"]), key=lambda row: row["startUtc"])
            self.assertEqual([pair for a, b in zip(booked, booked[1:]) for pair in overlaps([a, b])], [])


class Stop(unittest.TestCase):
    def test_on_sigterm_is_clean_and_quick_under_load(self):
        service = Service().start()
        self.addCleanup(service.close)
        api = service.client()
        writer = Writer(service, service.token, api.create("/v1/rooms", {"name": "Room"}),
                        api.create("/v1/people", {"name": "Expert"}), 0)
        writer.start()
        time.sleep(0.5)
        begin = time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - begin, 10)
        writer.stopping.set()
        writer.join()
        service.start()
        writer.check(service.client(), self)


class RedisAway(unittest.TestCase):
    def test_reads_go_on_and_writes_get_503(self):
        service = Service().start()
        self.addCleanup(service.close)
        api = service.client()
        redis = service.redis_pid()
        os.kill(redis, 19)  # SIGSTOP
        try:
            for _ in range(2):
                begin = time.monotonic()
                refused = api.post("/v1/people", {"name": "Nobody"})
                self.assertEqual(refused.status, 503)
                self.assertLess(time.monotonic() - begin, 2)
                self.assertTrue(refused.headers["Retry-After"])
            calendar = api.get("/calendar.ics")
            self.assertEqual(calendar.status, 200)
            self.assertGreater(int(calendar.headers["Karvon-Staleness"]), 0)
            self.assertEqual(api.get("/v1/institutions").status, 200)
            self.assertEqual(api.get("/readyz").status, 503)
        finally:
            os.kill(redis, 18)  # SIGCONT
        service.wait_until_ready(5)
        self.assertEqual(api.post("/v1/people", {"name": "Somebody"}).status, 201)
        self.assertIsNone(api.get("/calendar.ics").headers["Karvon-Staleness"])


if __name__ == "__main__":
    unittest.main()
