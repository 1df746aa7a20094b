"""What an answer may never be, whatever was sent."""

import json
import re

# Refused before an operation sees it: info.description of the document says so.
BEFORE_ANY_OPERATION = {400, 405, 408, 413, 414, 417, 431, 501, 505}
# The only operations that tell a secret, each its own and once.
TELLS_A_SECRET = {"createAppointment", "createToken", "createWebhook", "rotateWebhook", "bulk"}
TOKEN = re.compile(r"kv_[A-Za-z0-9_-]{16,}")


class Judge:
    def __init__(self, check, world, tokens):
        self.check, self.world = check, world
        self.tokens = set(tokens.values())

    def objections(self, request, answer):
        """Sentences; none when all is well."""
        found = self.objections_to_status(request, answer)
        found += self.objections_to_secrets(request, answer)
        key = request.headers.get("Idempotency-Key")
        if answer.headers.get("Idempotency-Replayed") and request.role not in self.world.senders.get(key, ()):
            found.append("it replays somebody else's answer")
        if request.method != request.operation.method or request.is_elsewhere:
            return found
        return found + self.objections_to_body(request, answer)

    def objections_to_status(self, request, answer):
        operation, status = request.operation, answer.status
        if status >= 500 and status not in (501, 505):
            documented = status == 503 and operation.responses(503) and answer.headers.get("Retry-After")
            return [] if documented else [f"it answers {status}"]
        if request.method != operation.method:
            return [f"it answers {status} to {request.method}"] if status < 300 and request.method not in ("HEAD", "OPTIONS", "PATCH", "PUT") else []
        if status in BEFORE_ANY_OPERATION or request.is_elsewhere:
            return []
        if not operation.responses(status):
            return [f"{status} is not documented"]
        if not operation.admits(request.role) and status not in (401, 403, 404, 413, 429):
            return [f"it answers {status} to the role {request.role or 'nobody'}"]
        return []

    def objections_to_secrets(self, request, answer):
        text = answer.text
        found = []
        if request.operation.id not in TELLS_A_SECRET and any(secret in text for secret in self.world.secrets):
            found.append("it shows a link's secret")
        tells = request.operation.id in TELLS_A_SECRET
        if any(token in self.tokens or not tells for token in TOKEN.findall(text)):
            found.append("it shows a token")
        if answer.status < 300 and "secretSha256" in text:
            found.append("it shows a secret's hash")
        if request.role in ("", "nobody", "viewer") and "@canary.example" in text:
            sent = (request.body or b"") + request.target.encode("utf-8", "replace")
            if b"canary" not in sent:
                found.append("it shows a guest's address to somebody whom it does not concern")
        return found

    def objections_to_body(self, request, answer):
        kind = (answer.headers.get("Content-Type") or "").split(";")[0]
        if answer.status in BEFORE_ANY_OPERATION:
            content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        else:
            response = request.operation.responses(answer.status)
            content = self.check.resolved(response).get("content", {}) if response else {}
        if answer.headers.get("Preference-Applied") == "return=minimal":
            return ["it has a body, and says that it has none"] if answer.body else []
        if not content or answer.status == 304:
            return [f"it has a body with {answer.status}"] if answer.body else []
        if kind not in content:
            return [f"it sends {kind or 'no type'} with {answer.status}"]
        if not kind.endswith("json"):
            return []
        try:
            body = json.loads(answer.text)
        except ValueError:
            return ["its body is no JSON"]
        mistakes = [re.sub(r"\[\d+\]", "[]", each) for each in self.check.mistakes(body, content[kind]["schema"])[:3]]
        if kind == "application/problem+json" and isinstance(body, dict) and body.get("status") != answer.status:
            mistakes.append("the problem has another status")
        return [f"with {answer.status}: {each}" for each in mistakes]
