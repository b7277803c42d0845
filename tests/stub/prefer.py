"""The Prefer header, by which a caller picks the reply: code=429, example=expired, fault=drop, delay=2."""

from uuid import uuid4

from tests.stub import document
from tests.stub.reply import Reply, json_reply

FAULTS = ("drop", "truncated", "html-502")
MAX_DELAY = 60.0


class BadPreference(Exception):
    """The header asks for what the stub does not have. Its text says what there is."""


def parse(header: str) -> dict[str, str]:
    """The preferences by name. Raises BadPreference for one that the stub does not know."""
    preferences: dict[str, str] = {}
    for part in header.replace(";", ",").split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name not in ("code", "example", "fault", "delay"):
            raise BadPreference(
                f"Prefer: expected code=, example=, fault= or delay=, got {part.strip()!r}"
            )
        preferences[name] = value.strip('"')
    return preferences


def delay(preferences: dict[str, str]) -> float:
    """Seconds to wait before the reply. Raises BadPreference unless it is a number from 0 to 60."""
    text = preferences.get("delay", "0")
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= MAX_DELAY:
        raise BadPreference(
            f"Prefer: expected a delay of 0 to {MAX_DELAY:.0f} seconds, got {text!r}"
        )
    return seconds


def picked(preferences: dict[str, str]) -> Reply | None:
    """The reply that was asked for, None when none was. Raises BadPreference when there is no such."""
    if fault := preferences.get("fault"):
        return _fault(fault)
    if "code" not in preferences and "example" not in preferences:
        return None
    statuses = list(document.responses())
    code = preferences.get("code", "")
    if code and code not in map(str, statuses):
        raise BadPreference(
            f"Prefer: expected a code of {', '.join(map(str, statuses))}, got {code!r}"
        )
    found = [
        (status, name)
        for status in ([int(code)] if code else statuses)
        for name in document.examples(status)
        if preferences.get("example", name) == name
    ]
    if not found:
        names = [name for status in statuses for name in document.examples(status)]
        raise BadPreference(
            f"Prefer: expected an example of {', '.join(names)}, got {preferences['example']!r}"
        )
    status, name = found[0]
    body = {**document.examples(status)[name], "api_id": str(uuid4())}
    return json_reply(status, body, document.headers(status))


def _fault(name: str) -> Reply:
    if name == "drop":
        return Reply(0, b"", drop=True)
    if name == "truncated":
        whole = json_reply(200, document.examples(200)["vendor_page"])
        return Reply(200, whole.content[: len(whole.content) // 2], whole.headers)
    if name == "html-502":
        return Reply(502, b"<html><h1>502 Bad Gateway</h1></html>", {"Content-Type": "text/html"})
    raise BadPreference(f"Prefer: expected a fault of {', '.join(FAULTS)}, got {name!r}")
