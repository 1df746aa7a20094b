"""Whether a value suits a schema: as much of JSON Schema as the document uses, with the standard library only."""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
FORMATS = {
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
}


def is_of_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class SchemaCheck:
    """Checks against one document."""

    def __init__(self, document):
        self.document = document

    def resolved(self, value):
        while "$ref" in value:
            target = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            value = target
        return value

    def mistakes(self, value, schema, where="$"):
        """What is wrong, as sentences. Members that an open object does not name are mistakes too: all are documented."""
        schema = self.resolved(schema)
        if "anyOf" in schema:
            if any(not self.mistakes(value, each, where) for each in schema["anyOf"]):
                return []
            return [f"{where} suits none of the choices"]
        types = schema.get("type", [])
        types = types if isinstance(types, list) else [types]
        if types and not any(is_of_type(value, each) for each in types):
            return [f"{where} is no {'/'.join(types)}"]
        found = []
        if "enum" in schema and value not in schema["enum"] or "const" in schema and value != schema["const"]:
            found.append(f"{where} is {value!r}")
        if isinstance(value, str):
            found += self.mistakes_of_text(value, schema, where)
        elif isinstance(value, dict):
            found += self.mistakes_of_object(value, schema, where)
        elif isinstance(value, list):
            if len(value) > schema.get("maxItems", len(value)):
                found.append(f"{where} has {len(value)} items")
            for number, each in enumerate(value):
                found += self.mistakes(each, schema.get("items", {}), f"{where}[{number}]")
        elif is_of_type(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            found.append(f"{where} is {value}")
        return found

    def mistakes_of_text(self, value, schema, where):
        found = []
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            found.append(f"{where} has the length {len(value)}")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            found.append(f"{where} is {value!r}, not as {schema['pattern']}")
        form = FORMATS.get(schema.get("format"))
        if form and not form.fullmatch(value):
            found.append(f"{where} is {value!r}, no {schema['format']}")
        return found

    def mistakes_of_object(self, value, schema, where):
        found = [f"{where} lacks {name}" for name in schema.get("required", []) if name not in value]
        properties, others = schema.get("properties", {}), schema.get("additionalProperties", "properties" not in schema)
        for name, each in value.items():
            if name in properties:
                found += self.mistakes(each, properties[name], f"{where}.{name}")
            elif isinstance(others, dict):
                found += self.mistakes(each, others, f"{where}.{name}")
            elif not others:
                found.append(f"{where}.{name} is not documented")
        return found
