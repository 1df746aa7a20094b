"""Thousands of clients that send or read as slowly as they can (slowhttptest): the others do not notice.

RELIABILITY.md 19.
"""

import contextlib
import datetime
import http.client
import os
import pathlib
import statistics
import subprocess
import tempfile
import threading
import time
import unittest
import unittest.mock

import service
from service import Client, Service

CONNECTIONS = int(os.environ.get("KARVON_SLOW_CLIENTS", "3000"))
SECONDS = int(os.environ.get("KARVON_SLOW_SECONDS", "12"))
CALM_SECONDS = 4
EVENTS = 200
DESCRIPTORS = 1500  # of the service that is to be full
# How much slower an answer may be beside the slow clients: `RATIO` times, but less than the floor is never too slow. The
# clients of the attack share the machine with the service, so this is about orders of magnitude.
RATIO = 10
FLOOR_MEDIAN, FLOOR_99TH = 0.05, 0.15
MEBIBYTE = 1024 * 1024


class Attack:
    """A run of slowhttptest. Each of its connections sends or reads a few bytes a second."""

    def __init__(self, port, mode, connections=CONNECTIONS, seconds=SECONDS):
        self.process = subprocess.Popen(
            ["slowhttptest", *mode, "-c", str(connections), "-r", "1000", "-l", str(seconds), "-i", "1", "-x", "8",
             "-u", f"http://127.0.0.1:{port}/calendar.ics"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.output = ""
        # It says a lot, and would wait for somebody to read it.
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        self.output = self.process.stdout.read()

    @property
    def under_way(self):
        return self.process.poll() is None

    def finish(self):
        if self.under_way:
            self.process.kill()
        self.reader.join()
        self.process.stdout.close()
        return self.process.wait()


class Neighbour:
    """A client that asks one thing after the other, and notes how long it took and what came back wrong."""

    def __init__(self, service, feed):
        self.port, self.token, self.feed = service.port, service.token, feed
        self.seconds = []
        self.wrong = []
        self.asked = 0

    def ask_until(self, is_over, keep=True):
        """On new connections, and if `keep` on one that stays open in turn with them."""
        kept = Client(self.port, self.token)
        try:
            while not is_over():
                if keep:
                    self.ask(kept)
                with contextlib.closing(Client(self.port, self.token)) as fresh:
                    self.ask(fresh)
                time.sleep(0.005)
        finally:
            kept.close()

    def ask(self, client):
        asks = [self.ask_for_rooms, self.ask_for_feed, self.ask_for_change]
        begin = time.perf_counter()
        try:
            fault = asks[self.asked % len(asks)](client)
        except (OSError, http.client.HTTPException) as failure:
            fault = repr(failure)
        self.seconds.append(time.perf_counter() - begin)
        self.asked += 1
        if fault:
            self.wrong.append(fault)

    def ask_for_rooms(self, client):
        answer = client.get("/v1/rooms")
        return None if answer.status == 200 and answer.json["items"] else answer

    def ask_for_feed(self, client):
        answer = client.get("/calendar.ics")
        return None if answer.status == 200 and answer.body == self.feed else answer

    def ask_for_change(self, client):
        name = f"Neighbour {self.asked}"
        answer = client.post("/v1/people", {"name": name})
        return None if answer.status == 201 and answer.json["name"] == name else answer

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def slowest_hundredth(self):
        return statistics.quantiles(self.seconds, n=100)[-1]

    def __str__(self):
        return (f"{len(self.seconds)} answers, median {self.median * 1000:.1f} ms, "
                f"99th percentile {self.slowest_hundredth * 1000:.1f} ms")


def descriptors(service):
    return len(os.listdir(f"/proc/{service.process.pid}/fd"))


def memory(service):
    """Resident, in bytes."""
    fields = pathlib.Path(f"/proc/{service.process.pid}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in fields if line.startswith("VmRSS:")]
    return int(kilobytes) * 1024


def fill(api):
    """A calendar that does not fit a slow reader's window."""
    room = api.create("/v1/rooms", {"name": "Black Box"})
    expert = api.create("/v1/people", {"name": "Kim Minseo"})
    for number in range(EVENTS):
        day = datetime.date(2027, 1, 4) + datetime.timedelta(days=number)
        answer = api.post("/v1/master-classes", {
            "title": f"Stage movement {number}, " + "in all that belongs to it " * 6, "start": f"{day}T14:00:00",
            "timeZone": "Asia/Tashkent", "duration": "PT1H", "expert": expert, "room": room,
            "override": {"reason": "It is a test of something else"}})
        assert answer.status == 201, answer


class SlowClients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(options=["--address-rate-limit", "0"]).start()  # all share one address here
        cls.addClassCleanup(cls.service.close)
        fill(cls.service.client())
        cls.feed = cls.service.client().get("/calendar.ics").body
        for client in cls.service.clients:
            client.close()

    def check(self, *mode, connections=CONNECTIONS, stay=True):
        """`stay`: the service has to bear all the connections at once."""
        before = descriptors(self.service)
        calm = Neighbour(self.service, self.feed)
        end = time.monotonic() + CALM_SECONDS
        calm.ask_until(lambda: time.monotonic() > end)
        self.assertEqual(calm.wrong, [])
        of_calm = memory(self.service)

        attack = Attack(self.service.port, mode, connections)
        self.addCleanup(attack.finish)
        most = 0

        def is_over():
            nonlocal most
            most = max(most, descriptors(self.service))
            return not attack.under_way

        beside = Neighbour(self.service, self.feed)
        beside.ask_until(is_over)
        of_attack = memory(self.service)
        self.assertEqual(attack.finish(), 0, attack.output[-2000:])
        print(f"\n{' '.join(mode)}: {most} descriptors, {of_calm // MEBIBYTE} MiB before, {of_attack // MEBIBYTE} MiB "
              f"under attack\n  calm:   {calm}\n  beside: {beside}", flush=True)

        self.assertEqual(beside.wrong, [])
        if stay:  # two descriptors each; the last ones may not have come before the end
            self.assertGreater(most, before + connections, "the attack did not get through")
        self.assertLess(beside.median, max(RATIO * calm.median, FLOOR_MEDIAN))
        self.assertLess(beside.slowest_hundredth, max(RATIO * calm.slowest_hundredth, FLOOR_99TH))
        self.check_that_nothing_is_left(before, of_calm)

    def check_that_nothing_is_left(self, descriptors_before, memory_before):
        self.assertEqual(self.service.client().get("/readyz").status, 200)
        for client in self.service.clients:
            client.close()
        # What a client that is gone was owed is kept until the server may take it for gone.
        end = time.monotonic() + 45
        while descriptors(self.service) > descriptors_before + 4 and time.monotonic() < end:
            time.sleep(0.2)
        self.assertLessEqual(descriptors(self.service), descriptors_before + 4)
        # The allocator keeps some for the next time.
        self.assertLess(memory(self.service), memory_before + 64 * MEBIBYTE)

    def test_the_second_time_takes_no_more_memory(self):
        after = []
        for _ in range(2):
            attack = Attack(self.service.port, ["-B", "-s", "8192"], seconds=SECONDS // 2)
            self.addCleanup(attack.finish)
            self.assertEqual(attack.process.wait(), 0)
            after.append(memory(self.service))
        self.assertLess(after[1], after[0] + 8 * MEBIBYTE)

    def test_slow_headers(self):
        self.check("-H")

    def test_slow_bodies(self):
        self.check("-B", "-s", "8192")

    def test_ranges(self):
        # Answered like any others: ranges are not served. So they come and go, a thousand a second.
        self.check("-R", "-a", "1", "-b", "3000", connections=1000 * SECONDS, stay=False)

    def test_slow_reading(self):
        self.check("-X", "-k", "3", "-w", "64", "-y", "256", "-z", "16", "-n", "1")


class FullService(unittest.TestCase):
    def test_takes_new_clients_in_place_of_slow_ones(self):
        folder = tempfile.TemporaryDirectory(prefix="karvon-test-")
        self.addCleanup(folder.cleanup)
        few = pathlib.Path(folder.name) / "karvon-with-few-descriptors"
        few.write_text(f'#!/bin/sh\nulimit -n {DESCRIPTORS} && exec "{service.KARVON}" "$@"\n')
        few.chmod(0o700)
        full = service.Service()
        self.addCleanup(full.close)
        with unittest.mock.patch("service.KARVON", str(few)):
            full.start()
        full.client().create("/v1/rooms", {"name": "Black Box"})
        feed = full.clients[0].get("/calendar.ics").body
        full.clients[0].close()

        attack = Attack(full.port, ["-H"], seconds=SECONDS // 2)
        self.addCleanup(attack.finish)
        neighbour = Neighbour(full, feed)
        most = 0

        def is_over():
            nonlocal most
            most = max(most, descriptors(full))
            return not attack.under_way

        # Only new connections: one that is idle for long enough may have to go like any other.
        neighbour.ask_until(is_over, keep=False)
        print(f"\nfull: {most} descriptors of {DESCRIPTORS}, {neighbour}", flush=True)
        self.assertGreater(most, DESCRIPTORS * 2 // 3, "the service was never full")
        self.assertEqual(neighbour.wrong, [])


if __name__ == "__main__":
    unittest.main()
