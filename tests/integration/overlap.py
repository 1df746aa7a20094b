"""A slow, obvious oracle: which occurrences of an agenda take the same room or person at the same time."""

import itertools


def overlaps(rows):
    """Pairs of rows (as GET /v1/events gives them) that share a room or a person and overlap; half-open."""
    found = []
    for a, b in itertools.combinations(rows, 2):
        shared = (set(a["rooms"]) & set(b["rooms"])) or (set(a["people"]) & set(b["people"]))
        if shared and a["startUtc"] < b["endUtc"] and b["startUtc"] < a["endUtc"]:
            found.append((a, b))
    return found


def whole_agenda(api, begin, end):
    """Every row of the window, page by page."""
    rows, path = [], f"/v1/events?from={begin}&to={end}&limit=1000"
    while path:
        answer = api.get(path)
        assert answer.status == 200, answer
        rows += answer.json["events"]
        link = answer.headers.get("Link")
        path = "/" + link.split(">")[0].split("/", 3)[3] if link else None
    return rows
