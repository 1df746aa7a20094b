"""What anybody may read: the pages about problems and the API; and the log, which must keep secrets."""

import html.parser
import json
import pathlib
import re
import time
import unittest
import uuid

from service import SEED, Client, ServiceTest

SOURCES = pathlib.Path(SEED).resolve().parent.parent


class Links(html.parser.HTMLParser):
    """What a page loads and leads to."""

    def __init__(self, text):
        super().__init__()
        self.found, self.inline = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.found += [named[name] for name in ["href", "src"] if name in named]
        if tag == "script" and "src" not in named:
            self.inline.append(tag)
        self.inline += [name for name in named if name.startswith("on")]


class DocumentTest(ServiceTest):
    def setUp(self):
        super().setUp()
        self.anybody = Client(self.service.port)
        self.addCleanup(self.anybody.close)

    def page(self, path, status=200):
        answer = self.anybody.get(path)
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (status, "text/html; charset=utf-8"), path)
        policy = answer.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        return answer.body.decode()


class Problems(DocumentTest):
    shares = True

    def listed(self):
        return [link for link in Links(self.page("/problems")).found if link.startswith("/problems/")]

    def test_each_has_a_page_with_what_it_means_and_what_to_do(self):
        listed = self.listed()
        self.assertGreater(len(listed), 40)
        self.assertEqual(len(listed), len(set(listed)))
        titles = set()
        for path in listed:
            text = self.page(path)
            self.assertIn("What it means", text)
            self.assertIn("What to do", text)
            self.assertIn(path, text)
            titles.add(re.search("<h1>(.*)</h1>", text).group(1))
        self.assertEqual(len(titles), len(listed))

    def test_all_that_the_sources_name_are_there(self):
        named = set()
        for folder in ["api", "scheduler"]:
            for file in (SOURCES / folder).rglob("*.?pp"):
                named |= set(re.findall(r'"(/problems/[a-z-]+)"', file.read_text()))
        self.assertGreater(len(named), 20)
        self.assertEqual(sorted(named - set(self.listed())), [])

    def test_all_that_the_contract_names_are_there(self):
        named = set(re.findall(r"/problems/[a-z-]+", self.anybody.get("/openapi.json").body.decode()))
        self.assertEqual(sorted(named - set(self.listed())), [])

    def test_others_are_not(self):
        for path in ["/problems/none", "/problems/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/problems/..%2Fmetrics"]:
            text = self.page(path, 404)
            self.assertNotIn("<script>", text)


class TheViewer(DocumentTest):
    shares = True

    def test_loads_only_what_is_here(self):
        text = self.page("/docs")
        self.assertIn("script-src 'self'", self.anybody.get("/docs").headers["Content-Security-Policy"])
        links = Links(text)
        self.assertEqual(links.inline, [])
        self.assertIn("/openapi.json", links.found)
        kinds = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
        files = [link for link in links.found if link.startswith("/docs/")]
        self.assertEqual(len(files), 3)
        self.assertEqual(set(links.found) - set(files), {"/openapi.json"})
        for file in files:
            answer = self.anybody.get(file)
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, kinds[file.rsplit(".", 1)[1]]))
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(answer.body, (SOURCES / "api" / "docs" / file.rsplit("/", 1)[1]).read_bytes())
            self.assertEqual(self.anybody.get(file, {"If-None-Match": answer.etag}).status, 304)
        self.assertIn("/openapi.json", self.anybody.get("/docs/start.js").body.decode())

    def test_has_no_other_files(self):
        for path in ["/docs/none.js", "/docs/..%2fetc%2fpasswd", "/docs/%2e%2e", "/docs/README.md", "/docs/LICENSE"]:
            self.assertEqual(self.anybody.get(path).status, 404, path)

    def test_shows_a_document_whose_examples_and_schemas_are_there(self):
        document = self.anybody.get("/openapi.json").json
        self.assertTrue(document["openapi"].startswith("3.1"))
        text = json.dumps(document)
        for name in set(re.findall(r'"#/components/schemas/([A-Za-z]+)"', text)):
            self.assertIn(name, document["components"]["schemas"])
        ids = re.findall(r'"operationId": "([A-Za-z]+)"', text)
        self.assertEqual(len(ids), len(set(ids)))


class TheLog(DocumentTest):
    options = ("--log-level", "trace", "--rate-limit", "100")

    def test_holds_no_secret_and_no_address(self):
        guessed, email = "kv_" + "Z" * 43, "zarqaynar@example.org"
        made = self.api.post("/v1/tokens", {"label": "x", "role": "staff"}, {"Idempotency-Key": str(uuid.uuid4())})
        staff = self.service.client(made.json["token"])
        hook = self.api.post("/v1/webhooks", {"url": "https://127.0.0.1.example.invalid/zarqaynar?key=zarqaynar"})
        self.assertEqual(hook.status, 201, hook)
        staff.post("/v1/people", {"name": "x", "email": email})
        staff.post("/v1/people", {"name": "x", "email": email + " ", "zarqaynar": 1})
        hours = staff.post("/v1/office-hours", {
            "title": "Dean", "host": self.a_person(), "start": "2027-02-01T10:00:00", "timeZone": "Asia/Tashkent",
            "duration": "PT1H", "slotDuration": "PT30M", "maxAdvance": "P365D"})
        booked = staff.post(hours.headers["Location"] + "/appointments", {
            "start": "2027-02-01T10:00:00", "visitor": {"name": "zarqaynar", "email": email}, "purpose": "zarqaynar"})
        self.assertEqual(booked.status, 201, booked)
        link = booked.json["manageUrl"].rsplit("/", 1)[1]
        self.assertEqual(self.anybody.get("/appointments/" + link).status, 200)
        self.anybody.get("/appointments/" + guessed)
        self.anybody.get("/v1/people?q=zarqaynar", {"Authorization": f"Bearer {guessed}"})
        self.anybody.get("/v1/people?token=" + guessed)
        staff.get("/v1/people?q=" + email)
        staff.post("/v1/bulk", {"operations": [{"method": "GET", "path": "/v1/search?q=zarqaynar"}]})
        for _ in range(1200):  # until it is limited
            if staff.get("/v1/people?limit=1").status == 429:
                break
        time.sleep(1)  # the webhook is tried meanwhile
        for client in [self.anybody, self.api, staff]:
            client.close()
        self.assertEqual(self.service.stop(), 0)
        log = self.service.log()
        self.assertIn("stopped", log)
        for secret in [self.service.token, made.json["token"], guessed, hook.json["secret"], link, email, "zarqaynar",
                       "Bearer"]:
            self.assertNotIn(secret.lower(), log.lower())
        self.service.start()


if __name__ == "__main__":
    unittest.main()
