"""A queued reply as a test spells it out: status, headers, body or body_text, delay, drop, and how it
travels: encoding, chunked, pause, close."""

import re
from typing import Any

from scripts.stub.delivery import ENCODINGS, Delivery
from scripts.stub.prefer import MAX_DELAY
from scripts.stub.quoted import quoted
from scripts.stub.reply import Reply, json_reply

KEYS = (
    *("status", "headers", "body", "body_text", "delay", "drop"),
    *("encoding", "chunked", "pause", "close"),
)

# RFC 9110 §5.1 and §5.5; what is beyond them would break the connection instead of the client.
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
# The server says these itself.
_OWN_HEADERS = ("content-length", "transfer-encoding", "connection")
_WITHOUT_BODY = (204, 205, 304)


class BadReply(Exception):
    """The reply can't be sent. Its text says what was expected and what came."""


def parse_reply(given: dict[str, Any]) -> Reply:
    """Raises BadReply unless each key is known and its value can be sent."""
    for name in given:
        _require(name in KEYS, "a reply", f"keys of {', '.join(KEYS)}", name)
    reply = _with_body(given, _status(given), _headers(given))
    reply.delay, reply.drop = _seconds(given, "delay"), _flag(given, "drop")
    encoding = given.get("encoding")
    _require(encoding in (None, *ENCODINGS), "encoding", " or ".join(ENCODINGS), encoding)
    reply.delivery = Delivery(
        encoding=encoding,
        chunked=_flag(given, "chunked"),
        pause=_seconds(given, "pause"),
        close=_flag(given, "close"),
    )
    return reply


def _seconds(given: dict[str, Any], name: str) -> float:
    value = given.get(name, 0)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    expected = f"0 to {MAX_DELAY:.0f} seconds"
    _require(is_number and 0 <= value <= MAX_DELAY, name, expected, value)
    return float(value)


def _flag(given: dict[str, Any], name: str) -> bool:
    value = given.get(name, False)
    _require(isinstance(value, bool), name, "true or false", value)
    return bool(value)


def _status(given: dict[str, Any]) -> int:
    status = given.get("status", 200)
    is_final = isinstance(status, int) and 200 <= status <= 599
    _require(is_final, "status", "a number from 200 to 599", status)
    return int(status)


def _headers(given: dict[str, Any]) -> dict[str, str]:
    headers = given.get("headers", {})
    _require(isinstance(headers, dict), "headers", "an object of names and texts", headers)
    for name, value in headers.items():
        is_name = _HEADER_NAME.fullmatch(name) and name.lower() not in _OWN_HEADERS
        _require(bool(is_name), "headers", f"a name other than {', '.join(_OWN_HEADERS)}", name)
        is_value = isinstance(value, str) and _HEADER_VALUE.fullmatch(value)
        _require(bool(is_value), f"headers: {name}", "one line of Latin-1 text", value)
    return dict(headers)


def _with_body(given: dict[str, Any], status: int, headers: dict[str, str]) -> Reply:
    text = given.get("body_text")
    if status in _WITHOUT_BODY:
        body = text or given.get("body")
        _require(not body, f"a reply of status {status}", "no body", body)
        return Reply(status, b"", headers)
    if "body_text" not in given:
        return json_reply(status, given.get("body", {}), headers)
    _require("body" not in given, "a reply", "body or body_text", "both")
    _require(isinstance(text, str), "body_text", "text", text)
    return Reply(status, str(text).encode(), headers)


def _require(holds: bool, what: str, expected: str, got: Any) -> None:
    if not holds:
        raise BadReply(f"{what}: expected {expected}, got {quoted(got)}")
