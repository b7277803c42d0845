"""The Prefer header, by which a caller picks the reply: code=429, example=expired, fault=drop, delay=2."""

import math
from dataclasses import dataclass

from scripts.stub import document
from scripts.stub.quoted import quoted
from scripts.stub.reply import Reply, api_id, json_reply

NAMES = ("code", "example", "fault", "delay")
FAULTS = ("drop", "truncated", "html-502")
MAX_DELAY = 60.0


class BadPreference(Exception):
    """The header asks for what the stub does not have. Its text says what there is."""


@dataclass(frozen=True)
class Preferences:
    """What the caller prefers. reply: instead of the stub's own, which then does nothing with the
    request. delay: seconds to wait first. applied: the preferences in words."""

    reply: Reply | None
    delay: float
    applied: str


def parse(headers: list[str]) -> Preferences:
    """Raises BadPreference for a preference that the stub does not know or can't meet."""
    given: dict[str, str] = {}
    for part in ",".join(headers).replace(";", ",").split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name.lower() not in NAMES or name.lower() in given:
            raise BadPreference(
                f"Prefer: expected {', '.join(f'{name}=' for name in NAMES)}, each at most once,"
                f" got {quoted(part.strip())}"
            )
        given[name.lower()] = value.strip('"')
    if "fault" in given and ("code" in given or "example" in given):
        raise BadPreference("Prefer: expected a fault or a documented reply, got both")
    return Preferences(
        _fault(given["fault"]) if "fault" in given else _documented(given),
        _delay(given.get("delay", "0")),
        ", ".join(f"{name}={value}" for name, value in given.items()),
    )


def _delay(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= MAX_DELAY:
        raise BadPreference(
            f"Prefer: expected a delay of 0 to {MAX_DELAY:.0f} seconds, got {quoted(text)}"
        )
    return seconds


def _documented(given: dict[str, str]) -> Reply | None:
    if "code" not in given and "example" not in given:
        return None
    statuses = {str(status): status for status in document.responses()}
    code = given.get("code")
    if code is not None and code not in statuses:
        raise BadPreference(f"Prefer: expected a code of {', '.join(statuses)}, got {quoted(code)}")
    candidates = [
        (status, name)
        for status in (statuses.values() if code is None else [statuses[code]])
        for name in document.examples(status)
    ]
    wanted = given.get("example", candidates[0][1])
    found = next((candidate for candidate in candidates if candidate[1] == wanted), None)
    if found is None:
        names = ", ".join(name for _, name in candidates)
        raise BadPreference(f"Prefer: expected an example of {names}, got {quoted(wanted)}")
    status, name = found
    body = {**document.examples(status)[name], "api_id": api_id()}
    return json_reply(status, body, document.headers(status))


def _fault(name: str) -> Reply:
    if name == "drop":
        return Reply(0, b"", drop=True)
    if name == "truncated":
        whole = json_reply(200, document.examples(200)["vendor_page"])
        whole.content = whole.content[: len(whole.content) // 2]
        return whole
    if name == "html-502":
        return Reply(502, b"<html><h1>502 Bad Gateway</h1></html>", {"Content-Type": "text/html"})
    raise BadPreference(f"Prefer: expected a fault of {', '.join(FAULTS)}, got {quoted(name)}")
