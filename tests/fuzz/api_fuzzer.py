#!/usr/bin/env python3
"""Sends valid and broken requests for every operation of /openapi.json, in every role, to a service that it starts.

api_fuzzer.py [--requests N] [--seconds S] [--seed N] [--workers N]

It fails on an answer that is no answer of the document (see judge.py), on none at all, on a secret in an answer or in the
log, and, after a long run, on memory that grows. It prints each kind of finding once, with a request that shows it.
"""

import argparse
import collections
import http.client
import json
import multiprocessing
import os
import pathlib
import queue
import random
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "integration"))

from judge import Judge  # noqa: E402
from request_maker import ROLES, Operation, Requests  # noqa: E402
from schema_check import SchemaCheck  # noqa: E402
from service import KARVON, Service  # noqa: E402
from values import Values  # noqa: E402
from world import World  # noqa: E402

PATIENCE = 20.0  # seconds that an answer may take
# Memory is looked at in runs of this length: a third of them is to warm up.
LONG_RUN = 50_000
GROWTH, SLACK_KB = 1.15, 16_384


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


class Connection:
    def __init__(self, port):
        self.port, self.connection = port, None

    def send(self, request):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self.connection.request(request.method, request.target, request.body, request.headers)
            answer = Answer(self.connection.getresponse())
        except BaseException:
            self.close()
            raise
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Worker:
    """One connection's requests. Counts what it sees, and reports findings."""

    def __init__(self, number, port, seed, document, tokens):
        self.random = random.Random(f"{seed}/{number}")
        self.check = SchemaCheck(document)
        self.world = World(self.random)
        operations = [Operation(path, method, described, self.check)
                      for path, methods in document["paths"].items() for method, described in methods.items()]
        values = Values(self.random, self.world, self.check)
        self.requests = Requests(self.random, operations, values, self.world, tokens, f"{seed}-{number}")
        self.judge = Judge(self.check, self.world, tokens)
        self.connection = Connection(port)
        self.statuses, self.succeeded, self.findings = collections.Counter(), set(), {}
        self.slowest = 0.0

    def one(self):
        request = self.requests.next()
        began = time.monotonic()
        try:
            answer = self.connection.send(request)
        except (ValueError, UnicodeError):
            return  # what our own client refuses to send
        except (OSError, http.client.HTTPException) as error:
            return self.find(request, f"no answer: {type(error).__name__}", f"{error}")
        self.slowest = max(self.slowest, time.monotonic() - began)
        for objection in self.judge.objections(request, answer):
            self.find(request, objection, f"{answer.status} {answer.text[:800]}")
        self.statuses[answer.status] += 1
        self.learn(request, answer)

    def find(self, request, objection, shown):
        kind = f"{request.operation.id}: {objection}"
        first = self.findings.setdefault(kind, [0, f"{request}\n    -> {shown}"])
        first[0] += 1

    def learn(self, request, answer):
        key = request.headers.get("Idempotency-Key")
        if key and request.method == "POST":
            self.world.senders[key].add(request.role)
        if answer.status >= 400 or request.method != request.operation.method:
            return
        self.succeeded.add(request.operation.id)
        self.world.learn_link(answer.headers.get("Link"))
        if answer.status == 204:
            return self.world.forget(request.path)
        if "dryRun" not in request.target and answer.headers.get("Content-Type", "").startswith("application/json"):
            self.world.learn(request.path, answer, json.loads(answer.text))


def work(number, port, seed, document, tokens, shares, results):
    count, end = shares
    worker = Worker(number, port, seed, document, tokens)
    sent = 0
    while sent < count and time.monotonic() < end:
        worker.one()
        sent += 1
        if sent % 200 == 0:
            results.put(("sent", 200))
    worker.connection.close()
    results.put(("done", (sent % 200, worker.statuses, worker.succeeded, worker.findings, worker.slowest,
                          worker.world.secrets)))


class Run:
    """All workers on one service."""

    def __init__(self, service, options):
        self.service, self.options = service, options
        self.sent, self.memory = 0, []
        self.statuses, self.succeeded, self.findings = collections.Counter(), set(), {}
        self.secrets, self.slowest = set(), 0.0

    def tokens(self):
        made = {"nobody": "kv_" + "x" * 43}
        for role in ROLES:
            command = [KARVON, "token", "create", "--data", str(self.service.data), "--role", role, "--label", role]
            made[role] = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
        return made

    def execute(self):
        document = self.service.client().get("/openapi.json").json
        self.operations = {each["operationId"] for methods in document["paths"].values() for each in methods.values()}
        tokens = self.tokens()
        self.secrets.update(tokens.values())
        results = multiprocessing.Queue()
        shares = (-(-self.options.requests // self.options.workers), time.monotonic() + self.options.seconds)
        workers = [multiprocessing.Process(target=work, args=(number, self.service.port, self.options.seed, document,
                                                              tokens, shares, results))
                   for number in range(self.options.workers)]
        for worker in workers:
            worker.start()
        waiting = len(workers)
        while waiting:
            waiting -= self.take(results, workers)
        for worker in workers:
            worker.join()

    def take(self, results, workers):
        """How many workers are done by this."""
        try:
            what, value = results.get(timeout=PATIENCE * 3)
        except queue.Empty:
            if all(worker.is_alive() for worker in workers):
                return 0
            self.findings["a worker: died"] = [1, "its reason is above"]
            return len(workers)
        if what == "sent":
            self.count(value)
            return 0
        rest, statuses, succeeded, findings, slowest, secrets = value
        self.count(rest)
        self.statuses += statuses
        self.succeeded |= succeeded
        self.slowest = max(self.slowest, slowest)
        self.secrets.update(secrets)
        for kind, (times, example) in findings.items():
            self.findings.setdefault(kind, [0, example])[0] += times
        return 1

    def count(self, sent):
        self.sent += sent
        status = pathlib.Path(f"/proc/{self.service.process.pid}/status")
        if status.exists():
            resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
            self.memory.append(int(resident.split()[1]))

    def look_at_the_end(self):
        if self.service.process.poll() is not None:
            self.findings["the service: ended"] = [1, f"exit code {self.service.process.returncode}"]
        log = self.service.log()
        if any(secret in log for secret in self.secrets):
            self.findings["the log: holds a secret"] = [1, "see the data directory's log"]
        if self.sent >= LONG_RUN:
            third = len(self.memory) // 3
            before, after = sorted(self.memory[third:2 * third])[third // 2], sorted(self.memory[-third:])[third // 2]
            if after > before * GROWTH + SLACK_KB:
                self.findings["memory: grows"] = [1, f"{before} KiB in the second third, {after} KiB in the last"]

    def report(self):
        print(f"{self.sent} requests, {len(self.succeeded)} of {len(self.operations)} operations succeeded, "
              f"slowest answer {self.slowest:.2f} s, memory {self.memory[0] // 1024} to {self.memory[-1] // 1024} MiB")
        print("never succeeded: " + (", ".join(sorted(self.operations - self.succeeded)) or "none"))
        print("statuses: " + ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items())))
        for kind, (times, example) in sorted(self.findings.items()):
            print(f"\nFINDING {kind} ({times} times)\n    {example}")
        print(f"\n{len(self.findings)} findings; the seed was {self.options.seed}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10**9, help="so many in all (the long run: 200000)")
    parser.add_argument("--seconds", type=float, default=None, help="at most so long (default: 20, or no end with --requests)")
    parser.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    parser.add_argument("--workers", type=int, default=3)
    options = parser.parse_args()
    if options.seconds is None:
        options.seconds = 20 if options.requests == 10**9 else 10**6
    print(f"seed {options.seed}", flush=True)
    # A fuzzer asks oftener than any limit of requests allows.
    unlimited = ["--rate-limit", "0", "--address-rate-limit", "0"]
    service = Service(options=unlimited + os.environ.get("KARVON_FUZZ_OPTIONS", "").split()).start()
    try:
        run = Run(service, options)
        run.execute()
        run.look_at_the_end()
        run.report()
    finally:
        service.close()
    return 1 if run.findings else 0


if __name__ == "__main__":
    sys.exit(main())
