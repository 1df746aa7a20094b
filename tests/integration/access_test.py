"""Who comes in: tokens, from their making to their revocation, and the role that each route needs."""

import datetime
import hashlib
import time
import unittest
import uuid

from service import Client, ServiceTest

ROLES = ["viewer", "staff", "coordinator", "admin"]
FAR_AWAY = "2099-01-01T00:00:00Z"


def soon(seconds):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def routes_by_role():
    """Which role each route of the API needs: "GET /v1/people" -> "viewer". A new route is decided here too."""
    needed = {}

    def need(role, *routes):
        needed.update({route: role for route in routes})

    kinds = ["master-classes", "office-hours", "visits", "trips"]
    for name in ["people", "rooms", "equipment", "institutions", "agreements", "projects", "closures", *kinds]:
        need("viewer", f"GET /v1/{name}", f"GET /v1/{name}/{{id}}")
        need("staff", f"POST /v1/{name}", f"PATCH /v1/{name}/{{id}}", f"DELETE /v1/{name}/{{id}}")
    for name in kinds:
        need("staff", f"POST /v1/{name}/{{id}}/confirm", f"POST /v1/{name}/{{id}}/hold")
        need("coordinator", f"POST /v1/{name}/{{id}}/approve", f"POST /v1/{name}/{{id}}/reject")
    for name in ["master-classes", "office-hours"]:
        occurrence = f"/v1/{name}/{{id}}/occurrences/{{recurrence}}"
        need("viewer", f"GET {occurrence}")
        need("staff", f"PATCH {occurrence}", f"DELETE {occurrence}")
    for guests, guest in [("/v1/master-classes/{id}/registrations", "registration"),
                          ("/v1/office-hours/{id}/appointments", "appointment")]:
        need("staff", f"POST {guests}", f"GET {guests}",
             *(f"{method} {guests}/{{{guest}}}" for method in ["GET", "PATCH", "DELETE"]))
    need("staff", "POST /v1/master-classes/{id}/registrations/{registration}/accept")
    stops = "/v1/visits/{id}/stops"
    need("viewer", f"GET {stops}", f"GET {stops}/{{stop}}", "GET /v1/visits/{id}/itinerary")
    need("staff", f"POST {stops}", f"PATCH {stops}/{{stop}}", f"DELETE {stops}/{{stop}}")
    need("viewer", "GET /v1/settings", "GET /v1/office-hours/{id}/slots", "GET /v1/events", "GET /v1/free-busy",
         "POST /v1/availability", "GET /v1/conflicts", "GET /v1/changes", "GET /v1/search", "POST /v1/bulk")
    need("coordinator", "PATCH /v1/settings", "GET /v1/audit", "GET /v1/audit/{sequence}",
         "POST /v1/audit/{sequence}/revert")
    for name in ["tokens", "webhooks"]:
        need("admin", f"POST /v1/{name}", f"GET /v1/{name}",
             *(f"{method} /v1/{name}/{{id}}" for method in ["GET", "PATCH", "DELETE"]))
    need("admin", "POST /v1/webhooks/{id}/rotate")
    for name in ["people", "rooms", "events"]:
        need("viewer", f"GET /v1/{name}/export")
        need("staff", f"POST /v1/{name}/import")
    return needed


def operations(document):
    """All of an OpenAPI document, as (method, path, operation)."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                yield method.upper(), path, operation


class EveryRoute(ServiceTest):
    """Each route of openapi.json, asked for with each kind of token: about objects that do not exist."""

    shares = True

    def setUp(self):
        super().setUp()
        self.all = list(operations(self.api.get("/openapi.json").json))
        self.api_routes = [each for each in self.all if each[1].startswith("/v1/")]

    def ask(self, client, method, path):
        for name in ["id", "registration", "appointment", "stop"]:
            path = path.replace(f"{{{name}}}", str(uuid.uuid4()))
        path = path.replace("{sequence}", "0").replace("{recurrence}", "2027-01-01T10:00:00")
        body = {} if method in {"POST", "PATCH"} else None
        return client.request(method, path, body)

    def test_needs_the_role_that_is_decided_here(self):
        found = {}
        for method, path, operation in self.api_routes:
            [role] = [each for each in ROLES if f"For the role {each} and higher." in operation["description"]]
            found[f"{method} {path}"] = role
        self.assertEqual(found, routes_by_role())

    def test_is_closed_to_lower_roles_and_open_to_the_others(self):
        clients = {role: self.client_of(role) for role in ROLES}
        needed = routes_by_role()
        for method, path, _ in self.api_routes:
            least = ROLES.index(needed[f"{method} {path}"])
            for rank, role in enumerate(ROLES):
                with self.subTest(route=f"{method} {path}", role=role):
                    answer = self.ask(clients[role], method, path)
                    if rank < least:
                        self.assertEqual((answer.status, answer.json["type"]), (403, "/problems/forbidden"))
                        self.assertNotIn("ETag", answer.headers)
                    else:
                        self.assertNotIn(answer.status, (401, 403), answer)
                        self.assertLess(answer.status, 500, answer)

    def test_is_closed_without_a_token_that_is_valid(self):
        expiring = self.a_token("admin", expires=soon(2))
        revoked = self.api.post("/v1/tokens", {"label": "revoked", "role": "admin"})
        self.assertEqual(self.api.delete(revoked.headers["Location"], revoked.etag).status, 204)
        time.sleep(2.1)
        strangers = {"no token": None, "an unknown one": "kv_" + "A" * 43, "an expired one": expiring,
                     "a revoked one": revoked.json["token"]}
        for who, token in strangers.items():
            client = Client(self.service.port, token)
            self.addCleanup(client.close)
            paths = [(method, path) for method, path, _ in self.api_routes] + [("GET", "/v1/nothing"), ("GET", "/v1")]
            for method, path in paths:
                with self.subTest(route=f"{method} {path}", who=who):
                    answer = self.ask(client, method, path)
                    self.assertEqual((answer.status, answer.json["type"]), (401, "/problems/unauthorized"))
                    challenge = answer.headers["WWW-Authenticate"]
                    self.assertIn("Bearer", challenge)
                    self.assertEqual('error="invalid_token"' in challenge, token is not None)

    def test_beyond_the_api_needs_none(self):
        stranger = Client(self.service.port)
        self.addCleanup(stranger.close)
        for method, path, operation in self.all:
            if path.startswith("/v1/"):
                continue
            with self.subTest(route=f"{method} {path}"):
                self.assertEqual(operation["security"], [])
                for name in ["secret", "file", "name"]:
                    path = path.replace(f"{{{name}}}", "none")
                self.assertNotIn(stranger.request(method, path, b"" if method == "POST" else None).status, (401, 403))

    def test_other_schemes_and_spellings_open_nothing(self):
        stranger = Client(self.service.port)
        self.addCleanup(stranger.close)
        token = self.service.token
        for header in [f"Basic {token}", token, "Bearer", "Bearer ", f"Bearer {token}x", f"Bearer {token[:-1]}",
                       f"Bearer {token.lower()}", f"Bearer  {token}", f"Bearer {hashlib.sha256(token.encode()).hexdigest()}"]:
            with self.subTest(header=header.replace(token, "...")):
                answer = stranger.get("/v1/people", {"Authorization": header})
                self.assertEqual(answer.status, 401)
        self.assertEqual(stranger.get("/v1/people", {"Authorization": f"bearer {token}"}).status, 200)


class Tokens(ServiceTest):
    options = ("--log-level", "trace")

    def make(self, **fields):
        made = self.api.post("/v1/tokens", {"label": "Dean's office", "role": "staff", **fields})
        self.assertEqual(made.status, 201, made)
        return made

    def works(self, secret, path="/v1/people?limit=1"):
        client = Client(self.service.port, secret)
        try:
            return client.get(path).status == 200
        finally:
            client.close()

    def test_the_secret_is_told_once(self):
        made = self.make()
        secret, path = made.json["token"], made.headers["Location"]
        self.assertRegex(secret, r"^kv_[A-Za-z0-9_-]{43}$")
        self.assertEqual(made.headers["Cache-Control"], "no-store")
        self.assertTrue(self.works(secret))
        renamed = self.api.patch(path, {"label": "Rectorate"}, made.etag)
        self.assertEqual((renamed.status, renamed.json["label"]), (200, "Rectorate"))
        digest = hashlib.sha256(secret.encode()).hexdigest()
        for answer in [renamed, self.api.get(path), self.api.get("/v1/tokens"), self.api.get("/v1/audit?order=newest"),
                       self.api.get("/v1/audit?entity=" + made.json["id"]), self.api.delete(path, renamed.etag),
                       self.api.get("/v1/changes?kinds=token&after=0"), self.api.get("/v1/search?q=Rectorate")]:
            self.assertLess(answer.status, 300, answer)
            for hidden in [secret, digest, "secretSha256"]:
                self.assertNotIn(hidden.encode(), answer.body)
        everything = b"".join(each.read_bytes() for each in self.service.data.rglob("*")
                              if each.is_file() and each.name != "admin.token")
        self.assertNotIn(secret.encode(), everything)
        self.assertIn(digest.encode(), everything)
        self.assertNotIn(secret, self.service.log())
        self.assertNotIn(self.service.token, self.service.log())

    def test_a_repeated_request_gets_the_same_secret(self):
        body, key = {"label": "twice", "role": "viewer"}, {"Idempotency-Key": str(uuid.uuid4())}
        first, second = (self.api.post("/v1/tokens", body, key) for _ in range(2))
        self.assertEqual((first.status, second.status), (201, 201))
        self.assertEqual(first.json, second.json)
        self.assertEqual(second.headers["Idempotency-Replayed"], "true")

    def test_a_preview_tells_no_secret(self):
        """There is no such token: whoever took it down would be locked out."""
        count = len(self.api.get("/v1/tokens?limit=1000").json["items"])
        preview = self.api.post("/v1/tokens?dryRun=true", {"label": "x", "role": "viewer"})
        self.assertEqual(preview.status, 200, preview)
        self.assertNotIn("token", preview.json)
        preview = self.api.post("/v1/webhooks?dryRun=true", {"url": "https://example.org/"})
        self.assertEqual(preview.status, 200, preview)
        self.assertNotIn("secret", preview.json)
        self.assertEqual(len(self.api.get("/v1/tokens?limit=1000").json["items"]), count)

    def test_it_expires(self):
        made = self.make(expires=soon(2))
        self.assertTrue(self.works(made.json["token"]))
        time.sleep(2.1)
        self.assertFalse(self.works(made.json["token"]))
        longer = self.api.patch(made.headers["Location"], {"expires": FAR_AWAY}, made.etag)
        self.assertEqual(longer.status, 200, longer)
        self.assertTrue(self.works(made.json["token"]))
        for_ever = self.api.patch(made.headers["Location"], {"expires": None}, longer.etag)
        self.assertNotIn("expires", for_ever.json)

    def test_a_change_holds_at_once(self):
        made = self.make()
        path, secret = made.headers["Location"], made.json["token"]
        self.assertFalse(self.works(secret, "/v1/tokens"))
        raised = self.api.patch(path, {"role": "admin"}, made.etag)
        self.assertTrue(self.works(secret, "/v1/tokens"))
        self.assertEqual(self.api.patch(path, {"role": "viewer"}, made.etag).status, 412)
        self.assertEqual(self.api.request("PATCH", path, {"role": "viewer"}).status, 428)
        self.assertEqual(self.api.patch(path, {"role": "viewer"}, raised.etag).status, 200)
        self.assertFalse(self.works(secret, "/v1/tokens"))

    def test_what_is_no_token_is_refused(self):
        made = self.make()
        for change in [{"role": "owner"}, {"label": ""}, {"token": "kv_mine"}, {"secretSha256": "0" * 64},
                       {"scope": {"kinds": ["party"]}}, {"scope": {"rooms": [str(uuid.uuid4())]}},
                       {"scope": {"floors": []}}, {"expires": "tomorrow"}, {"lastUsed": FAR_AWAY}]:
            with self.subTest(change=change):
                answer = self.api.patch(made.headers["Location"], change, made.etag)
                self.assertEqual(answer.status, 422, answer)
                self.assertTrue(answer.json["errors"][0]["pointer"].startswith("/" + next(iter(change))), answer)
                posted = self.api.post("/v1/tokens", {"label": "x", "role": "viewer", **change})
                self.assertEqual(posted.status, 422, posted)
        missing = self.api.post("/v1/tokens", {})
        self.assertEqual(missing.status, 422, missing)
        self.assertIn("/label", [each["pointer"] for each in missing.json["errors"]])

    def test_what_was_read_can_be_sent_back(self):
        made = self.make(scope={"kinds": ["visit"], "rooms": []}, expires=FAR_AWAY)
        self.assertTrue(self.works(made.json["token"]))
        read = self.api.get(made.headers["Location"])
        self.assertIn("lastUsed", read.json)
        back = self.api.patch(made.headers["Location"], read.json, read.etag)
        self.assertEqual(back.status, 200, back)
        self.assertEqual(back.json["version"], read.json["version"])

    def test_the_last_use_is_shown_and_kept(self):
        made = self.make()
        path = made.headers["Location"]
        self.assertNotIn("lastUsed", self.api.get(path).json)
        self.assertTrue(self.works(made.json["token"]))
        used = self.api.get(path)
        self.assertLess(abs(seconds_since(used.json["lastUsed"])), 60)
        self.assertEqual(used.etag, made.etag)  # using it is no change of it
        self.api.close()
        self.assertEqual(self.service.stop(), 0)
        self.service.start()
        self.api.port = self.service.port
        end = time.monotonic() + 5  # it is read beside the rest
        while "lastUsed" not in (kept := self.api.get(path).json):
            self.assertLess(time.monotonic(), end, kept)
            time.sleep(0.02)
        self.assertEqual(kept["lastUsed"], used.json["lastUsed"])

    def test_a_token_that_was_revoked_is_not_there(self):
        made = self.make()
        path = made.headers["Location"]
        self.assertEqual(self.api.delete(path, made.etag).status, 204)
        self.assertFalse(self.works(made.json["token"]))
        self.assertEqual(self.api.get(path).status, 404)
        again = self.api.delete(path, made.etag)
        self.assertEqual(again.status, 404, again)

    def test_one_on_its_open_connection_is_out_too(self):
        made = self.make()
        client = self.service.client(made.json["token"])
        self.assertEqual(client.get("/v1/people?limit=1").status, 200)
        self.api.delete(made.headers["Location"], made.etag)
        self.assertEqual(client.get("/v1/people?limit=1").status, 401)


def seconds_since(instant):
    then = datetime.datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    return (datetime.datetime.now(datetime.timezone.utc) - then).total_seconds()


class LastAdmin(ServiceTest):
    def setUp(self):
        super().setUp()
        [self.first] = [each for each in self.api.get("/v1/tokens").json["items"] if each["role"] == "admin"]
        self.path = "/v1/tokens/" + self.first["id"]
        self.etag = self.api.get(self.path).etag

    def refused(self, answer):
        self.assertEqual((answer.status, answer.json["type"]), (409, "/problems/last-admin"), answer)

    def test_cannot_go_nor_become_less(self):
        # Neither of these could administer the department: one has expired by then, one sees a part of it.
        self.a_token("admin", expires=soon(1))
        self.a_token("admin", scope={"kinds": ["visit"], "rooms": []})
        time.sleep(1.1)
        room = self.a_room()
        for change in [{"role": "coordinator"}, {"expires": "2020-01-01T00:00:00Z"},
                       {"scope": {"kinds": [], "rooms": [room]}}]:
            with self.subTest(change=change):
                self.refused(self.api.patch(self.path, change, self.etag))
        self.refused(self.api.delete(self.path, self.etag))
        many = self.api.post("/v1/bulk", {"operations": [{"method": "DELETE", "path": self.path, "ifMatch": self.etag}]})
        self.assertEqual(many.json["results"][0]["status"], 409, many)
        self.assertEqual(self.api.get(self.path).etag, self.etag)

    def test_can_when_there_is_another(self):
        second = self.api.post("/v1/tokens", {"label": "second", "role": "admin"})
        other = self.service.client(second.json["token"])
        demoted = other.patch(self.path, {"role": "viewer"}, self.etag)
        self.assertEqual(demoted.status, 200, demoted)
        self.refused(other.delete(second.headers["Location"], second.etag))
        restored = other.patch(self.path, {"role": "admin"}, demoted.etag)
        self.assertEqual(restored.status, 200, restored)
        self.assertEqual(self.api.delete(second.headers["Location"], second.etag).status, 204)


class Keys(ServiceTest):
    shares = True

    def test_are_for_admins_in_the_audit_too(self):
        """The URL of a webhook is often a secret itself; and who has which token is the admins' affair."""
        hook = self.api.post("/v1/webhooks", {"url": "https://example.org/services/zarqaynar", "enabled": False})
        self.assertEqual(hook.status, 201, hook)
        entry = self.api.get("/v1/audit?order=newest&limit=1")
        self.assertIn("zarqaynar", entry.body.decode())
        coordinator = self.client_of("coordinator")
        for path in ["/v1/audit?order=newest", f"/v1/audit/{entry.json['entries'][0]['sequence']}",
                     "/v1/audit?entity=" + hook.json["id"], "/v1/changes?after=0&limit=1000&kinds=webhook"]:
            self.assertNotIn("zarqaynar", coordinator.get(path).body.decode(), path)


class TwoInstances(ServiceTest):
    shares = True

    def test_a_token_is_known_and_revoked_on_both(self):
        other = self.service.beside()
        self.addCleanup(other.close)
        for turn in range(10):
            made = self.api.post("/v1/tokens", {"label": f"number {turn}", "role": "viewer"})
            there = other.client(made.json["token"])
            self.reaches(there, 200)
            self.assertEqual(self.api.delete(made.headers["Location"], made.etag).status, 204)
            self.reaches(there, 401)
            self.assertEqual(there.get("/v1/people?limit=1").status, 401)
            there.close()

    def reaches(self, client, status):
        """Within a second: the other instance reads it in the journal."""
        end = time.monotonic() + 1
        while (answer := client.get("/v1/people?limit=1")).status != status:
            self.assertLess(time.monotonic(), end, answer)
            time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
