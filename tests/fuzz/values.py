"""Values for what a schema describes: valid ones, of a small world in which things clash, and broken ones."""

import json
import uuid

ZONES = ["Asia/Tashkent", "Asia/Seoul", "Europe/Riga", "UTC", "America/New_York"]
LANGUAGES = ["en", "ru", "uz", "ko", "pt-BR"]
DURATIONS = ["PT30M", "PT1H", "PT90M", "PT2H", "P1D", "PT20M"]
# What an id under this name is one of.
COLLECTION_OF = {
    "expert": "people", "host": "people", "hosts": "people", "person": "people", "people": "people",
    "travellers": "people", "responsible": "people", "room": "rooms", "rooms": "rooms", "parts": "rooms",
    "ids": "rooms", "institution": "institutions", "institutions": "institutions", "project": "projects",
    "id": "equipment",
}
NAMES = ["Black Box", "Kim Minseo", "Бахор", "O‘zbek raqsi", "김민서", "a", "Ω" * 40, "x,y;z\\n", "<b>&amp;</b>", "🎭"]

HUGE_TEXT = "я" * 20000
DEEP = json.loads("[" * 60 + "]" * 60)
JUNK = [
    None, True, False, 0, -1, 1, 2**31, 2**63, -2**63, 2**64, 1e308, 0.5, -0.0, "", " ", "null", "0", "\x00", "\u202e",
    "a\nb", "\ud800", "é" * 300, HUGE_TEXT, [], {}, [[]], [None], [{}], {"": None}, {"a": {"b": {}}}, DEEP,
    "2026-02-30T00:00:00", "2026-12-07T24:00:00", "9999-12-31T23:59:59", "0000-00-00", "1970-01-01T00:00:00Z", "P", "PT",
    "P1M", "-PT1H", "PT99999999999999H", "25:00", "24:00", "Mars/Olympus", "../../etc/passwd", "' OR 1=1 --", "*",
    "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000001", "http://[::1", "\\u0000", "mo", "\ufeff",
]


class Values:
    """`world` knows real ids: world.some_id(collection)."""

    def __init__(self, random, world, check):
        self.random, self.world, self.check = random, world, check

    # Valid ones.

    def valid(self, schema, name="", depth=0):
        schema = self.check.resolved(schema)
        if "anyOf" in schema:
            return self.valid(self.random.choice(schema["anyOf"]), name, depth)
        types = schema.get("type", "object")
        kind = self.random.choice(types) if isinstance(types, list) else types
        if isinstance(types, list) and kind == "null" and self.random.random() < 0.8:
            kind = types[0]
        if kind == "null":
            return None
        if "enum" in schema:
            return self.random.choice([each for each in schema["enum"] if each is not None])
        if kind == "object":
            return self.object(schema, name, depth)
        if kind == "array":
            most = min(schema.get("maxItems", 3), 3 if depth < 4 else 1)
            return [self.valid(schema["items"], name, depth + 1) for _ in range(self.random.randint(0 if depth else 1, most))]
        if kind == "integer":
            return self.integer(schema)
        return self.random.random() < 0.5 if kind == "boolean" else self.text(schema, name)

    def object(self, schema, name, depth):
        made = {}
        for member, each in schema.get("properties", {}).items():
            wanted = member in schema.get("required", []) or self.random.random() < (0.25 if depth < 2 else 0.1)
            if wanted and not (member in ("override", "holdUntil", "until") and self.random.random() < 0.7):
                made[member] = self.valid(each, member, depth + 1)
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            for _ in range(self.random.randint(0, 2)):
                key = self.local_time() if name == "recurrenceOverrides" else self.random.choice(LANGUAGES)
                made[key] = self.valid(others, "", depth + 1)
        return made

    def integer(self, schema):
        least, most = schema.get("minimum", 0), schema.get("maximum", 1000)
        return self.random.choice([least, most, *[self.random.randint(least, min(most, least + 30)) for _ in range(6)]])

    def text(self, schema, name):
        form, pattern = schema.get("format"), schema.get("pattern", "")
        if form == "uuid":
            return self.world.some_id(COLLECTION_OF.get(name, name))
        if form == "date":
            return self.date()
        if form == "date-time":
            return self.local_time() + "Z"
        if "T[0-9]{2}" in pattern:
            return self.local_time()
        if pattern.startswith("^P"):
            return self.random.choice(DURATIONS)
        if pattern.startswith("^[0-9]{2}:"):
            return f"{self.random.randint(0, 23):02}:{self.random.choice(['00', '30'])}"
        if pattern.startswith("^([1-9]"):
            return str(self.random.randint(1, 12))
        if "Zone" in name:
            return self.random.choice(ZONES)
        return self.words(schema, name)

    def words(self, schema, name):
        if name in ("locale", "language", "languages", "from", "to") and schema.get("maxLength", 0) == 35:
            return self.random.choice(LANGUAGES)
        if name == "country":
            return self.random.choice(["UZ", "KR", "LV"])
        if name in ("from", "to"):
            return self.date()
        if name in ("start", "due"):
            return self.local_time()
        if name == "email":
            return f"{self.random.choice(['kim', 'lee', 'nodira'])}{self.random.randint(0, 99)}@example.org"
        least, most = schema.get("minLength", 0), schema.get("maxLength", 40)
        text = self.random.choice(NAMES).ljust(least, "x")
        return text[:most] if self.random.random() < 0.95 else "я" * min(most, 3000)

    def date(self):
        return f"2030-{self.random.randint(1, 3):02}-{self.random.randint(1, 28):02}"

    def local_time(self):
        return f"{self.date()}T{self.random.randint(7, 20):02}:{self.random.choice(['00', '30'])}:00"

    # Broken ones.

    def broken(self, value):
        """The value with one to three things wrong in it."""
        for _ in range(self.random.randint(1, 3)):
            value = self.broken_once(value)
        return value

    def broken_once(self, value):
        if isinstance(value, dict) and value and self.random.random() < 0.85:
            return self.broken_object(dict(value))
        if isinstance(value, list) and value and self.random.random() < 0.8:
            copy, place = list(value), self.random.randrange(len(value))
            if self.random.random() < 0.1:
                return copy * 200
            copy[place] = self.broken_once(copy[place])
            return copy
        return self.junk()

    def broken_object(self, value):
        name = self.random.choice(list(value))
        what = self.random.random()
        if what < 0.1:
            del value[name]
        elif what < 0.2:
            value[self.random.choice(["@type", "version", "id", "status", "уровень", "", "a/b~c", "secretSha256"])] = self.junk()
        else:
            value[name] = self.broken_once(value[name])
        return value

    def junk(self):
        if self.random.random() < 0.15:
            return self.world.some_id(self.random.choice(self.world.collections()))
        return self.random.choice(JUNK) if self.random.random() < 0.95 else str(uuid.UUID(int=self.random.getrandbits(128)))
