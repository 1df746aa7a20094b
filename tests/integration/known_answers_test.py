"""Timetables that others published with their clashes counted: the service, loaded with them, must report exactly those.

tests/data/known_answers holds small ones, whose sources are named in them. Larger ones, whose licences do not let them
stand here (school and university timetables of XHSTT-2014 and ITC-2007), are read from the directory that
KARVON_KNOWN_ANSWERS names, in the same form; tests/data/known_answers/README.md says which."""

import collections
import datetime
import itertools
import json
import os
import pathlib
import unittest

from service import Service

COMMITTED = pathlib.Path(__file__).parent.parent / "data" / "known_answers"
RULES = {"room": "room-double-booked", "person": "person-double-booked"}
MOST_PEOPLE = 100  # that one event may name beside its expert


def minutes(begin, end):
    parse = datetime.datetime.fromisoformat
    return int((parse(end.replace("Z", "+00:00")) - parse(begin.replace("Z", "+00:00"))).total_seconds()) // 60


class Timetable:
    """One department with all of it booked, whatever clashes."""

    def __init__(self, api, events):
        self.api = api
        self.rooms, self.people = {}, {}
        self.nobody = itertools.count()
        self.refused = collections.Counter()
        self.events = events

    def id_of(self, known, path, name):
        if name not in known:
            known[name] = self.api.create(path, {"name": name})
        return known[name]

    def booking(self, event):
        people = [self.id_of(self.people, "/v1/people", name) for name in event.get("people", [])]
        # A master class has an expert, who is nobody else's where the timetable names nobody.
        expert = people[0] if people else self.api.create("/v1/people", {"name": f"nobody {next(self.nobody)}"})
        wish = {"title": event["title"], "start": event["start"], "timeZone": "Asia/Tashkent",
                "duration": event["duration"], "expert": expert, "people": people[1:]}
        if event.get("room"):
            wish["room"] = self.id_of(self.rooms, "/v1/rooms", event["room"])
        if "recurrenceRule" in event:
            wish["recurrenceRule"] = event["recurrenceRule"]
        return wish

    def book_all(self):
        for event in self.events:
            answer = self.api.post("/v1/master-classes", {**self.booking(event), "override": {"reason": "as it is"}})
            assert answer.status == 201, answer

    def offer_in_order(self):
        """What clashes is refused, as it would be."""
        for event in self.events:
            answer = self.api.post("/v1/master-classes", self.booking(event))
            for rule in {conflict["rule"] for conflict in answer.json.get("conflicts", [])}:
                self.refused[rule] += 1

    def clashes(self):
        """All of GET /v1/conflicts, week by week."""
        begin = min(event["start"] for event in self.events)[:10]
        end = max(event.get("recurrenceRule", {}).get("until", event["start"]) for event in self.events)[:10]
        day, last = datetime.date.fromisoformat(begin), datetime.date.fromisoformat(end)
        found = []
        while day <= last:
            until = day + datetime.timedelta(days=1)
            answer = self.api.get(f"/v1/conflicts?from={day}&to={until}&limit=1000").json
            assert answer["complete"], f"more than 1000 on {day}"
            found += answer["conflicts"]
            day = until
        return found


def pairs(clashes):
    return len({frozenset((each["event"]["id"], each["with"]["id"])) for each in clashes})


def surplus(clashes):
    """Of k events that one resource has at one time, k - 1 are too many."""
    together = collections.defaultdict(set)
    for each in clashes:
        together[each["resource"]["id"], each["startUtc"]] |= {each["event"]["id"], each["with"]["id"]}
    return sum(len(events) - 1 for events in together.values())


def cells(clashes):
    return len({(each["resource"]["id"], each["startUtc"]) for each in clashes})


def overlap_minutes(clashes):
    return sum(minutes(each["startUtc"], each["endUtc"]) for each in clashes)


MEASURES = {
    "pairs": (pairs, pairs), "title_pairs": (pairs, pairs), "surplus": (surplus, surplus),
    "surplus/pairs": (surplus, pairs), "cells": (cells, cells), "overlap minutes": (overlap_minutes, overlap_minutes),
    "overlap_minutes": (overlap_minutes, overlap_minutes),
}


class KnownAnswers(unittest.TestCase):
    def check(self, case):
        published = case["published"]
        events = case["events"]
        if published["measure"] == "title_pairs" and "series" in case:
            self.skipTest("the same trips stand in tests/data/known_answers as series")
        if max(len(event.get("people", [])) for event in events) > MOST_PEOPLE:
            self.skipTest("one event may name 100 people")
        service = Service(seed=False).start()
        try:
            timetable = Timetable(service.client(), events)
            if published["measure"] == "sequence":
                timetable.offer_in_order()
                counted = {kind: timetable.refused[rule] for kind, rule in RULES.items()}
            else:
                timetable.book_all()
                clashes = timetable.clashes()
                measure = dict(zip(RULES, MEASURES[published["measure"]]))
                counted = {kind: measure[kind]([each for each in clashes if each["rule"] == rule])
                           for kind, rule in RULES.items()}
            for kind, number in counted.items():
                if published[kind + "_clashes"] is not None:
                    self.assertEqual(number, published[kind + "_clashes"], kind)
        finally:
            service.close()

    def check_all(self, directory):
        files = sorted(pathlib.Path(directory).glob("*.json"))
        self.assertTrue(files, f"no timetable in {directory}")
        for path in files:
            with self.subTest(path.stem):
                self.check(json.loads(path.read_text()))

    def test_of_small_timetables(self):
        self.check_all(COMMITTED)

    @unittest.skipUnless("KARVON_KNOWN_ANSWERS" in os.environ, "KARVON_KNOWN_ANSWERS names no directory")
    def test_of_whole_schools_and_universities(self):
        self.check_all(os.environ["KARVON_KNOWN_ANSWERS"])


if __name__ == "__main__":
    unittest.main()
