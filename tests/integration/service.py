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

    problems = set()  # the type of every problem that any client was told of

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
        if answer.headers.get("Content-Type") == "application/problem+json" and answer.body:
            Client.problems.add(answer.json["type"])
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
        self.token_of_another = None

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
        return self.token_of_another or (self.data / "admin.token").read_text().strip()

    def log(self):
        return (self.data.parent / (self.data.name + ".log")).read_text(errors="replace")

    def client(self, token=None, timeout=30):
        client = Client(self.port, token or self.token, timeout)
        self.clients.append(client)
        return client

    def beside(self, options=()):
        """Another instance on the same store, ready. The test closes it."""
        other = Service(options=["--redis", f"unix://{self.redis_socket()}", *options])
        other.token_of_another = self.token
        try:
            other.start()
            other.wait_until_ready()
        except BaseException:
            other.close()
            raise
        return other

    def redis_socket(self):
        return self.data / "redis" / "redis.sock"

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


def shared_service():
    """The one that all classes of a module share who ask for it."""
    if not hasattr(shared_service, "service"):
        service = shared_service.service = Service().start()
        unittest.addModuleCleanup(service.close)
        unittest.addModuleCleanup(delattr, shared_service, "service")
    return shared_service.service


class ServiceTest(unittest.TestCase):
    """Tests that share one running service."""

    options = ()
    shares = False  # whether other classes of the module may use the same service

    @classmethod
    def setUpClass(cls):
        if cls.shares:
            cls.service = shared_service()
        else:
            cls.service = Service(options=cls.options).start()
            cls.addClassCleanup(cls.service.close)
        cls.addClassCleanup(cls.explains_its_problems)

    @classmethod
    def explains_its_problems(cls):
        """Whatever a client was told in these tests has a page that says what it means."""
        if cls.service.process.poll() is not None:
            return
        client = Client(cls.service.port)
        try:
            missing = {kind: answer.status for kind in sorted(Client.problems)
                       if (answer := client.get(kind)).status not in (200, 429)}
        finally:
            client.close()
        assert not missing, f"problems without a page: {missing}"

    def setUp(self):
        self.api = self.service.client()
        self.addCleanup(self.api.close)

    def a_token(self, role, **fields):
        """The secret of a new token."""
        made = self.api.post("/v1/tokens", {"label": f"{role} of a test", "role": role, **fields})
        self.assertEqual(made.status, 201, made)
        return made.json["token"]

    def client_of(self, role, **fields):
        """A client with a new token."""
        client = self.service.client(self.a_token(role, **fields))
        self.addCleanup(client.close)
        return client

    def a_room(self, **fields):
        return self.api.create("/v1/rooms", {"name": "Black Box", **fields})

    def a_person(self, **fields):
        return self.api.create("/v1/people", {"name": "Kim Minseo", **fields})

    def a_master_class(self, room, expert, start="2027-02-01T14:00:00", **fields):
        return {"title": "Stage movement", "start": start, "timeZone": "Asia/Tashkent", "duration": "PT2H",
                "expert": expert, "room": room, **fields}
