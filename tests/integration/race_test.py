"""Sixty-four clients want one room at the same time: each time exactly one gets it."""

import collections
import datetime
import os
import threading
import unittest

from overlap import overlaps, whole_agenda
from service import Service, ServiceTest

CLIENTS = 64
ROUNDS = int(os.environ.get("KARVON_RACE_ROUNDS", "200"))
FIRST_DAY = datetime.date(2027, 1, 1)


def race(ports, token, wish_of, rounds):
    """Lets CLIENTS clients, spread over `ports`, post `wish_of(client, round)` at once, round by round.

    The answers as one list of (status, body) a round.
    """
    answers = [[None] * CLIENTS for _ in range(rounds)]
    failures = []
    start = threading.Barrier(CLIENTS)

    def run(number):
        from service import Client
        client = Client(ports[number % len(ports)], token, timeout=60)
        try:
            for turn in range(rounds):
                start.wait()
                answer = client.post("/v1/master-classes", wish_of(number, turn))
                answers[turn][number] = (answer.status, answer.json)
        except Exception as failure:  # noqa: BLE001 - told by the main thread
            failures.append(failure)
            start.abort()
        finally:
            client.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return answers


class Race(ServiceTest):
    def check(self, ports, rounds):
        room = self.a_room(name="The only room")
        experts = [self.a_person(name=f"Expert {i}") for i in range(CLIENTS)]

        def wish(number, turn):
            day = FIRST_DAY + datetime.timedelta(days=turn)
            # All wishes overlap each other, and no two are the same.
            minute = number % 60
            return self.a_master_class(room, experts[number], f"{day}T10:{minute:02}:00", title=f"{number}/{turn}")

        for turn, answers in enumerate(race(ports, self.service.token, wish, rounds)):
            statuses = collections.Counter(status for status, _ in answers)
            self.assertEqual(statuses, {201: 1, 409: CLIENTS - 1}, f"round {turn}")
            [winner] = [body["id"] for status, body in answers if status == 201]
            for status, body in answers:
                if status == 409:
                    self.assertEqual({conflict["with"]["id"] for conflict in body["conflicts"]}, {winner})
                    self.assertEqual({conflict["rule"] for conflict in body["conflicts"]}, {"room-double-booked"})
        # The rounds may have taken longer than an idle connection lives.
        rows = whole_agenda(self.service.client(), FIRST_DAY, FIRST_DAY + datetime.timedelta(days=rounds + 1))
        booked = [row for row in rows if room in row["rooms"]]
        self.assertEqual(len(booked), rounds)
        self.assertEqual(overlaps(booked), [])

    def test_on_one_instance(self):
        self.check([self.service.port], ROUNDS)

    def test_on_two_instances_that_share_a_store(self):
        socket = self.service.data / "redis" / "redis.sock"
        other = Service(options=["--redis", f"unix://{socket}"])
        self.addCleanup(other.close)
        other.start()
        other.wait_until_ready()
        self.check([self.service.port, other.port], max(ROUNDS // 4, 10))


class IdempotencyRace(ServiceTest):
    def test_a_hundred_equal_requests_with_one_key_commit_once(self):
        from concurrent.futures import ThreadPoolExecutor

        def send(_):
            client = self.service.client()
            try:
                return client.post("/v1/people", {"name": "Once"}, {"Idempotency-Key": "only-once"})
            finally:
                client.close()

        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(send, range(100)))
        self.assertEqual({answer.status for answer in answers}, {201})
        self.assertEqual(len({answer.body for answer in answers}), 1)
        names = [person["name"] for person in self.api.get("/v1/people?limit=1000").json["items"]]
        self.assertEqual(names.count("Once"), 1)

    def test_of_changes_with_one_etag_one_wins(self):
        from concurrent.futures import ThreadPoolExecutor
        created = self.api.post("/v1/rooms", {"name": "Contested"})

        def change(number):
            client = self.service.client()
            try:
                return client.patch(created.headers["Location"], {"name": f"Room {number}"}, created.etag).status
            finally:
                client.close()

        with ThreadPoolExecutor(20) as pool:
            statuses = collections.Counter(pool.map(change, range(40)))
        self.assertEqual(statuses, {200: 1, 412: 39})


if __name__ == "__main__":
    unittest.main()
