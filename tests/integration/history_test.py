"""What is kept of every change: the audit, and the history of one object."""

import subprocess
import unittest
import uuid

from service import ServiceTest


def next_path(answer):
    """Where the Link leads, from the path on; None: it was the last page."""
    link = answer.headers["Link"]
    if link is None:
        return None
    url, _, relation = link.partition(">")
    assert relation == '; rel="next"', link
    return "/" + url.split("//", 1)[1].split("/", 1)[1]


class HistoryTest(ServiceTest):
    shares = True

    def newest(self):
        [entry] = self.api.get("/v1/audit?order=newest&limit=1").json["entries"]
        return entry

    def head(self):
        return self.newest()["sequence"]

    def pages(self, path):
        """All entries behind `path`, page by page."""
        while path:
            answer = self.api.get(path)
            self.assertEqual(answer.status, 200, answer)
            yield answer.json["entries"]
            path = next_path(answer)

    def booked(self, **fields):
        made = self.api.post("/v1/master-classes", {**self.a_master_class(self.a_room(), self.a_person()), **fields})
        self.assertEqual(made.status, 201, made)
        return made

    def refused(self, answer, problem):
        self.assertEqual((answer.status, answer.json["type"]), (409, "/problems/" + problem), answer)
        return answer

    def act(self, answer, verb, body=b""):
        headers = {"If-Match": answer.etag}
        return self.api.request("POST", f"{self.path_of(answer)}/{verb}", body, headers)

    @staticmethod
    def path_of(answer):
        kinds = {"master-class": "master-classes", "visit": "visits", "trip": "trips", "office-hours": "office-hours"}
        return answer.headers["Location"] or f"/v1/{kinds[answer.json['kind']]}/{answer.json['id']}"


class Audit(HistoryTest):
    def test_has_every_entry_once_in_both_directions(self):
        for number in range(12):
            self.a_room(name=f"Room {number}")
        head = self.head()
        forwards = [entry for page in self.pages("/v1/audit?limit=50") for entry in page]
        self.assertEqual([entry["sequence"] for entry in forwards], list(range(1, head + 1)))
        for first in ["/v1/audit?limit=7&order=newest", f"/v1/audit?limit=7&before={head + 1}",
                      f"/v1/audit?limit=7&before={head + 1000}&order=newest"]:
            backwards = [entry for page in self.pages(first) for entry in page]
            self.assertEqual([entry["sequence"] for entry in backwards], list(range(head, 0, -1)))
            self.assertEqual(backwards, forwards[::-1])
        self.assertEqual(list(self.pages(f"/v1/audit?after={head - 2}")), [forwards[-2:]])
        for over in [f"/v1/audit?after={head}", f"/v1/audit?after={head + 5}", "/v1/audit?before=1"]:
            self.assertEqual(list(self.pages(over)), [[]])

    def test_refuses_what_it_does_not_understand(self):
        for query, pointer in [("after=-1", "?after"), ("after=x", "?after"), ("before=1.5", "?before"),
                               ("order=random", "?order"), ("after=1&before=9", "?before"), ("entity=me", "?entity"),
                               ("limit=0", "?limit"), ("limit=1001", "?limit"), ("from=2027-01-01", "?from"),
                               (f"entity={uuid.uuid4()}&order=newest", "?order"),
                               ("after=18446744073709551616", "?after")]:
            with self.subTest(query=query):
                answer = self.api.get("/v1/audit?" + query)
                self.assertEqual(answer.status, 422, answer)
                self.assertEqual(answer.json["errors"][0]["pointer"], pointer)

    def test_says_who_when_what_before_and_after(self):
        staff = self.api.post("/v1/tokens", {"label": "Nodira, front desk", "role": "staff"})
        nodira = self.service.client(staff.json["token"])
        room = nodira.post("/v1/rooms", {"name": "Green Room", "capacity": 10})
        nodira.patch(room.headers["Location"], {"capacity": 12, "features": ["piano"]}, room.etag)
        entry = self.newest()
        self.assertEqual(entry["actor"], "Nodira, front desk")
        self.assertRegex(entry["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertNotIn("reason", entry)
        [change] = entry["changes"]
        self.assertEqual((change["kind"], change["operation"], change["id"], change["version"], change["path"]),
                         ("room", "changed", room.json["id"], 2, room.headers["Location"]))
        self.assertEqual(sorted(change["changed"]), ["capacity", "features"])
        self.assertEqual((change["before"]["capacity"], change["after"]["capacity"]), (10, 12))
        self.assertEqual(change["after"], self.api.get(room.headers["Location"]).json)

    def test_has_the_reason_of_an_override(self):
        room = self.a_room()
        self.api.create("/v1/master-classes", self.a_master_class(room, self.a_person()))
        forced = self.api.post("/v1/master-classes", {**self.a_master_class(room, self.a_person()),
                                                      "override": {"reason": "the minister comes"}})
        self.assertEqual(forced.status, 201, forced)
        entry = self.newest()
        self.assertEqual((entry["reason"], entry["changes"][0]["id"]), ("the minister comes", forced.json["id"]))

    def test_has_the_reason_of_a_rejection(self):
        asked = self.asked_for_approval()
        rejected = self.api.post(asked.headers["Location"] + "/reject", {"reason": "repairs"}, {"If-Match": asked.etag})
        self.assertEqual(rejected.status, 200, rejected)
        entry = self.newest()
        self.assertEqual((entry["reason"], entry["changes"][0]["operation"]), ("repairs", "cancelled"))

    def asked_for_approval(self):
        room = self.a_room(approvalNeeded=True)
        asked = self.client_of("staff").post("/v1/master-classes", self.a_master_class(room, self.a_person()))
        self.assertEqual((asked.status, asked.json["approval"]), (201, "pending"), asked)
        return asked

    def test_shows_one_entry(self):
        self.a_room()
        entry = self.newest()
        alone = self.api.get(f"/v1/audit/{entry['sequence']}")
        self.assertEqual((alone.status, alone.json), (200, entry))
        for nothing in ["0", str(entry["sequence"] + 1), "-1", "x", "1.0", "18446744073709551617", "%20"]:
            for path in [f"/v1/audit/{nothing}", f"/v1/audit/{nothing}/revert"]:
                answer = self.api.post(path, {}) if path.endswith("revert") else self.api.get(path)
                self.assertEqual(answer.status, 404, (path, answer))

    def test_a_preview_and_a_refusal_leave_no_entry(self):
        room = self.a_room()
        head = self.head()
        self.api.post("/v1/rooms?dryRun=true", {"name": "Nowhere"})
        self.api.post("/v1/rooms", {"name": ""})
        self.api.patch("/v1/rooms/" + room, {"name": "Stale"}, '"7"')
        self.assertEqual(self.head(), head)


class OfOneObject(HistoryTest):
    def history(self, identity, query=""):
        entries = [entry for page in self.pages(f"/v1/audit?entity={identity}{query}") for entry in page]
        return [[change["operation"] for change in entry["changes"] if change["id"] == identity] for entry in entries]

    def test_has_its_changes_in_order_and_those_of_nobody_else(self):
        event = self.booked()
        self.a_room(name="Noise")
        event = self.api.patch(self.path_of(event), {"title": "Voice"}, event.etag)
        self.a_room(name="More noise")
        self.api.delete(self.path_of(event), event.etag)
        expected = [["created"], ["changed"], ["cancelled"]]
        for query in ["", "&limit=1", "&limit=2"]:
            self.assertEqual(self.history(event.json["id"], query), expected)
        [first, *_] = self.api.get(f"/v1/audit?entity={event.json['id']}").json["entries"]
        self.assertEqual(self.history(event.json["id"], f"&after={first['sequence']}"), expected[1:])

    def test_is_there_when_the_object_is_not(self):
        room = self.api.post("/v1/rooms", {"name": "Shed"})
        changed = self.api.patch(room.headers["Location"], {"capacity": 3}, room.etag)
        self.api.delete(room.headers["Location"], changed.etag)
        self.assertEqual(self.api.get(room.headers["Location"]).status, 404)
        for query in ["", "&limit=1"]:
            self.assertEqual(self.history(room.json["id"], query), [["created"], ["changed"], ["removed"]])

    def test_goes_back_before_it_was_removed_and_came_back(self):
        room = self.api.post("/v1/rooms", {"name": "Shed"})
        self.api.delete(room.headers["Location"], room.etag)
        back = self.api.post(f"/v1/audit/{self.head()}/revert", {})
        self.assertEqual(back.status, 200, back)
        self.api.patch(room.headers["Location"], {"capacity": 3}, self.api.get(room.headers["Location"]).etag)
        self.assertEqual(self.history(room.json["id"]), [["created"], ["removed"], ["created"], ["changed"]])

    def test_of_nothing_is_empty(self):
        self.assertEqual(self.history(str(uuid.uuid4())), [])

    def test_of_a_part_of_a_series_begins_where_it_was_split_off(self):
        series = self.booked(recurrenceRule={"frequency": "weekly", "count": 4})
        rest = self.api.patch(self.path_of(series) + "/occurrences/2027-02-15T14:00:00?range=this-and-future",
                              {"title": "The rest"}, series.etag)
        self.assertEqual(rest.status, 201, rest)
        self.assertEqual(self.history(rest.json["id"]), [["created"]])
        self.assertEqual(self.history(series.json["id"]), [["created"], ["changed"]])


class Trimmed(HistoryTest):
    """The store keeps the newest entries only: what an operator may do to a journal that has grown too long."""

    shares = False
    KEPT = 6

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        api = cls.service.client()
        cls.removed = api.post("/v1/rooms", {"name": "Old"})
        for number in range(cls.KEPT - 1):
            api.create("/v1/rooms", {"name": f"Room {number}"})
        api.delete(cls.removed.headers["Location"], cls.removed.etag)
        cls.last = api.get("/v1/changes?after=0&limit=1").json["head"]
        api.close()
        journal = cls.redis("--scan", "--pattern", "*:journal").decode().strip()
        cls.redis("XTRIM", journal, "MAXLEN", str(cls.KEPT))
        cls.service.stop()  # what the instance itself has kept is gone as well
        cls.service.start()

    @classmethod
    def redis(cls, *command):
        return subprocess.run(["redis-cli", "-s", str(cls.service.redis_socket()), "--raw", *command],
                              capture_output=True, check=True).stdout

    def gone(self, answer):
        self.assertEqual((answer.status, answer.json["type"]), (410, "/problems/changes-gone"), answer)
        return answer

    def kept(self):
        return list(range(self.last, self.last - self.KEPT, -1))

    def test_what_is_kept_is_told(self):
        for query in [f"after={self.last - self.KEPT}", f"before={self.last + 1}&limit={self.KEPT}"]:
            entries = [entry["sequence"] for page in self.pages("/v1/audit?" + query) for entry in page]
            self.assertEqual(sorted(entries, reverse=True), self.kept())

    def test_what_is_gone_is_said_to_be(self):
        for path in ["/v1/audit?after=0", "/v1/audit/1", "/v1/changes?after=0", f"/v1/changes?after={self.last - 10}&wait=5"]:
            self.gone(self.api.get(path))
        self.gone(self.api.post("/v1/audit/1/revert", {}))
        stream = {"Accept": "text/event-stream", "Last-Event-ID": "1"}
        self.gone(self.api.get("/v1/changes", stream))

    def test_the_newest_are_told_though_the_page_could_hold_more(self):
        for limit in [self.KEPT + 1, 100]:
            answer = self.api.get(f"/v1/audit?order=newest&limit={limit}")
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual([entry["sequence"] for entry in answer.json["entries"]], self.kept())

    def test_a_follower_is_told_where_to_go_on(self):
        gone = self.gone(self.api.get("/v1/changes?after=1"))
        self.assertEqual(gone.json.get("head"), self.last)
        self.assertEqual(self.api.get(f"/v1/changes?after={self.last}").status, 200)

    def test_of_a_removed_object_the_rest_is_told(self):
        answer = self.api.get("/v1/audit?entity=" + self.removed.json["id"])
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual([entry["sequence"] for entry in answer.json["entries"]], [self.last])


if __name__ == "__main__":
    unittest.main()
