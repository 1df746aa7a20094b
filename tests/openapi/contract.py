"""The document as a contract: what an operation is sent in its examples, and whether an answer is as documented."""

import copy
import datetime
import json
import urllib.parse
import uuid

import jsonschema

# What any answer of any HTTP server may have.
COMMON_HEADERS = {"connection", "content-length", "content-type", "date", "server"}
# What an answer may have, besides what its operation is about, to be safe where a browser shows it or a proxy keeps it.
PROTECTIVE_HEADERS = {"cache-control", "content-disposition", "content-security-policy", "referrer-policy",
                      "x-content-type-options", "x-robots-tag", "vary", "allow"}
# What an answer has only sometimes.
OCCASIONAL_HEADERS = {"Karvon-Staleness", "Link", "Idempotency-Replayed", "Retry-After", "Preference-Applied"}

formats = jsonschema.FormatChecker(())


@formats.checks("date-time", raises=ValueError)
def is_instant(text):
    return not isinstance(text, str) or datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ") is not None


@formats.checks("date", raises=ValueError)
def is_date(text):
    return not isinstance(text, str) or datetime.date.fromisoformat(text) is not None


@formats.checks("uuid", raises=ValueError)
def is_id(text):
    return not isinstance(text, str) or str(uuid.UUID(text)) == text


def closed(schema):
    """No object of an answer has a member that its schema does not name."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            schema.setdefault("additionalProperties", False)
        for each in schema.values():
            closed(each)
    elif isinstance(schema, list):
        for each in schema:
            closed(each)


def example_of(media):
    examples = list(media.get("examples", {}).values())
    return copy.deepcopy(examples[0]["value"]) if examples else None


class Operation:
    def __init__(self, contract, path, method, described):
        self.contract, self.path, self.method, self.described = contract, path, method.upper(), described
        self.id = described["operationId"]
        self.parameters = [contract.resolved(each) for each in described.get("parameters", [])]

    def parameter_examples(self, place):
        return {each["name"]: each["example"] for each in self.parameters if each["in"] == place and "example" in each}

    def takes(self, name):
        return any(each["name"] == name for each in self.parameters)

    @property
    def body(self):
        """(media type, example, schema), or None."""
        for kind, media in self.described.get("requestBody", {}).get("content", {}).items():
            return kind, example_of(media), media["schema"]
        return None

    def target(self, names):
        """The path and query of the examples; `names` are the values of the path's parameters."""
        path = self.path
        for name, value in names.items():
            path = path.replace("{" + name + "}", urllib.parse.quote(value, safe=":"))
        query = urllib.parse.urlencode(self.parameter_examples("query"), doseq=True)
        return path + ("?" + query if query else "")

    def response(self, status):
        responses = self.described["responses"]
        found = responses.get(str(status)) or responses.get(f"{str(status)[0]}XX")
        return self.contract.resolved(found) if found else None


class Contract:
    def __init__(self, text):
        self.document = json.loads(text)
        closed(self.document["paths"])
        closed(self.document["components"]["schemas"])
        self.resolver = jsonschema.RefResolver.from_schema(self.document)
        self.operations = {}
        for path, methods in self.document["paths"].items():
            for method, described in methods.items():
                operation = Operation(self, path, method, described)
                self.operations[operation.id] = operation

    def resolved(self, value):
        while "$ref" in value:
            _, value = self.resolver.resolve(value["$ref"])
        return value

    def problems(self):
        """{name: example} of the shared responses."""
        return {name: example_of(response["content"]["application/problem+json"])
                for name, response in self.document["components"]["responses"].items()}

    def mistakes(self, value, schema):
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver, format_checker=formats)
        return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(value)]

    def objections(self, operation, answer):
        """What of the answer is not as documented: a list of sentences."""
        response = operation.response(answer.status)
        if response is None:
            return [f"{answer.status} is not documented"]
        return (self.objections_to_body(response.get("content", {}), answer) +
                self.objections_to_headers(response.get("headers", {}), answer))

    def objections_to_body(self, content, answer):
        kind = (answer.headers["Content-Type"] or "").split(";")[0]
        if not content:
            return ["there is a body"] if answer.body else []
        if kind not in content:
            return [f"{kind or 'no type'} is not among {list(content)}"]
        if not kind.endswith("json"):
            return []
        return self.mistakes(answer.json, content[kind]["schema"])

    def objections_to_headers(self, documented, answer):
        found = []
        known = {name.lower() for name in documented} | COMMON_HEADERS | PROTECTIVE_HEADERS
        found += [f"the header {name} is not documented" for name in answer.headers if name.lower() not in known]
        for name, header in documented.items():
            value = answer.headers[name]
            if value is None:
                found += [] if name in OCCASIONAL_HEADERS else [f"the header {name} is missing"]
                continue
            schema = self.resolved(header)["schema"]
            number = schema.get("type") == "integer" and value.isdigit()
            found += self.mistakes(int(value) if number else value, schema)
        return found
