"""One request after the other for the operations of a document: valid ones, and ones with something wrong."""

import dataclasses
import json
import re
import urllib.parse

from sense import Sense

ROLES = ["admin", "coordinator", "staff", "viewer"]
LOWEST = re.compile(r"For the role (\w+) and higher")
# What a path, a query or a header may be instead.
ODD_TEXT = ["", "x", "%00", "%ff", "%zz", "..", "a/b", "é", "0", "-1", "true", "1" * 400, "null", "*", "%F0%9F%8E%AD"]
ODD_MATCH = ["*", "\"0\"", "\"1\"", "W/\"1\"", "1", "\"", "\"1\", \"2\"", "\"18446744073709551616\"", ", ,", "\"a\x7f\"", "x" * 3000]
ODD_KEYS = ["", " ", "k" * 256, "k" * 255, "schl\xfcssel", "a b", "{}"]
ODD_TYPES = ["text/plain", "application/xml", "application/json; charset=utf-16", "multipart/form-data", "", "json", "*/*",
             "application/merge-patch+json", "APPLICATION/JSON"]
ODD_BODIES = [b"", b"{", b"[]", b"null", b"\"x\"", b"{}", b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"{\"a\":1,\"a\":2}", b"{} {}", b"NaN",
              b"{\"name\":\"\xc3\"}", b"{\"name\":\"\\ud800\"}", b"{\"a\":" * 40 + b"1" + b"}" * 40, b"[" * 100000, b" " * 300000,
              b"{\"capacity\":1e999}", b"{\"capacity\":123456789012345678901234567890}", b"{\"name\":\"\\u0000\"}", b"\x1f\x8b\x08"]
ODD_HEADERS = [("Prefer", "return=minimal"), ("Prefer", "handling=strict, wait=100"), ("Accept", "text/html"), ("Accept", "*/*;q=0"),
               ("Accept-Encoding", "gzip, br"), ("Range", "bytes=0-0"), ("If-Modified-Since", "yesterday"), ("Expect", "200-ok"),
               ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For", "127.0.0.1"), ("If-Range", "\"1\""), ("Cookie", "a=b"),
               ("Authorization-Extra", "x"), ("Accept-Language", "q=,;"), ("Content-Encoding", "gzip"), ("If-None-Match", "*")]


@dataclasses.dataclass
class Request:
    operation: "Operation"
    method: str
    target: str
    headers: dict
    body: bytes
    role: str  # "" without a token, "nobody" with one that is not known
    is_broken: bool
    is_elsewhere: bool  # the path may be another operation's, or none's

    @property
    def path(self):
        return self.target.split("?")[0]

    def __str__(self):
        body = self.body[:600] if self.body is not None else None
        return f"{self.method} {self.target[:600]} as {self.role or 'nobody'} {self.headers} {body!r}"


class Operation:
    def __init__(self, path, method, described, check):
        self.path, self.method, self.described = path, method.upper(), described
        self.id = described["operationId"]
        self.parameters = [check.resolved(each) for each in described.get("parameters", [])]
        lowest = LOWEST.search(described.get("description", ""))
        self.lowest_role = lowest[1] if lowest else ""
        # "/v1/visits/{id}/stops" makes stops.
        self.creates = method == "post" and not path.endswith(("approve", "reject", "confirm", "accept")) and \
            any(each["name"] == "dryRun" for each in self.parameters)

    def takes(self, name):
        return any(each["name"] == name for each in self.parameters)

    def admits(self, role):
        return not self.lowest_role or role in ROLES[:ROLES.index(self.lowest_role) + 1]

    def responses(self, status):
        responses = self.described["responses"]
        return responses.get(str(status)) or responses.get(f"{status // 100}XX")


class Requests:
    def __init__(self, random, operations, values, world, tokens, name):
        self.random, self.values, self.world, self.tokens = random, values, world, tokens
        self.operations = operations
        # What makes something is asked for oftener.
        self.weights = [self.weight_of(each) for each in operations]
        self.sense = Sense(random, world)
        self.name, self.count = name, 0

    @staticmethod
    def weight_of(operation):
        if operation.creates or operation.id in ("listSlots", "changeAppointment", "getAppointmentPage"):
            return 4
        return {"DELETE": 0.5, "GET": 1}.get(operation.method, 2)

    def chance(self, probability):
        return self.random.random() < probability

    def next(self):
        operation = self.random.choices(self.operations, self.weights)[0]
        is_broken = self.chance(0.5)
        role = self.role(operation)
        is_elsewhere = is_broken and self.chance(0.2) and "{" in operation.path
        path = self.path(operation, is_elsewhere)
        body, kind = self.body(operation, path, is_broken)
        headers = self.headers(operation, path, role, kind, is_broken)
        method = operation.method
        if is_broken and self.chance(0.02):
            method = self.random.choice(["HEAD", "OPTIONS", "PUT", "TRACE", "BREW", "PATCH"])
        target = path + self.query(operation, path, is_broken and self.chance(0.4))
        return Request(operation, method, target, headers, body, role, is_broken, is_elsewhere)

    def role(self, operation):
        if self.chance(0.75) and operation.lowest_role:
            return self.random.choice(ROLES[:ROLES.index(operation.lowest_role) + 1])
        return self.random.choice([*ROLES, "", "nobody"])

    # Paths.

    def path(self, operation, is_odd):
        parts, parts_of_pattern = [], []
        for part in operation.path.split("/"):
            if not part.startswith("{"):
                parts.append(part)
            elif is_odd and self.chance(0.7):
                parts.append(self.random.choice(ODD_TEXT))
            else:
                rest = operation.path.removeprefix("/".join(parts_of_pattern) + "/" + part)
                parts.append(self.path_value(part[1:-1], "/".join(parts).removeprefix("/v1/"), parts, rest))
            parts_of_pattern.append(part)
        return "/".join(parts)

    def path_value(self, name, collection, parts, rest):
        """`rest` is what follows in the pattern: something that has such a part is chosen, if there is any."""
        fitting = {"/approve": self.world.pending[collection], "/reject": self.world.pending[collection],
                   "/appointments": self.world.slots}.get(rest)
        if fitting and self.chance(0.9):
            return self.random.choice(sorted(fitting))
        inner = rest.split("/{")[0] if "/{" in rest else None
        if inner and self.chance(0.9):
            owners = [each.split("/")[1] for each, ids in self.world.ids.items()
                      if ids and each.startswith(collection + "/") and each.endswith(inner)]
            if owners:
                return self.random.choice(owners)
        if name == "recurrence":
            starts = self.world.starts.get(parts[3]) or [self.values.local_time()]
            return self.random.choice(starts)
        if name == "name":
            return self.random.choice(["scheduling-conflict", "not-found", "x"])
        if name == "file":
            return self.random.choice(["start.js", "swagger-ui.css", "x"])
        if name == "secret":
            return self.random.choice(self.world.secrets or ["x" * 43])
        return self.world.some_id(collection)

    # Queries.

    def query(self, operation, path, is_odd):
        pairs = []
        for parameter in operation.parameters:
            if parameter["in"] == "query" and (parameter.get("required") or self.chance(0.2)):
                pairs += self.pairs_of(parameter)
        if is_odd:
            pairs = self.odd_pairs(operation, pairs)
        if operation.creates and self.world.is_full(path.removeprefix("/v1/")) or "/occurrences/" in path:
            pairs = [pair for pair in pairs if pair[0] != "dryRun"]
            if operation.creates or ("range", "this-and-future") in pairs:
                pairs.append(("dryRun", "true"))
        return "?" + urllib.parse.urlencode(pairs, errors="replace") if pairs else ""

    def pairs_of(self, parameter):
        name, schema = parameter["name"], parameter["schema"]
        if name == "cursor":
            return [(name, urllib.parse.unquote(self.random.choice(self.world.cursors)))] if self.world.cursors else []
        if name == "from":
            return [(name, f"2030-0{self.random.randint(1, 2)}-01")]
        if name == "to":
            return [(name, self.random.choice(["2030-02-02", "2030-03-01T00:00:00Z", "2030-04-01"]))]
        if name == "limit":
            return [(name, str(self.random.choice([1, 2, 5, 100, 1000])))]
        value = self.values.valid(schema, {"person": "people", "room": "rooms"}.get(name, name))
        if isinstance(value, list):
            return [(name, each) for each in value]
        return [(name, str(value).lower() if isinstance(value, bool) else value)]

    def odd_pairs(self, operation, pairs):
        name = self.random.choice([each["name"] for each in operation.parameters if each["in"] == "query"] or ["x"])
        odd = self.random.choice([*ODD_TEXT, "2030-13-01", "1e3", "9" * 30, "2030-01-01T00:00:00+05:00", "0001-01-01"])
        what = self.random.random()
        if what < 0.5:
            return [pair for pair in pairs if pair[0] != name] + [(name, odd)]
        return pairs + ([(name, odd)] if what < 0.7 else [(odd, odd)] if what < 0.85 else pairs)

    # Bodies.

    def body(self, operation, path, is_broken):
        for kind, media in operation.described.get("requestBody", {}).get("content", {}).items():
            if kind == "application/x-www-form-urlencoded":
                return self.form(is_broken), kind
            if is_broken and self.chance(0.1):
                return self.random.choice(ODD_BODIES), kind
            value = self.with_canary(operation, self.values.valid(media["schema"]))
            if self.chance(0.9):
                value = self.sense.put_right(operation, path, value)
            if is_broken and self.chance(0.8):
                value = self.values.broken(value)
            return json.dumps(value, ensure_ascii=self.chance(0.5)).encode("utf-8", "surrogatepass"), kind
        return (self.random.choice(ODD_BODIES) if is_broken and self.chance(0.1) else None), ""

    def form(self, is_broken):
        pairs = {"action": self.random.choice(["move", "cancel"]), "start": self.values.local_time()}
        if self.world.slots:
            pairs["start"] = self.random.choice(self.random.choice(list(self.world.slots.values())))
        if is_broken:
            pairs[self.random.choice(["action", "start", "x"])] = self.random.choice(["", "é", "\x00", "x" * 5000])
        return urllib.parse.urlencode(pairs).encode()

    def with_canary(self, operation, value):
        """Guests' addresses are staff's business: they are known when they turn up elsewhere."""
        if operation.id in ("createAppointment", "patchAppointment") and isinstance(value.get("visitor"), dict):
            value["visitor"]["email"] = f"guest{self.random.randint(0, 99)}@canary.example"
        if operation.id in ("register", "patchRegistration"):
            value["email"] = f"guest{self.random.randint(0, 99)}@canary.example"
        return value

    # Headers.

    def headers(self, operation, path, role, kind, is_broken):
        headers = {}
        if role:
            headers["Authorization"] = f"Bearer {self.tokens[role]}"
        elif is_broken and self.chance(0.5):
            headers["Authorization"] = self.random.choice(["Bearer", "Bearer ", "Basic YTpi", "kv_", "Bearer kv_\x7f", "Bearer " + "k" * 5000])
        if kind:
            headers["Content-Type"] = self.random.choice(ODD_TYPES) if is_broken and self.chance(0.1) else kind
        if operation.takes("If-Match") and self.chance(0.9):
            headers["If-Match"] = self.etag_of(path) if not is_broken or self.chance(0.7) else self.random.choice(ODD_MATCH)
        if operation.takes("If-None-Match") and self.chance(0.3):
            headers["If-None-Match"] = self.random.choice([*ODD_MATCH, self.etag_of(path)])
        if operation.takes("Idempotency-Key") and self.chance(0.3):
            headers["Idempotency-Key"] = self.key(is_broken)
        if is_broken and self.chance(0.2):
            headers.update([self.random.choice(ODD_HEADERS)])
        return headers

    def etag_of(self, path):
        for end in ("/approve", "/reject", "/confirm"):
            path = path.removesuffix(end)
        if "/occurrences/" in path or "/stops/" in path:
            path = path.rsplit("/", 2)[0]
        return "*" if self.chance(0.3) else self.world.etags.get(path, "\"1\"")

    def key(self, is_broken):
        if is_broken and self.chance(0.3):
            return self.random.choice(ODD_KEYS)
        if self.world.senders and self.chance(0.4):
            return self.random.choice(list(self.world.senders)[-30:])
        self.count += 1
        return f"{self.name}-{self.count}"


