"""The program as its operator meets it: options, exit codes, files, signals."""

import json
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from service import KARVON, SEED, READY, Service


def run(*arguments, **environment):
    return subprocess.run([KARVON, *arguments], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **environment})


class CommandLine(unittest.TestCase):
    def test_says_its_version_and_its_options(self):
        self.assertRegex(run("version").stdout, r"^karvon \d+\.\d+\.\d+\n$")
        helped = run("serve", "--help")
        self.assertEqual(helped.returncode, 0)
        for option in ("--data", "--listen", "--public-url", "--redis", "--department", "--time-zone", "--seed", "--log-level"):
            self.assertIn(option, helped.stdout)

    def test_bad_options_end_with_2_and_say_why(self):
        for arguments, word in ((("serve", "--nonsense"), "--nonsense"), ((), "subcommand"), (("fly",), "--help"),
                                (("serve", "--listen", "8080"), "127.0.0.1:8080"),
                                (("serve", "--listen", "127.0.0.1:99999"), "127.0.0.1:8080"),
                                (("serve", "--public-url", "karvon.example"), "https://"),
                                (("serve", "--time-zone", "Mars/Base"), "Mars/Base"),
                                (("serve", "--seed", "/nowhere.json"), "/nowhere.json"),
                                (("serve", "--redis", "http://x"), "--redis"),
                                (("serve", "--department", "Not A Slug"), "hyphens")):
            with self.subTest(arguments), tempfile.TemporaryDirectory() as folder:
                ended = run(*arguments, KARVON_DATA=folder)
                self.assertEqual(ended.returncode, 2, ended)
                self.assertIn(word, ended.stderr + ended.stdout)

    def test_an_unusable_seed_ends_with_1_and_says_where(self):
        with tempfile.TemporaryDirectory() as folder:
            seed = pathlib.Path(folder) / "seed.json"
            seed.write_text('{"department":{"slug":"x","name":"y","timeZone":"Mars/Base"}}')
            ended = run("serve", "--data", folder, "--seed", str(seed), "--listen", "127.0.0.1:0")
            self.assertEqual(ended.returncode, 1)
            self.assertIn("/department/timeZone", ended.stderr)


class TimeZoneRules(unittest.TestCase):
    """A department that was last looked through under older rules of the time zones."""

    OLD = "2019a"

    def setUp(self):
        self.service = Service().start()
        self.addCleanup(self.service.close)
        self.api = self.service.client()
        self.installed = self.settings()["timeZoneRules"]

    def settings(self):
        return self.service.client().get("/v1/settings").json

    def make_old(self):
        def redis(*words):
            return subprocess.run(["redis-cli", "-s", self.service.data / "redis" / "redis.sock", *words],
                                  capture_output=True, text=True, timeout=10, check=True).stdout.strip()
        objects = next(key for key in redis("KEYS", "*").split() if key.endswith(":objects"))
        name = "settings/" + self.settings()["id"]
        stored = redis("HGET", objects, name)
        self.assertIn(self.installed, stored)
        redis("HSET", objects, name, stored.replace(f'"{self.installed}"', f'"{self.OLD}"'))

    def start_again(self):
        self.assertEqual(self.service.stop(), 0)
        self.service.start()

    def wait_for_the_look(self):
        end = time.monotonic() + 30
        while self.settings()["timeZoneRules"] != self.installed:
            self.assertLess(time.monotonic(), end, self.service.log())
            time.sleep(0.05)

    def clash(self):
        room = self.api.create("/v1/rooms", {"name": "Black Box"})
        for start in ("14:00", "15:00"):
            expert = self.api.create("/v1/people", {"name": "Kim Minseo"})
            booked = self.api.post("/v1/master-classes", {
                "title": "Secret rehearsal", "start": f"2027-02-01T{start}:00", "timeZone": "Asia/Tashkent",
                "duration": "PT2H", "expert": expert, "room": room, "override": {"reason": "both fit in"}})
            self.assertEqual(booked.status, 201, booked)
        return booked.json["id"]

    def test_a_new_version_is_looked_through_once(self):
        self.clash()
        self.make_old()
        self.start_again()
        self.wait_for_the_look()
        said = f"are those of {self.installed}, and were those of {self.OLD}: 1 clash is ahead"
        self.assertEqual(self.service.log().count(said), 1, self.service.log())
        self.assertRegex(self.service.log(), r"master-class [0-9a-f-]{36} at 2027-02-01T10:00:00Z: room-double-booked")
        self.assertNotIn("Secret", self.service.log())
        self.start_again()
        self.assertEqual(self.settings()["timeZoneRules"], self.installed)
        self.assertEqual(self.service.log().count(said), 1)

    def test_the_version_is_nobody_elses_to_set(self):
        settings = self.api.get("/v1/settings")
        refused = self.api.patch("/v1/settings", {"timeZoneRules": self.OLD}, settings.etag)
        self.assertEqual((refused.status, refused.json["errors"][0]["pointer"]), (422, "/timeZoneRules"))
        renamed = self.api.patch("/v1/settings", {"defaultTravelTime": "PT20M"}, settings.etag)
        self.assertEqual((renamed.status, renamed.json["timeZoneRules"]), (200, self.installed))


class Serving(unittest.TestCase):
    def setUp(self):
        self.service = Service().start()
        self.addCleanup(self.service.close)

    def test_alarms_nobody_when_all_is_well(self):
        self.service.client().create("/v1/rooms", {"name": "Black Box"})
        self.assertNotIn("[error]", self.service.log())
        self.assertNotIn("[warning]", self.service.log())

    def test_tells_in_one_line_where_everything_is(self):
        self.assertRegex(self.service.ready_line, READY)
        self.assertIn("/calendar.ics", self.service.ready_line)
        self.assertIn(str(self.service.data / "admin.token"), self.service.ready_line)

    def test_the_admin_token_is_for_its_owner_only(self):
        self.assertEqual(stat.S_IMODE((self.service.data / "admin.token").stat().st_mode), 0o600)
        self.assertEqual(self.service.client().get("/v1/people").status, 200)
        for path in self.service.data.rglob("*"):
            if path.is_file() and path.name != "admin.token":
                self.assertNotIn(self.service.token.encode(), path.read_bytes(), path)
        self.assertNotIn(self.service.token, self.service.log())

    def test_a_second_service_on_the_same_data_is_refused(self):
        ended = run("serve", "--data", str(self.service.data), "--listen", "127.0.0.1:0")
        self.assertEqual(ended.returncode, 1)
        self.assertIn(str(self.service.process.pid), ended.stderr)

    def test_a_port_that_is_taken_ends_with_1(self):
        with tempfile.TemporaryDirectory() as folder:
            ended = run("serve", "--data", folder, "--listen", f"127.0.0.1:{self.service.port}", "--seed", SEED)
            self.assertEqual(ended.returncode, 1)
            self.assertIn(str(self.service.port), ended.stderr)

    def test_sigint_ends_it_as_sigterm_does(self):
        self.service.process.send_signal(signal.SIGINT)
        self.assertEqual(self.service.process.wait(timeout=20), 0)
        self.service.process.stdout.close()


class Tokens(unittest.TestCase):
    def create(self, service, *options):
        made = run("token", "create", "--data", str(service.data), *options)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertRegex(made.stdout, r"^kv_[\w-]{43}\n$")
        return made.stdout.strip()

    def status(self, service, method, token):
        body = {"name": "Stage"} if method == "POST" else None
        return service.client(token).request(method, "/v1/rooms", body).status

    def test_are_made_beside_a_running_service(self):
        service = Service().start()
        self.addCleanup(service.close)
        token = self.create(service, "--role", "viewer", "--label", "the website")
        deadline = time.monotonic() + 5
        while self.status(service, "GET", token) == 401 and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.status(service, "GET", token), 200)
        self.assertEqual(self.status(service, "POST", token), 403)

    def test_are_made_without_one(self):
        service = Service().start()
        self.addCleanup(service.close)
        self.assertEqual(service.stop(), 0)
        token = self.create(service, "--role", "staff", "--label", "the clerk")
        service.start()
        self.assertEqual(self.status(service, "POST", token), 201)

    def test_need_a_role_that_exists(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(run("token", "create", "--data", folder, "--role", "king", "--label", "x").returncode, 2)
            self.assertEqual(run("token", "create", "--data", folder, "--label", "x").returncode, 2)


    def test_that_could_not_be_read_again_are_refused(self):
        service = Service().start()
        self.addCleanup(service.close)
        for label in ("", "x" * 201, "a\nb", b"\xff"):
            made = subprocess.run([KARVON, "token", "create", "--data", str(service.data), "--role", "viewer",
                                   "--label", label], capture_output=True, timeout=60)
            self.assertEqual(made.returncode, 2, made)
        self.assertEqual(service.stop(), 0)
        service.start()

    def test_need_a_department_that_is_there(self):
        with tempfile.TemporaryDirectory() as folder:
            made = run("token", "create", "--data", folder, "--role", "viewer", "--label", "x")
            self.assertEqual((made.returncode, made.stdout), (1, ""))
            self.assertEqual(os.listdir(folder), [])


def wait_for(condition, seconds=5):
    """Until it is so; other instances hear of a change within a second."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never was"
        time.sleep(0.05)


class Keys(unittest.TestCase):
    def test_are_listed_and_revoked_beside_a_running_service(self):
        service = Service().start()
        self.addCleanup(service.close)
        data = str(service.data)
        secret = run("token", "create", "--data", data, "--role", "staff", "--label", "the registry",
                     "--kind", "trip").stdout.strip()
        client = service.client(secret)
        wait_for(lambda: client.get("/v1/trips").status == 200)
        self.assertEqual(client.get("/v1/visits").status, 403)
        listed = run("token", "list", "--data", data).stdout.splitlines()
        mine = [line for line in listed if line.endswith("the registry")]
        self.assertEqual((len(listed), len(mine)), (2, 1))
        self.assertNotIn(secret, "".join(listed))
        revoked = run("token", "revoke", "--data", data, mine[0].split()[0])
        self.assertEqual(revoked.returncode, 0, revoked)
        wait_for(lambda: client.get("/v1/trips").status == 401)
        admin = [line for line in run("token", "list", "--data", data).stdout.splitlines()][0].split()[0]
        refused = run("token", "revoke", "--data", data, admin)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("administer", refused.stderr)


class Transfer(unittest.TestCase):
    def test_goes_there_and_back_without_a_difference(self):
        service = Service().start()
        self.addCleanup(service.close)
        api = service.client()
        room = api.create("/v1/rooms", {"name": "Oʻzbek zali", "capacity": 40})
        kim = api.create("/v1/people", {"name": "Kim Minseo"})
        event = api.create("/v1/master-classes", {
            "title": "Stage movement", "start": "2027-02-01T14:00:00", "duration": "PT2H", "expert": kim, "room": room})
        before = api.get(f"/v1/master-classes/{event}").json
        with tempfile.TemporaryDirectory() as folder:
            first, second = os.path.join(folder, "first.jsonl"), os.path.join(folder, "second.jsonl")
            self.assertEqual(run("export", "--data", str(service.data), first).returncode, 0)
            self.assertEqual(os.stat(first).st_mode & 0o777, 0o600)
            there = os.path.join(folder, "there")
            self.assertEqual(run("import", "--data", there, first).returncode, 0)
            self.assertEqual(run("export", "--data", there, second).returncode, 0)
            self.assertEqual(pathlib.Path(first).read_bytes(), pathlib.Path(second).read_bytes())
            again = run("import", "--data", there, first)
            self.assertEqual(again.returncode, 1)
            self.assertIn("not empty", again.stderr)
            other = Service(data=there)
            other.start()
            try:
                shown = other.client(service.token).get(f"/v1/master-classes/{event}").json
                self.assertEqual(shown, before)
                agenda = other.client(service.token).get("/v1/events?from=2027-02-01&to=2027-02-02").json["events"]
                self.assertIn("Stage movement", [row["title"] for row in agenda])
            finally:
                other.close()

    def test_says_where_a_file_is_wrong_and_writes_nothing(self):
        heading = '{"format":"karvon department 1","department":"ird"}\n'
        for text, place in ((heading, "not whole"), ("{}\n", "line 1"), (heading + "{\n", "line 2"),
                            (heading + '{"kind":"dance","object":{}}\n', "dance"),
                            (heading + '{"objects":1}\n', "line 2")):
            with self.subTest(place), tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "file.jsonl"
                file.write_text(text)
                ended = run("import", "--data", os.path.join(folder, "data"), str(file))
                self.assertEqual(ended.returncode, 1)
                self.assertIn(place, ended.stderr)
                self.assertFalse(os.path.exists(os.path.join(folder, "data")))


class FirstStart(unittest.TestCase):
    def test_does_not_take_a_lost_department_for_a_new_one(self):
        service = Service().start()
        self.addCleanup(service.close)
        token = service.token
        self.assertEqual(service.stop(), 0)
        arguments = ("serve", "--data", str(service.data), "--listen", "127.0.0.1:0", "--seed", SEED)
        for lost in ("other department", "manifest", "everything"):
            with self.subTest(lost):
                if lost == "manifest":
                    (service.data / "redis" / "appendonlydir" / "appendonly.aof.manifest").unlink()
                if lost == "everything":
                    shutil.rmtree(service.data / "redis")
                more = ("--department", "another") if lost == "other department" else ()
                ended = run(*arguments, *more)
                self.assertEqual(ended.returncode, 1, ended)
                self.assertRegex(ended.stderr, "[Rr]estore")
                self.assertEqual(service.token, token)

    def test_refuses_a_seed_that_could_not_be_read_again(self):
        for name in ("", "x" * 201, "a\nb"):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                seed = pathlib.Path(folder) / "seed.json"
                seed.write_text(json.dumps({
                    "department": {"slug": "x", "name": "y", "timeZone": "Asia/Tashkent"}, "institutions": [{"name": name}]}))
                ended = run("serve", "--data", folder, "--seed", str(seed), "--listen", "127.0.0.1:0")
                self.assertEqual(ended.returncode, 1)
                self.assertIn("/name", ended.stderr)

    def test_can_be_interrupted_while_it_waits_for_its_store(self):
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen([KARVON, "serve", "--data", folder, "--listen", "127.0.0.1:0", "--seed", SEED,
                                        "--redis", f"unix://{folder}/none.sock"], stderr=subprocess.PIPE)
            self.assertIn(b"waiting for the store", process.stderr.readline())
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=5), 0)
            process.stderr.close()


class Department(unittest.TestCase):
    def test_is_found_again_without_the_seed(self):
        service = Service().start()
        self.addCleanup(service.close)
        self.assertEqual(service.stop(), 0)
        service.options = []
        service.start()
        self.assertEqual(len(service.client().get("/v1/institutions").json["items"]), 16)


class Environment(unittest.TestCase):
    def test_every_option_has_a_variable(self):
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen(
                [KARVON, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env={**os.environ, "KARVON_DATA": folder, "KARVON_LISTEN": "127.0.0.1:0", "KARVON_SEED": SEED,
                     "KARVON_PUBLIC_URL": "https://karvon.example", "KARVON_LOG_LEVEL": "error"})
            try:
                self.assertIn("https://karvon.example/calendar.ics", process.stdout.readline().decode())
            finally:
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(timeout=20), 0)
                process.stdout.close()


if __name__ == "__main__":
    unittest.main()
