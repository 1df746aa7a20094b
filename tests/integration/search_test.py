"""Finding things: words in every list and over all of them, and the filters of each list."""

import unittest
import urllib.parse
import uuid

from access_test import operations
from history_test import next_path
from service import ServiceTest


def quoted(text):
    return urllib.parse.quote(text, safe="")


class Words(ServiceTest):
    shares = True

    def found(self, path):
        """Ids of all pages."""
        ids = []
        while path:
            answer = self.api.get(path)
            self.assertEqual(answer.status, 200, answer)
            ids += [each["id"] for each in answer.json["items"]]
            path = next_path(answer)
        return ids

    def test_are_found_in_any_case(self):
        person = self.a_person(name="Ўқтам Ғафуров")
        for words in ["Ўқтам", "ўқтам", "ЎҚТАМ ҒАФУРОВ", "ғаф", "  ғафуров   ўқ "]:
            with self.subTest(words=words):
                self.assertEqual(self.found("/v1/people?q=" + quoted(words)), [person])
                self.assertEqual(self.found("/v1/search?q=" + quoted(words)), [person])
        for words in ["Ўқтам Каримов", "ўқтамғафуров", "Уктам"]:
            self.assertEqual(self.found("/v1/people?q=" + quoted(words)), [])
        room = self.a_room(name="Großer Saal Émile")
        self.assertEqual(self.found("/v1/rooms?q=" + quoted("ÉMILE großer")), [room])

    def test_are_found_with_any_apostrophe(self):
        spellings = ["Oʻtkir", "O'tkir", "O‘tkir", "O’tkir", "Oʼtkir", "O`tkir"]
        people = sorted(self.a_person(name=name + " Usmonov") for name in spellings)
        for words in spellings + ["oʻTKIR", "o'tkir usmonov"]:
            with self.subTest(words=words):
                self.assertEqual(sorted(self.found("/v1/people?q=" + quoted(words))), people)

    def test_are_looked_for_in_every_text_that_an_object_has(self):
        institution = self.api.create("/v1/institutions", {"name": "Gogova", "country": "KR", "city": "Gogovapolis"})
        made = {
            "people": [{"name": "Gogova"}, {"name": "x", "email": "gogova@example.org"},
                       {"name": "x", "localizations": {"ru": {"name": "Gogova"}}}],
            "rooms": [{"name": "x", "campus": "Gogova"}, {"name": "Gogova"}],
            "equipment": [{"name": "Gogova", "quantity": 1}, {"name": "x", "quantity": 1, "note": "of gogova"}],
            "agreements": [{"title": "Gogova", "institution": institution}],
            "projects": [{"name": "Gogova"}],
            "closures": [{"name": "Gogova", "from": "2027-05-20", "to": "2027-05-20"}],
            "master-classes": [{**self.event(), "title": "Gogova"}, {**self.event(), "description": "All of gogova"},
                               {**self.event(), "localizations": {"ko": {"title": "GOGOVA"}}}],
        }
        ids = {collection: [self.api.create("/v1/" + collection, body) for body in bodies]
               for collection, bodies in made.items()}
        ids["institutions"] = [institution]
        for collection, expected in ids.items():
            with self.subTest(collection=collection):
                self.assertEqual(sorted(self.found(f"/v1/{collection}?q=gogova&limit=2")), sorted(expected))
        everything = self.api.get("/v1/search?q=gogova")
        self.assertEqual(sorted(each["id"] for each in everything.json["items"]), sorted(sum(ids.values(), [])))
        self.assertTrue(everything.json["complete"])
        for each in everything.json["items"]:
            there = self.api.get(each["path"])
            self.assertEqual((there.status, there.json["id"]), (200, each["id"]))
            self.assertIn(each["title"], [there.json.get("name"), there.json.get("title")])
        some = self.api.get("/v1/search?q=gogova&limit=3")
        self.assertEqual((len(some.json["items"]), some.json["complete"]), (3, False))

    def event(self):
        return {"title": "Voice", "start": "2027-02-01T14:00:00", "timeZone": "Asia/Tashkent", "duration": "PT2H",
                "expert": self.a_person()}

    def test_of_a_search_must_be_there(self):
        for query, pointer in [("", "?q"), ("?q=", "?q"), ("?q=" + "x" * 201, "?q"), ("?q=x&limit=0", "?limit"),
                               ("?q=x&kind=room", "?kind"), ("?q=x&q=y", "?q")]:
            answer = self.api.get("/v1/search" + query)
            self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, pointer), answer)
        self.assertEqual(self.api.get("/v1/search?q=%FF%FE").status, 400)

    def test_stay_with_the_pages(self):
        rooms = sorted(self.a_room(name=f"Студия {number} & ко") for number in range(7))
        self.a_room(name="Студия отдыха")
        self.assertEqual(self.found("/v1/rooms?limit=2&q=" + quoted("студия & ко")), rooms)


class Filters(ServiceTest):
    """Each filter of each list: one object that passes, and one that does not."""

    shares = True

    def check(self, collection, query, passes, stays_out):
        self.tried.add((collection, query.partition("=")[0]))
        for page in [f"?{query}&limit=1000", f"?limit=1000&{query}"]:
            answer = self.api.get(f"/v1/{collection}{page}")
            self.assertEqual(answer.status, 200, answer)
            ids = [each["id"] for each in answer.json["items"]]
            self.assertIn(passes, ids, query)
            self.assertNotIn(stays_out, ids, query)

    def make(self, collection, **fields):
        return self.api.create("/v1/" + collection, fields)

    def test_every_one_lets_pass_what_it_names(self):
        self.tried = set()
        here, there = (self.make("institutions", name="I", country=country) for country in ["KR", "LV"])
        self.check("institutions", "country=KR", here, there)
        expert, interpreter = (self.make("people", name="P", roles=[role], languages=[language])
                               for role, language in [("expert", "ko"), ("interpreter", "ru")])
        self.check("people", "role=expert", expert, interpreter)
        self.check("people", "language=ru", interpreter, expert)
        small, large = (self.make("rooms", name="R", capacity=capacity, features=[feature], campus=campus)
                        for capacity, feature, campus in [(10, "piano", "Main"), (50, "mirrors", "Old town & more")])
        self.check("rooms", "minCapacity=50", large, small)
        self.check("rooms", "feature=piano", small, large)
        self.check("rooms", "campus=" + quoted("Old town & more"), large, small)
        kinds = self.words("Equipment", "kind")
        first, second = (self.make("equipment", name="E", quantity=1, kind=kind) for kind in kinds[:2])
        self.check("equipment", f"kind={kinds[0]}", first, second)
        first, second = (self.make("agreements", title="A", institution=each) for each in [here, there])
        self.check("agreements", f"institution={there}", second, first)
        kinds = self.words("Project", "kind")
        first, second = (self.make("projects", name="P", kind=kind, institutions=[institution])
                         for kind, institution in zip(kinds, [here, there]))
        self.check("projects", f"kind={kinds[1]}", second, first)
        self.check("projects", f"institution={here}", first, second)
        kinds, states = self.words("Closure", "kind"), self.words("Closure", "status")
        one, two = (self.make("closures", name="C", kind=kind, status=status, **{"from": "2027-05-20", "to": "2027-05-20"})
                    for kind, status in list(zip(kinds, states))[:2])
        self.check("closures", f"kind={kinds[0]}", one, two)
        self.check("closures", f"status={states[1]}", two, one)
        self.check_events(here, there, first, second)
        document = self.api.get("/openapi.json").json
        known = {(path.removeprefix("/v1/"), name) for method, path, operation in operations(document)
                 for name in self.filters(document, operation)
                 if method == "GET" and path.count("/") == 2 and "cursor" in self.names(document, operation)
                 and path != "/v1/events"}
        self.assertEqual(self.tried, known)

    def check_events(self, here, there, project, other_project):
        def event(collection, project, **fields):
            zone = {} if collection == "trips" else {"timeZone": "Asia/Tashkent"}
            return self.make(collection, title="T", project=project, **zone, **fields)

        def pair(collection, make):
            """Two events, and by which values of the filters they differ."""
            rooms = [self.a_room(), self.a_room()]
            people = [self.a_person(), self.a_person()]
            events = [make(*each) for each in zip([project, other_project], rooms, people, ["confirmed", "tentative"])]
            for name, values in [("room", rooms), ("person", people), ("project", [project, other_project]),
                                 ("status", ["confirmed", "tentative"])]:
                self.check(collection, f"{name}={values[0]}", *events)
                self.check(collection, f"{name}={values[1]}", *events[::-1])
            return events

        def visit(project, room, person, status):
            return event("visits", project, status=status, institution=here if status == "confirmed" else there,
                         arrival="2027-02-01T09:00:00", departure="2027-02-02T18:00:00", hosts=[person],
                         stops=[{"title": "S", "start": "2027-02-01T11:00:00", "duration": "PT1H", "room": room}])

        times = {"start": "2027-02-01T14:00:00", "duration": "PT1H"}
        pair("master-classes", lambda project, room, person, status: event(
            "master-classes", project, room=room, expert=person, status=status, **times))
        pair("office-hours", lambda project, room, person, status: event(
            "office-hours", project, room=room, host=person, status=status, **times))
        visits = pair("visits", visit)
        self.check("visits", f"institution={here}", *visits)
        self.tried |= {(each, "institution") for each in ["master-classes", "office-hours", "trips"]}  # none has one
        for collection in ["master-classes", "office-hours", "trips"]:
            self.assertEqual(self.api.get(f"/v1/{collection}?institution={here}").json["items"], [])
        trips, people = [], [self.a_person(), self.a_person()]
        for of, person, status in zip([project, other_project], people, ["confirmed", "tentative"]):
            trips.append(event("trips", of, status=status, purpose="festival", travellers=[person],
                               destination={"city": "Riga", "country": "LV", "timeZone": "Europe/Riga"},
                               departure={"local": "2027-02-01T08:00:00", "timeZone": "Asia/Tashkent"},
                               **{"return": {"local": "2027-02-05T22:00:00", "timeZone": "Asia/Tashkent"}}))
        self.check("trips", f"person={people[0]}", *trips)
        self.check("trips", f"project={project}", *trips)
        self.check("trips", "status=tentative", *trips[::-1])
        self.tried.add(("trips", "room"))
        self.assertEqual(self.api.get(f"/v1/trips?room={self.a_room()}").json["items"], [])

    def words(self, schema, field):
        return self.api.get("/openapi.json").json["components"]["schemas"][schema]["properties"][field]["enum"]

    @staticmethod
    def names(document, operation):
        for parameter in operation.get("parameters", []):
            while "$ref" in parameter:
                parameter = document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]
            if parameter["in"] == "query":
                yield parameter["name"]

    def filters(self, document, operation):
        return set(self.names(document, operation)) - {"limit", "cursor", "q"}

    def test_go_together(self):
        piano, plain = self.a_room(capacity=30, features=["piano"]), self.a_room(capacity=30)
        small = self.a_room(capacity=5, features=["piano"])
        answer = self.api.get("/v1/rooms?feature=piano&minCapacity=20&q=black&limit=1000")
        ids = [each["id"] for each in answer.json["items"]]
        self.assertIn(piano, ids)
        self.assertFalse({plain, small} & set(ids))

    def test_refuse_what_they_do_not_know(self):
        for query, pointer in [
                ("rooms?minCapacity=many", "?minCapacity"), ("rooms?minCapacity=-1", "?minCapacity"),
                ("rooms?minCapacity=99999999999", "?minCapacity"), ("master-classes?status=maybe", "?status"),
                ("master-classes?room=blue", "?room"), ("closures?kind=party", "?kind"),
                ("people?campus=Main", "?campus"), ("people?role=expert&role=host", "?role"),
                ("agreements?institution=me", "?institution"), ("rooms?q=" + "x" * 201, "?q"),
                ("rooms?campus=" + "x" * 201, "?campus")]:
            answer = self.api.get("/v1/" + query)
            self.assertEqual(answer.status, 422, (query[:40], answer))
            self.assertEqual((answer.status, answer.json["errors"][0]["pointer"]), (422, pointer), answer)
        self.assertEqual(self.api.get(f"/v1/master-classes?room={uuid.uuid4()}").json["items"], [])


if __name__ == "__main__":
    unittest.main()
