"""A running Karvon for the tests: the real binary on a data directory of its own, and a client for its API."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

KARVON = os.environ["KARVON_BINARY"]
SEED = os.environ["KARVON_SEED_FILE"]
READY = re.compile(r"ready at http://([\d.]+):(\d+) ")
START_SECONDS = 60


class Answer:
    """A whole HTTP answer."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def etag(self):
        return self.headers["ETag"]

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Client:
    """One connection that stays open, with a token. Not for several threads at once."""

    def __init__(self, port, token=None, timeout=30):
        self.port, self.token, self.timeout = port, token, timeout
        self.connection = None

    def request(self, method, path, body=None, headers=None):
        sent = dict(headers or {})
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            kind = "application/merge-patch+json" if method == "PATCH" else "application/json"
            sent.setdefault("Content-Type", kind)
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            self.connection.request(method, path, body, sent)
            answer = Answer(self.connection.getresponse())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def get(self, path, headers=None):
        return self.request("GET", path, headers=headers)

    def post(self, path, body, headers=None):
        return self.request("POST", path, body, headers)

    def patch(self, path, body, etag):
        return self.request("PATCH", path, body, {"If-Match": etag})

    def delete(self, path, etag):
        return self.request("DELETE", path, headers={"If-Match": etag})

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def create(self, path, body):
        """The id of what must be created."""
        answer = self.post(path, body)
        assert answer.status == 201, answer
        return answer.json["id"]


class Service:
    """`karvon serve` as a child process. Data stay when it is killed and started again."""

    def __init__(self, data=None, options=(), seed=True):
        self.data = pathlib.Path(data or tempfile.mkdtemp(prefix="karvon-test-"))
        self.owns_data = data is None
        self.options = list(options) + (["--seed", SEED] if seed else [])
        self.process = None
        self.port = 0
        self.clients = []

    def start(self):
        log = open(self.data.parent / (self.data.name + ".log"), "ab")
        with log:
            self.process = subprocess.Popen(
                [KARVON, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}", *self.options],
                stdout=subprocess.PIPE, stderr=log)
        self.ready_line = self.process.stdout.readline().decode()
        found = READY.search(self.ready_line)
        if not found:
            raise RuntimeError(f"karvon did not start: {self.ready_line!r}\n{self.log()[-2000:]}")
        self.port = int(found.group(2))
        return self

    @property
    def token(self):
        return (self.data / "admin.token").read_text().strip()

    def log(self):
        return (self.data.parent / (self.data.name + ".log")).read_text(errors="replace")

    def client(self, token=None, timeout=30):
        client = Client(self.port, token or self.token, timeout)
        self.clients.append(client)
        return client

    def redis_pid(self):
        return int((self.data / "redis" / "redis.pid").read_text())

    def kill(self):
        """As a crash would: kill -9, nothing is told to anybody."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def kill_redis(self):
        os.kill(self.redis_pid(), signal.SIGKILL)

    def stop(self):
        """SIGTERM. The exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=20)
        self.process.stdout.close()
        return code

    def wait_until_ready(self, seconds=START_SECONDS):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(OSError, http.client.HTTPException):
                client = Client(self.port, timeout=2)
                try:
                    if client.get("/readyz").status == 200:
                        return
                finally:
                    client.close()
            time.sleep(0.05)
        raise AssertionError(f"not ready after {seconds} s\n{self.log()[-2000:]}")

    def close(self):
        for client in self.clients:
            client.close()
        if self.process is not None and self.process.poll() is None:
            self.stop()
        if self.owns_data:
            shutil.rmtree(self.data, ignore_errors=True)
            (self.data.parent / (self.data.name + ".log")).unlink(missing_ok=True)


class ServiceTest(unittest.TestCase):
    """Tests that share one running service."""

    options = ()

    @classmethod
    def setUpClass(cls):
        cls.service = Service(options=cls.options).start()
        cls.addClassCleanup(cls.service.close)

    def setUp(self):
        self.api = self.service.client()
        self.addCleanup(self.api.close)

    def a_room(self, **fields):
        return self.api.create("/v1/rooms", {"name": "Black Box", **fields})

    def a_person(self, **fields):
        return self.api.create("/v1/people", {"name": "Kim Minseo", **fields})

    def a_master_class(self, room, expert, start="2027-02-01T14:00:00", **fields):
        return {"title": "Stage movement", "start": start, "timeZone": "Asia/Tashkent", "duration": "PT2H",
                "expert": expert, "room": room, **fields}
