"""How often one may ask, and what is counted."""

import http.client
import re
import time
import unittest
import uuid

from service import Answer, Client, ServiceTest

SAMPLE = re.compile(r'^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\.)*",?)*)\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')


class Metrics:
    """What /metrics says, read strictly (the text format of Prometheus, 0.0.4)."""

    def __init__(self, text):
        self.types, self.samples = {}, {}
        assert text.endswith("\n")
        helped = set()
        for line in text.splitlines():
            if line.startswith("# HELP "):
                name = line.split(" ", 3)[2]
                assert name not in helped, line
                helped.add(name)
            elif line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                assert name not in self.types, line
                self.types[name] = kind
            else:
                name, labels, value = SAMPLE.match(line).groups()
                family = name if name in self.types else re.sub(r"_(bucket|sum|count)$", "", name)
                assert family in self.types, f"{line}: no type before it"
                key = (name, frozenset(LABEL.findall(labels or "")))
                assert key not in self.samples, f"{line}: twice"
                self.samples[key] = float(value)
        assert helped == set(self.types)

    def value(self, name, **labels):
        return self.samples[(name, frozenset(labels.items()))]


class LimitTest(ServiceTest):
    def stranger(self, token=None):
        client = Client(self.service.port, token)
        self.addCleanup(client.close)
        return client

    def metrics(self):
        answer = self.stranger().get("/metrics")
        self.assertEqual(answer.status, 200, answer)
        self.assertTrue(answer.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
        return Metrics(answer.body.decode())

    def drained(self, ask, at_least, at_most, usual=(200,)):
        """Asks until it is told to wait; the answer that says so."""
        for number in range(at_most + 1):
            answer = ask()
            if answer.status == 429:
                self.assertGreaterEqual(number, at_least)
                self.assertEqual(answer.json["type"], "/problems/too-many-requests")
                self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
                return answer
            self.assertIn(answer.status, usual)
        raise AssertionError(f"{at_most} requests were answered")


class OfTokens(LimitTest):
    options = ("--rate-limit", "5", "--address-rate-limit", "0")

    def test_one_token_asks_too_often_and_the_others_do_not_notice(self):
        busy, calm = self.client_of("viewer"), self.client_of("viewer")
        limited = self.drained(lambda: busy.get("/v1/rooms?limit=1"), 50, 150)
        self.assertEqual(busy.post("/v1/bulk", {"operations": []}).status, 429)
        self.assertEqual(calm.get("/v1/rooms?limit=1").status, 200)
        for path in ["/healthz", "/readyz", "/metrics", "/docs", "/calendar.ics"]:
            self.assertEqual(busy.get(path).status, 200, path)
        time.sleep(int(limited.headers["Retry-After"]))
        self.assertEqual(busy.get("/v1/rooms?limit=1").status, 200)
        self.assertGreaterEqual(self.metrics().value("karvon_http_rate_limited_total"), 2)

    def test_connections_share_it(self):
        token = self.a_token("viewer")
        clients = [self.stranger(token) for _ in range(4)]
        turn = iter(range(1000))
        self.drained(lambda: clients[next(turn) % 4].get("/v1/rooms?limit=1"), 50, 150)
        self.assertIn(429, [client.get("/v1/rooms?limit=1").status for client in clients])


class OfAddresses(LimitTest):
    options = ("--address-rate-limit", "2", "--rate-limit", "0")

    def test_wrong_tokens_and_strangers_are_slowed_down_and_tokens_are_not(self):
        guesser = self.stranger("kv_" + "A" * 43)
        self.drained(lambda: guesser.get("/v1/rooms"), 20, 100, usual=(401,))
        self.assertEqual(self.stranger().get("/v1/rooms").status, 429)
        self.assertEqual(self.stranger().get("/calendar.ics").status, 429)
        self.assertEqual(self.stranger().get("/feeds/guess.ics").status, 429)
        # Another address in a header of the client's own making is no other address.
        for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP"]:
            self.assertEqual(guesser.get("/v1/rooms", {name: "203.0.113.9"}).status, 429)
        for path in ["/healthz", "/readyz", "/metrics"]:
            for _ in range(30):
                self.assertEqual(self.stranger().get(path).status, 200, path)
        for _ in range(60):
            self.assertEqual(self.api.get("/v1/rooms?limit=1").status, 200)


class BehindAProxy(LimitTest):
    options = ("--address-rate-limit", "2", "--trusted-proxy", "127.0.0.1,203.0.113.1")

    def test_the_proxy_says_who_asks(self):
        proxy = self.stranger()

        def from_(address):
            return lambda: proxy.get("/v1/rooms", {"X-Forwarded-For": address})

        self.drained(from_("198.51.100.7"), 20, 100, usual=(401,))
        self.assertEqual(from_("198.51.100.8")().status, 401)
        # Only what the proxies have added counts; what stands before it the client may have written.
        for forged in ["198.51.100.9, 198.51.100.7", "198.51.100.9,198.51.100.7 , 203.0.113.1", " 198.51.100.7"]:
            self.assertEqual(from_(forged)().status, 429, forged)
        self.assertEqual(from_("198.51.100.7, 198.51.100.9")().status, 401)
        self.assertEqual(proxy.get("/v1/rooms").status, 401)


    def test_a_proxy_that_adds_a_line_of_its_own_is_believed_too(self):
        """Some append to the client's line, others (HAProxy) put another one behind it: the last word counts."""
        proxy = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        self.addCleanup(proxy.close)

        def ask(*lines):
            proxy.putrequest("GET", "/v1/rooms")
            for line in lines:
                proxy.putheader("X-Forwarded-For", line)
            proxy.endheaders()
            return Answer(proxy.getresponse())

        self.drained(lambda: ask("192.0.2.7"), 20, 100, usual=(401,))
        self.assertEqual(ask("192.0.2.8", "192.0.2.7").status, 429)
        self.assertEqual(ask("192.0.2.7", "192.0.2.8").status, 401)
        self.assertEqual(ask("192.0.2.8", "192.0.2.7", "203.0.113.1").status, 429)


class Counted(LimitTest):
    def test_every_answer_by_operation_and_class(self):
        before = self.metrics()
        room = self.api.post("/v1/rooms", {"name": "Counted"})
        self.api.get(room.headers["Location"])
        self.api.get(room.headers["Location"], {"If-None-Match": room.etag})
        self.api.get("/v1/rooms/" + str(uuid.uuid4()))
        self.api.post("/v1/rooms", {})
        self.api.get("/v1/nothing")
        self.stranger().get("/v1/rooms/" + room.json["id"])
        after = self.metrics()

        def more(name, **labels):
            return after.value(name, **labels) - before.value(name, **labels)

        requests = "karvon_http_requests_total"
        self.assertEqual(more(requests, operation="createRoom", status="2xx"), 1)
        self.assertEqual(more(requests, operation="createRoom", status="4xx"), 1)
        self.assertEqual(more(requests, operation="getRoom", status="2xx"), 1)
        self.assertEqual(more(requests, operation="getRoom", status="3xx"), 1)
        self.assertEqual(more(requests, operation="getRoom", status="4xx"), 2)
        self.assertEqual(more(requests, operation="unknown", status="4xx"), 1)
        self.assertEqual(more("karvon_http_request_duration_seconds_count", operation="getRoom"), 4)
        self.assertEqual(more("karvon_http_request_duration_seconds_bucket", operation="getRoom", le="+Inf"), 4)
        self.assertEqual(more("karvon_journal_entries_total"), 1)
        self.assertEqual(more("karvon_journal_head"), 1)
        self.assertEqual(more("karvon_objects", kind="room"), 1)
        self.assertEqual(more("karvon_commands_total"), 1)
        self.assertEqual(after.value("karvon_ready"), 1)
        self.assertEqual(after.value("karvon_store_staleness_seconds"), 0)
        self.assertGreater(after.value("process_resident_memory_bytes"), 1e6)
        self.assertGreaterEqual(after.value("karvon_http_connections"), 1)

    def test_refused_commands_too(self):
        room = self.a_room()
        self.api.create("/v1/master-classes", self.a_master_class(room, self.a_person()))
        wish = self.a_master_class(room, self.a_person())
        before = self.metrics()
        self.assertEqual(self.api.post("/v1/master-classes", wish).status, 409)
        after = self.metrics()
        self.assertEqual(after.value("karvon_commands_refused_total") - before.value("karvon_commands_refused_total"), 1)
        self.assertEqual(after.value("karvon_journal_entries_total"), before.value("karvon_journal_entries_total"))

    def test_there_is_a_series_for_each_operation_from_the_beginning(self):
        metrics = self.metrics()
        document = self.api.get("/openapi.json").json
        for item in document["paths"].values():
            for method, operation in item.items():
                if method in {"get", "post", "patch", "delete"}:
                    for status in ["2xx", "3xx", "4xx", "5xx"]:
                        metrics.value("karvon_http_requests_total", operation=operation["operationId"], status=status)
        for name, kind in metrics.types.items():
            if kind == "counter":
                self.assertTrue(name.endswith("_total"), name)
            if kind == "histogram":
                self.rising(metrics, name)

    def rising(self, metrics, name):
        series = {}
        for (sample, labels), value in metrics.samples.items():
            if sample == name + "_bucket":
                bound = dict(labels)["le"]
                series.setdefault(labels - {("le", bound)}, []).append((float(bound), value))
        for labels, buckets in series.items():
            values = [value for _, value in sorted(buckets)]
            self.assertEqual(values, sorted(values))
            self.assertEqual(values[-1], metrics.samples[(name + "_count", labels)])


if __name__ == "__main__":
    unittest.main()
