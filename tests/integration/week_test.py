"""A week of the department, as its people would live it: office hours with appointments, a Korean delegation on two
campuses, a master class with a waiting list, a trip of four to Riga, and Navruz. At the end agenda, free/busy, journal
and a restarted service must tell the same."""

import json
import subprocess
import unittest

from service import Service

WEEK = "from=2027-03-15&to=2027-03-24"
HEAD = "Head of the International Relations Department"


def rules(problem):
    return sorted({conflict["rule"] for conflict in problem["conflicts"]})


class Week(unittest.TestCase):
    """The steps share one department and go on from each other: one test, many chapters."""

    @classmethod
    def setUpClass(cls):
        cls.service = Service().start()
        cls.addClassCleanup(cls.service.close)

    def setUp(self):
        self.api = self.service.client()
        self.addCleanup(self.api.close)

    def test_goes_well(self):
        self.the_department()
        self.office_hours_with_appointments()
        self.a_korean_delegation()
        self.a_master_class_with_a_waiting_list()
        self.a_trip_to_riga()
        self.navruz()
        self.the_plan_still_holds()
        self.everything_agrees()

    # --- the chapters

    def the_department(self):
        create = self.api.create
        self.head = next(each["id"] for each in self.items("/v1/people") if each["name"] == HEAD)
        working = [{"days": ["mo", "tu", "we", "th", "fr", "sa"], "from": "08:00", "to": "20:00"}]
        self.aziza = create("/v1/people", {"name": "Aziza Karimova", "email": "aziza@example.org",
                                           "workingHours": working, "minimumTurnaround": "PT15M"})
        self.bobur = create("/v1/people", {"name": "Bobur Aliyev", "workingHours": working})
        self.dilnoza = create("/v1/people", {"name": "Dilnoza Yusupova", "roles": ["interpreter"],
                                             "interprets": [{"from": "ko", "to": "uz"}, {"from": "uz", "to": "ko"}]})
        self.jasur = create("/v1/people", {"name": "Jasur Tosh", "roles": ["interpreter"],
                                           "interprets": [{"from": "uz", "to": "ko"}, {"from": "ko", "to": "uz"}]})
        self.minseo = create("/v1/people", {
            "name": "Kim Minseo", "localizations": {"ko": {"name": "김민서"}}, "roles": ["expert"],
            "timeZone": "Asia/Seoul", "presence": [{"arrival": "2027-03-15T06:00:00",
                                                    "departure": "2027-03-20T22:00:00"}]})
        self.students = [create("/v1/people", {"name": name}) for name in ("Lola", "Timur", "Sardor")]
        self.black_box = create("/v1/rooms", {"name": "Black Box", "campus": "Main", "capacity": 40,
                                              "features": ["piano"], "setup": "PT15M", "teardown": "PT15M"})
        self.hall = create("/v1/rooms", {"name": "Rector's hall", "campus": "Main", "capacity": 80,
                                         "approvalNeeded": True})
        self.studio = create("/v1/rooms", {"name": "Studio", "campus": "Chilonzor", "capacity": 25})
        self.projector = create("/v1/equipment", {"name": "Projector", "quantity": 1})
        self.bus = create("/v1/equipment", {"name": "Bus", "kind": "vehicle", "quantity": 1, "seats": 18})
        settings = self.api.get("/v1/settings")
        changed = self.api.patch("/v1/settings", {
            "travelTimes": [{"from": "Main", "to": "Chilonzor", "duration": "PT40M"}]}, settings.etag)
        self.assertEqual(changed.status, 200, changed)

    def office_hours_with_appointments(self):
        [hours] = self.items("/v1/office-hours")
        path = "/v1/office-hours/" + hours["id"]
        changed = self.api.patch(path, {"slotDuration": "PT20M", "minNotice": "PT2H", "maxAdvance": "P400D",
                                        "breaks": [{"from": "13:00", "to": "14:00"}]}, self.api.get(path).etag)
        self.assertEqual(changed.status, 200, changed)
        self.hours = hours["id"]
        monday = self.api.get(path + "/slots?from=2027-03-15&to=2027-03-16").json["slots"]
        self.assertEqual([slot["start"][11:16] for slot in monday],
                         ["10:00", "10:20", "10:40", "11:00", "11:20", "11:40", "12:00", "12:20", "12:40",
                          "14:00", "14:20", "14:40"])
        self.assertTrue(all(slot["free"] for slot in monday))

        def appointment(start, name):
            return {"start": start, "visitor": {"name": name, "email": name.lower() + "@example.org"},
                    "purpose": "Exchange semester"}

        first = self.api.post(path + "/appointments", appointment("2027-03-15T10:20:00", "Nodira"))
        self.assertEqual(first.status, 201, first)
        self.assertIn("/appointments/", first.json["manageUrl"])
        taken = self.api.post(path + "/appointments", appointment("2027-03-15T10:20:00", "Olim"))
        self.assertEqual(taken.status, 409, taken)
        self.assertEqual(taken.json["alternatives"][0]["start"], "2027-03-15T10:40:00")
        self.assertEqual(self.api.post(path + "/appointments",
                                       appointment("2027-03-15T13:00:00", "Olim")).status, 422)
        second = self.api.post(path + "/appointments", appointment("2027-03-15T10:40:00", "Olim"))
        self.assertEqual(second.status, 201, second)

        # The visitor moves his own, by his link, without a token.
        link = "/" + second.json["manageUrl"].split("/", 3)[3]
        visitor = self.service.client()
        visitor.token = None
        page = visitor.get(link)
        self.assertEqual(page.status, 200)
        self.assertIn("2027-03-15 10:40", page.body.decode())
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        moved = visitor.request("POST", link, b"action=move&start=2027-03-15T12%3A00%3A00", form)
        self.assertEqual(moved.status, 303, moved)
        self.assertIn("2027-03-15 12:00", visitor.get(link).body.decode())
        self.assertEqual(visitor.request("POST", link, b"action=move&start=2027-03-15T10%3A20%3A00", form).status, 409)

        cancelled = self.api.delete(first.headers["Location"], first.etag)
        self.assertEqual((cancelled.status, cancelled.json["status"]), (200, "cancelled"))
        free = [slot["start"][11:16] for slot in
                self.api.get(path + "/slots?from=2027-03-15&to=2027-03-16").json["slots"] if not slot["free"]]
        self.assertEqual(free, ["12:00"])

    def a_korean_delegation(self):
        induk = next(each["id"] for each in self.items("/v1/institutions") if each["name"] == "Induk University")
        both_ways = {"person": self.dilnoza, "from": "ko", "to": "uz"}

        def stop(title, start, duration, **fields):
            return {"title": title, "start": start, "duration": duration, **fields}

        visit = {
            "title": "Induk University", "institution": induk, "arrival": "2027-03-15T07:30:00",
            "departure": "2027-03-17T20:00:00", "language": "ko", "hosts": [self.aziza],
            "delegates": [{"name": "Lee Jiho", "email": "lee@example.org", "role": "rector"},
                          {"name": "Park Sora", "role": "dean"}],
            "steps": [{"title": "Invitation letter", "due": "2027-02-01", "done": True},
                      {"title": "Visa support", "due": "2027-02-20", "responsible": self.bobur}],
            "stops": [
                stop("Welcome", "2027-03-15T16:00:00", "PT1H", room=self.black_box, hosts=[self.aziza],
                     interpreter=both_ways),
                stop("Rehearsal", "2027-03-16T10:00:00", "PT2H", room=self.studio, hosts=[self.aziza],
                     interpreter=both_ways, equipment=[{"id": self.bus, "quantity": 1}]),
                stop("Lunch with the rector", "2027-03-16T12:20:00", "PT1H", room=self.black_box,
                     hosts=[self.aziza], interpreter=both_ways),
                stop("Museum of Arts", "2027-03-17T11:00:00", "PT2H", place="State Museum of Arts",
                     hosts=[self.bobur], interpreter=both_ways),
            ]}
        refused = self.api.post("/v1/visits", visit)
        self.assertEqual(refused.status, 409, refused)
        self.assertEqual(rules(refused.json), ["travel-time"])  # 20 minutes from Chilonzor for a way of 40
        later = next(each for each in refused.json["alternatives"] if each["start"] > "2027-03-16T12:20:00")
        visit["stops"][2]["start"] = later["start"]
        self.assertGreaterEqual(later["start"], "2027-03-16T12:40:00")

        visit["stops"][0]["interpreter"] = {"person": self.dilnoza, "from": "ko", "to": "ru"}
        self.assertEqual(rules(self.api.post("/v1/visits?dryRun=true", visit).json), ["interpreter-language"])
        visit["stops"][0]["interpreter"] = both_ways

        made = self.api.post("/v1/visits", visit)
        self.assertEqual(made.status, 201, made)
        self.visit = made.json["id"]
        self.assertEqual(made.json["visibility"], "internal")
        self.assertEqual(made.json["start"], "2027-03-15T07:30:00")

        # One more stop that needs somebody who is with them elsewhere, then the same with another interpreter.
        stops = f"/v1/visits/{self.visit}/stops"
        concert = stop("Concert", "2027-03-17T11:30:00", "PT1H", room=self.studio,
                       interpreter={"person": self.dilnoza, "from": "uz", "to": "ko"})
        self.assertIn("person-double-booked", rules(self.api.post(stops, concert).json))
        concert["start"] = "2027-03-17T17:00:00"
        added = self.api.post(stops, concert)
        self.assertEqual(added.status, 201, added)
        changed = self.api.patch(added.headers["Location"], {"interpreter": {"person": self.jasur, "from": "uz",
                                                                            "to": "ko"}}, added.etag)
        self.assertEqual(changed.status, 200, changed)

        days = self.api.get(f"/v1/visits/{self.visit}/itinerary").json["days"]
        self.assertEqual([day["date"] for day in days], ["2027-03-15", "2027-03-16", "2027-03-17"])
        self.assertEqual(days[1]["stops"][1]["place"]["campus"], "Main")
        self.assertEqual(days[2]["stops"][1]["interpreter"]["name"], "Jasur Tosh")

        rows = [row for row in self.agenda() if row["id"] == self.visit]
        self.assertEqual([row["title"] for row in rows],
                         ["Induk University", "Welcome", "Rehearsal", "Lunch with the rector", "Museum of Arts",
                          "Concert"])

    def a_master_class_with_a_waiting_list(self):
        wish = {"title": "Stage movement", "start": "2027-03-18T14:00:00", "duration": "PT2H",
                "expert": self.minseo, "room": self.black_box, "capacity": 2, "roomFeatures": ["piano"],
                "interpreter": {"person": self.dilnoza, "from": "ko", "to": "uz"},
                "equipment": [{"id": self.projector, "quantity": 1}],
                "questions": [{"id": "year", "text": "Which year are you in?", "required": True}]}
        refused = self.api.post("/v1/master-classes", {**wish, "capacity": 41, "room": self.studio,
                                                       "equipment": [{"id": self.projector, "quantity": 2}]})
        self.assertEqual(rules(refused.json), ["capacity-exceeds-room", "equipment-exhausted", "missing-room-feature"])
        self.assertEqual(rules(self.api.post("/v1/master-classes", {**wish, "start": "2027-03-22T14:00:00"}).json),
                         ["expert-absent"])
        made = self.api.post("/v1/master-classes", wish)
        self.assertEqual(made.status, 201, made)
        self.master_class = made.json["id"]
        path = f"/v1/master-classes/{self.master_class}/registrations"

        def register(name, **fields):
            return self.api.post(path, {"name": name, "email": name.lower() + "@example.org",
                                        "answers": {"year": "2"}, **fields})

        seats = [register(name) for name in ("Anora", "Bek", "Diyor", "Elyor")]
        self.assertEqual([(each.json["status"], each.json["position"]) for each in seats],
                         [("registered", 1), ("registered", 2), ("waiting", 1), ("waiting", 2)])
        self.assertEqual(register("Bek", email="BEK@example.org").status, 409)
        self.assertEqual(register("Farid", answers={}).status, 422)
        given_up = self.api.delete(seats[0].headers["Location"], seats[0].etag)
        self.assertEqual(given_up.json["promoted"], [seats[2].json["id"]])
        now = [self.api.get(each.headers["Location"]).json["status"] for each in seats]
        self.assertEqual(now, ["cancelled", "registered", "registered", "waiting"])
        attended = self.api.patch(seats[1].headers["Location"], {"attended": True}, seats[1].etag)
        self.assertEqual((attended.status, attended.json["attended"]), (200, True), attended)

    def a_trip_to_riga(self):
        trip = {"title": "Festival in Riga", "purpose": "festival",
                "destination": {"city": "Riga", "country": "LV", "timeZone": "Europe/Riga"},
                "travellers": [self.aziza, *self.students],
                "departure": {"local": "2027-03-19T03:00:00", "timeZone": "Asia/Tashkent"},
                "return": {"local": "2027-03-23T22:00:00", "timeZone": "Asia/Tashkent"},
                "legs": [{"from": "Tashkent", "to": "Riga", "number": "HY 551",
                          "departure": {"local": "2027-03-19T04:00:00", "timeZone": "Asia/Tashkent"},
                          "arrival": {"local": "2027-03-19T07:30:00", "timeZone": "Europe/Riga"}}],
                "sessions": [{"title": "Screening", "start": "2027-03-20T19:00:00", "duration": "PT2H"}]}
        made = self.api.post("/v1/trips", trip)
        self.assertEqual(made.status, 201, made)
        self.trip = made.json["id"]
        self.assertEqual(made.json["sessions"][0]["startUtc"], "2027-03-20T17:00:00Z")
        away = self.api.post("/v1/master-classes", {
            "title": "Puppets", "start": "2027-03-19T10:00:00", "duration": "PT1H", "expert": self.aziza,
            "room": self.studio})
        self.assertEqual(rules(away.json), ["person-travelling"])
        online = self.api.post("/v1/master-classes", {
            "title": "Call home", "start": "2027-03-20T10:00:00", "duration": "PT1H", "expert": self.aziza,
            "virtualLocation": {"uri": "https://meet.example.org/riga"}})
        self.assertEqual(online.status, 201, online)
        busy = self.free_busy("person", self.aziza)
        self.assertIn({"startUtc": "2027-03-18T22:00:00Z", "endUtc": "2027-03-23T17:00:00Z", "type": "away",
                       "timeZone": "Europe/Riga"}, busy)

    def navruz(self):
        series = {"title": "Sunday studio", "start": "2027-03-14T11:00:00", "duration": "PT1H", "expert": self.bobur,
                  "room": self.studio, "recurrenceRule": {"frequency": "weekly", "count": 3}}
        made = self.api.post("/v1/master-classes", series)
        self.assertEqual(made.status, 201, made)
        self.sundays = made.json["id"]
        closed = self.api.post("/v1/closures", {"name": "Navruz", "from": "2027-03-21", "to": "2027-03-21",
                                                "status": "confirmed", "occasion": "navruz/2027"})
        self.assertEqual(closed.status, 201, closed)
        touched = {warning["event"]["id"] for warning in closed.json["warnings"]}
        self.assertIn(self.sundays, touched)
        self.assertEqual({warning["rule"] for warning in closed.json["warnings"]}, {"holiday"})
        still = self.api.get("/v1/master-classes/" + self.sundays)
        self.assertEqual(still.json["status"], "confirmed")  # told, not silently broken

        other = {**series, "title": "Drums", "expert": self.jasur, "start": "2027-03-14T15:00:00"}
        self.assertEqual(rules(self.api.post("/v1/master-classes", other).json), ["holiday"])
        skipped = self.api.post("/v1/master-classes", {**other, "onConflict": "skip"})
        self.assertEqual(skipped.status, 201, skipped)
        self.assertEqual([each["recurrenceId"] for each in skipped.json["skipped"]], ["2027-03-21T15:00:00"])
        again = self.api.patch(f"/v1/master-classes/{skipped.json['id']}/occurrences/2027-03-21T15:00:00",
                               {"excluded": False, "start": "2027-03-20T15:00:00"}, skipped.etag)
        self.assertEqual(again.status, 200, again)
        self.drums = skipped.json["id"]
        slots = self.api.get(f"/v1/office-hours/{self.hours}/slots?from=2027-03-21&to=2027-03-22").json["slots"]
        self.assertTrue(slots and not any(slot["free"] for slot in slots))

        # The holiday's own clash is put right: that Sunday is left out.
        left_out = self.api.request("DELETE", f"/v1/master-classes/{self.sundays}/occurrences/2027-03-21T11:00:00",
                                    headers={"If-Match": still.etag})
        self.assertEqual(left_out.status, 200, left_out)

    def the_plan_still_holds(self):
        found = self.api.get("/v1/conflicts?" + WEEK).json
        self.assertEqual(found["conflicts"], [])
        times = self.api.post("/v1/availability", {
            "people": [self.bobur, self.dilnoza], "room": {"capacity": 20, "features": ["piano"]},
            "duration": "PT90M", "between": {"from": "2027-03-17", "to": "2027-03-19"}, "limit": 3}).json["times"]
        self.assertTrue(times)
        for time in times:
            wish = {"title": "Planned", "start": time["start"], "timeZone": time["timeZone"], "duration": "PT90M",
                    "expert": self.bobur, "people": [self.dilnoza], "room": time["room"]}
            answer = self.api.post("/v1/master-classes?dryRun=true", wish)
            self.assertEqual((answer.status, answer.json["warnings"]), (200, []), answer)
        none = self.api.post("/v1/availability", {
            "people": [self.aziza], "room": {"capacity": 20}, "duration": "PT1H",
            "between": {"from": "2027-03-20", "to": "2027-03-22"}}).json
        self.assertEqual(none["times"], [])
        self.assertIn("Aziza", none["reason"])

    def everything_agrees(self):
        agenda = self.agenda()
        self.assertTrue(all(a["startUtc"] <= b["startUtc"] for a, b in zip(agenda, agenda[1:])))
        for person in (self.head, self.aziza, self.bobur, self.dilnoza, self.jasur, self.minseo, *self.students):
            self.assertEqual(self.covered(self.free_busy("person", person)),
                             self.covered(self.taken_by(person, agenda)), person)
        self.assertEqual(self.journal_objects(), self.stored_objects())
        before = {path: self.api.get(path).body for path in self.pages()}
        self.service.stop()
        self.service.start()
        self.api = self.service.client()
        self.assertEqual({path: self.api.get(path).body for path in self.pages()}, before)

    # --- how it is seen

    def items(self, path):
        return self.api.get(path + "?limit=1000").json["items"]

    def agenda(self):
        return self.api.get(f"/v1/events?{WEEK}&limit=1000").json["events"]

    def free_busy(self, kind, which):
        [row] = self.api.get(f"/v1/free-busy?{WEEK}&{kind}={which}").json["freeBusy"]
        return row["busy"]

    def taken_by(self, person, agenda):
        """What takes the person's time: a visit's stops and not the visit, a trip and not its parts."""
        def takes(row):
            whole = "part" not in row
            return {"visit": not whole, "trip": whole}.get(row["kind"], True)
        return [row for row in agenda if person in row["people"] and takes(row)]

    def covered(self, rows):
        """Hours of the week as (begin, end) without overlaps, cut to the week."""
        spans = sorted((max(row["startUtc"], "2027-03-14T19:00:00Z"), min(row["endUtc"], "2027-03-23T19:00:00Z"))
                       for row in rows)
        joined = []
        for begin, end in spans:
            if joined and begin <= joined[-1][1]:
                joined[-1][1] = max(end, joined[-1][1])
            else:
                joined.append([begin, end])
        return joined

    def pages(self):
        return [f"/v1/events?{WEEK}&limit=1000", f"/v1/visits/{self.visit}", f"/v1/trips/{self.trip}",
                f"/v1/master-classes/{self.master_class}/registrations", f"/v1/office-hours/{self.hours}/appointments",
                f"/v1/free-busy?{WEEK}&room={self.black_box},{self.studio}", "/calendar.ics"]

    def redis(self, *command):
        socket = str(self.service.data / "redis" / "redis.sock")
        return subprocess.run(["redis-cli", "--json", "-s", socket, *command], check=True,
                              capture_output=True).stdout.decode()

    def stored_objects(self):
        [key] = json.loads(self.redis("KEYS", "*:objects"))
        return {name: json.loads(text) for name, text in json.loads(self.redis("HGETALL", key)).items()}

    def journal_objects(self):
        """The objects that the journal's changes make, one after the other."""
        [key] = json.loads(self.redis("KEYS", "*:journal"))
        objects = {}
        for _, fields in json.loads(self.redis("XRANGE", key, "-", "+")):
            entry = json.loads(fields[fields.index("entry") + 1])
            for change in entry["changes"]:
                name = change["kind"] + "/" + (change["after"] or change["before"])["id"]
                if change["before"] is not None:
                    self.assertEqual(objects.get(name), change["before"])
                if change["after"] is None:
                    del objects[name]
                else:
                    objects[name] = change["after"]
        return objects


if __name__ == "__main__":
    unittest.main()
