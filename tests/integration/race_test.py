"""Many want the same at the same time: one room, one key, one version. Each time exactly one gets it."""

import collections
import concurrent.futures
import datetime
import os
import threading
import time
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
    """Over two instances that share a store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.service.beside()
        cls.addClassCleanup(cls.other.close)

    def at_once(self, count, ask):
        """The answers to `ask(client, number)`, sent by 20 clients, half of them to either instance."""

        def send(number):
            client = [self.service, self.other][number % 2].client()
            try:
                return ask(client, number)
            finally:
                client.close()

        with concurrent.futures.ThreadPoolExecutor(20) as pool:
            return list(pool.map(send, range(count)))

    def changes_since(self, head):
        entries = self.api.get(f"/v1/audit?after={head}").json["entries"]
        return [change for entry in entries for change in entry["changes"]]

    def head(self):
        return self.api.get("/v1/audit?order=newest&limit=1").json["entries"][0]["sequence"]

    def test_a_hundred_equal_requests_with_one_key_commit_once(self):
        for turn in range(3):
            head, key = self.head(), {"Idempotency-Key": f"only-once-{turn}"}
            answers = self.at_once(100, lambda client, _: client.post("/v1/people", {"name": "Once"}, key))
            self.assertEqual({(answer.status, answer.body, answer.etag, answer.headers["Location"])
                              for answer in answers},
                             {(201, answers[0].body, '"1"', answers[0].headers["Location"])})
            self.assertEqual([answer.headers["Idempotency-Replayed"] for answer in answers].count(None), 1)
            self.assertEqual([change["id"] for change in self.changes_since(head)], [answers[0].json["id"]])

    def test_lists_of_requests_with_one_key_are_done_once(self):
        operations = [{"method": "POST", "path": "/v1/rooms", "body": {"name": f"Room {number}"}} for number in range(5)]
        head = self.head()
        answers = self.at_once(40, lambda client, _: client.post(
            "/v1/bulk", {"operations": operations}, {"Idempotency-Key": "one-list"}))
        self.assertEqual({answer.status for answer in answers}, {200})
        bodies = {tuple(each["body"]["id"] for each in answer.json["results"]) for answer in answers}
        self.assertEqual(len(bodies), 1)
        self.assertEqual([change["id"] for change in self.changes_since(head)], list(bodies.pop()))

    def test_different_requests_with_one_key_leave_one(self):
        head = self.head()
        answers = self.at_once(40, lambda client, number: client.post(
            "/v1/people", {"name": f"Guest {number}"}, {"Idempotency-Key": "contested"}))
        self.assertEqual(collections.Counter(answer.status for answer in answers), {201: 1, 422: 39})
        self.assertEqual(len(self.changes_since(head)), 1)

    def test_of_changes_with_one_etag_one_wins(self):
        for _ in range(3):
            created = self.api.post("/v1/rooms", {"name": "Contested"})
            path = created.headers["Location"]
            self.await_on_other(path)
            head = self.head()
            answers = self.at_once(40, lambda client, number: client.patch(
                path, {"name": f"Room {number}"}, created.etag))
            self.assertEqual(collections.Counter(answer.status for answer in answers), {200: 1, 412: 39})
            [winner] = [answer.json["name"] for answer in answers if answer.status == 200]
            now = self.api.get(path)
            self.assertEqual((now.json["name"], now.etag), (winner, '"2"'))
            self.assertEqual([change["after"]["name"] for change in self.changes_since(head)], [winner])

    def await_on_other(self, path):
        client = self.other.client()
        end = time.monotonic() + 5
        while client.get(path).status != 200:
            self.assertLess(time.monotonic(), end)
        client.close()

    def test_two_admins_who_demote_each_other_leave_one(self):
        [first] = [each for each in self.api.get("/v1/tokens").json["items"] if each["role"] == "admin"]
        for _ in range(5):
            second = self.api.post("/v1/tokens", {"label": "second", "role": "admin"})
            paths = ["/v1/tokens/" + first["id"], second.headers["Location"]]
            tokens = [second.json["token"], self.service.token]
            self.await_on_other(paths[1])
            etags = [self.api.get(path).etag for path in paths]
            start = threading.Barrier(2)

            def demote(number):
                client = [self.service, self.other][number].client(tokens[number])
                client.get("/v1/rooms?limit=1")
                start.wait()
                try:
                    return client.patch(paths[number], {"role": "viewer"}, etags[number]).status
                finally:
                    client.close()

            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                statuses = list(pool.map(demote, range(2)))
            self.assertEqual(statuses.count(200), 1, statuses)
            left = self.service.client(tokens[statuses.index(200)])
            back = left.patch(paths[statuses.index(200)], {"role": "admin"}, "*")
            self.assertEqual(back.status, 200, back)
            self.api.delete(paths[1], "*")


if __name__ == "__main__":
    unittest.main()
