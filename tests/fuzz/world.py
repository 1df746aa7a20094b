"""What the fuzzer has learned of the service: ids, ETags, cursors and secrets from its answers."""

import collections
import re
import uuid

CURSOR = re.compile(r"[?&]cursor=([^&>]+)")
# So many of each are made; after that, creating is only tried with dryRun, so that memory has a reason to stay flat.
MOST = 40

# Of the tokens with which the fuzzer comes: it leaves them alone.
OWN_LABELS = {"admin", "coordinator", "staff", "viewer", "admin of the first start"}


class World:
    def __init__(self, random):
        self.random = random
        self.ids = collections.defaultdict(list)  # "rooms" or "visits/<id>/stops": ids
        self.etags = {}                           # path: ETag
        self.starts = {}                          # id of an event: local starts of occurrences
        self.slots = {}                           # id of office hours: local starts of free slots
        self.pending = collections.defaultdict(set)  # "visits": ids of what waits for a coordinator
        self.cursors = []
        self.secrets = []                         # of links that were told once
        self.senders = collections.defaultdict(set)  # Idempotency-Key: the roles that have sent it

    def collections(self):
        return list(self.ids) or ["rooms"]

    def some_id(self, collection):
        known = self.ids.get(collection)
        if known and self.random.random() < 0.97:
            return self.random.choice(known)
        return str(uuid.UUID(int=self.random.getrandbits(128)))

    def is_full(self, collection):
        return len(self.ids.get(collection, ())) >= MOST

    def learn(self, path, answer, body):
        """`path` without query: what it lists, shows or creates."""
        if isinstance(body, dict) and isinstance(body.get("items"), list):
            for item in body["items"]:
                self.learn_object(path, item)
            return
        if isinstance(body, dict) and isinstance(body.get("slots"), list):
            free = [slot["start"] for slot in body["slots"] if slot["free"]]
            if free:
                self.slots[path.split("/")[3]] = free
        for entry in (body.get("entries") if isinstance(body, dict) else None) or []:
            # Undoing how a token was made would lock its role out.
            if all(change["kind"] != "token" for change in entry["changes"]):
                self.put("audit", str(entry["sequence"]))
        for row in (body.get("events") if isinstance(body, dict) else None) or []:
            if isinstance(row, dict) and row.get("recurrenceId"):
                self.starts.setdefault(row["id"], [row["recurrenceId"]])
        if not isinstance(body, dict) or not isinstance(body.get("id"), str):
            return
        own = answer.headers.get("Location") or path
        collection = own.rsplit("/", 1)[0] if own.endswith(body["id"]) else None
        if collection:
            self.learn_object(collection, body)
            if answer.headers.get("ETag"):
                self.etags[own] = answer.headers["ETag"]
        for stop in body.get("stops") or []:
            self.put(f"visits/{body['id']}/stops", stop["id"])
        url = body.get("manageUrl")
        if url:
            self.secrets.append(url.rsplit("/", 1)[1])

    def learn_object(self, collection, item):
        if isinstance(item.get("id"), str) and item.get("label") not in OWN_LABELS:
            self.put(collection.removeprefix("/v1/"), item["id"])
            if "recurrenceRule" in item and item.get("start"):
                self.starts[item["id"]] = [item["start"], *item.get("recurrenceOverrides", {})]
            waiting = self.pending[collection.removeprefix("/v1/")]
            (waiting.add if item.get("approval") == "pending" else waiting.discard)(item["id"])
            self.etags.setdefault(f"{collection}/{item['id']}", f"\"{item.get('version', 1)}\"")

    def learn_link(self, link):
        found = CURSOR.search(link or "")
        if found:
            self.cursors = (self.cursors + [found[1]])[-20:]

    def put(self, collection, identity):
        known = self.ids[collection]
        if identity not in known and len(known) < 4 * MOST:
            known.append(identity)

    def forget(self, path):
        collection, _, identity = path.removeprefix("/v1/").rpartition("/")
        if identity in self.ids.get(collection, ()):
            self.ids[collection].remove(identity)
        self.etags.pop(path, None)
