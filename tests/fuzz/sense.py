"""What a schema does not say and the service wants, put right in a value that is meant to be valid: so that it gets deep."""

FIRST, LAST = "2030-01-01T08:00:00", "2030-03-29T20:00:00"


class Sense:
    def __init__(self, random, world):
        self.random, self.world = random, world

    def put_right(self, operation, path, value):
        """Changes `value`, the body of the operation at this path."""
        if not isinstance(value, dict):
            return value
        self.order(value)
        value.pop("showWithoutTime", None)
        if "virtualLocation" in value and isinstance(value["virtualLocation"], dict):
            value["virtualLocation"]["uri"] = "https://meet.example.org/a"
        if operation.id in ("createWebhook", "patchWebhook"):
            value["url"] = "https://hooks.example.org/karvon"
        if operation.id == "bulk":
            value["operations"] = [self.one_of_many() for _ in range(self.random.randint(1, 4))]
        if operation.id == "createVisit":
            value.update(arrival=FIRST, departure=LAST, timeZone="Asia/Tashkent")
        if operation.id == "createTrip":
            value["departure"] = {"local": FIRST, "timeZone": "Asia/Tashkent"}
            value["return"] = {"local": LAST, "timeZone": "Asia/Tashkent"}
            value["travellers"] = value["travellers"][:1] or [self.world.some_id("people")]
        if operation.id == "createOfficeHours":
            value["slotDuration"] = self.random.choice(["PT20M", "PT30M"])
            value["duration"] = self.random.choice(["PT1H", "PT2H"])
            value.pop("breaks", None)
        if operation.id == "createRoom" and self.random.random() < 0.3:
            value["approvalNeeded"] = True
        if "recurrenceRule" in value:
            value["recurrenceRule"] = self.rule()
        if operation.id in ("createAppointment", "patchAppointment"):
            free = self.world.slots.get(path.split("/")[3])
            if free:
                value["start"] = self.random.choice(free)
        return value

    def one_of_many(self):
        collection = self.random.choice(["rooms", "people", "equipment", "institutions"])
        one = f"/v1/{collection}/{self.world.some_id(collection)}"
        return self.random.choice([
            {"method": "GET", "path": one}, {"method": "PATCH", "path": one, "body": {"name": "Mirzo"}, "ifMatch": "*"},
            {"method": "DELETE", "path": one, "ifMatch": "*"}, {"method": "GET", "path": f"/v1/{collection}"},
            {"method": "POST", "path": "/v1/rooms?dryRun=true", "body": {"name": "Studio", "capacity": 9}}])

    def rule(self):
        rule = {"frequency": self.random.choice(["daily", "weekly", "monthly"]), "count": self.random.choice([1, 2, 5, 20])}
        if self.random.random() < 0.3:
            rule["interval"] = self.random.randint(1, 4)
        return rule

    def order(self, value):
        """from is before to, at any depth."""
        if isinstance(value, list):
            for each in value:
                self.order(each)
        if not isinstance(value, dict):
            return
        for first, last in (("from", "to"), ("arrival", "departure"), ("validFrom", "validUntil")):
            pair = [value.get(first), value.get(last)]
            if all(isinstance(each, str) for each in pair):
                value[first], value[last] = sorted(pair)
        for each in value.values():
            self.order(each)
