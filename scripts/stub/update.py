"""From a JSON object to a valid update: the document's schema, and the error texts."""

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs

from scripts.stub import document
from scripts.stub.quoted import quoted

INTEGERS = ("session_expiry", "call_time_limit", "ring_timeout")
_INTEGER = re.compile(r"-?[0-9]{1,18}")

# Word for word from the private-beta page; which of the two URL texts applies is decided below.
_PHONE = "Invalid parameter. {name} is not a valid phone number."
_RANGE = "Invalid parameter. {name} is outside the allowed range."
_DOCUMENTED = {
    "record": "Invalid parameter. record allowed values are true or false.",
    "record_file_format": "Invalid parameter. record_file_format allowed values are mp3 or wav.",
    "recording_callback_url": "Invalid parameter. recording_callback_url should be a valid URL.",
    "first_party": _PHONE.format(name="first_party"),
    "second_party": _PHONE.format(name="second_party"),
}
_TOO_LONG = "Invalid parameter. recording_callback_url should be under 1000 characters."


class BadUpdate(Exception):
    """A field's value is not allowed. Its text is the reply's."""


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(document.update_schema())


@cache
def _names() -> list[str]:
    return list(document.update_schema()["properties"])


def validate(body: dict[str, Any], *, lenient: bool) -> dict[str, Any]:
    """The fields to change, integers as ints. Keys that are no field of an update are left out.

    Raises:
        BadUpdate: For the first field, in the document's order, whose value is not allowed.
    """
    named = {name: body[name] for name in _names() if name in body}
    fields = _as_official_sdks_mean(named) if lenient else named
    if not _validator().is_valid(fields):
        errors = _validator().iter_errors(fields)
        wrong = {name for error in errors for name in error.instance_path}
        first = next(name for name in _names() if name in wrong)
        raise BadUpdate(_text(first, fields[first]))
    # JSON has one kind of number: 3600.0 is an integer.
    return {name: int(value) if name in INTEGERS else value for name, value in fields.items()}


def check_keys(body: dict[str, Any]) -> None:
    """Raises BadUpdate for a key that is no field of an update."""
    fields = _names()
    if unknown := [name for name in body if name not in fields]:
        expected = f"Expected keys of {', '.join(fields)}"
        raise BadUpdate(f"Invalid parameter. {expected}, got {quoted(unknown[0])}.")


def _as_official_sdks_mean(fields: dict[str, Any]) -> dict[str, Any]:
    """Numbers and booleans as text are what they spell; 0 and null are "not given" [S-lenient]."""
    meant: dict[str, Any] = {}
    for name, given in fields.items():
        value = given
        if name in INTEGERS and isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        if name == "record" and value in ("true", "false"):
            value = value == "true"
        if value is None or (name in INTEGERS and value == 0 and value is not False):
            continue
        meant[name] = value
    return meant


def _text(name: str, value: Any) -> str:
    if name in ("session_expiry", "call_time_limit") and _is_number(value):
        return _RANGE.format(name=name)
    if name == "recording_callback_url" and isinstance(value, str) and len(value) >= 1000:
        return _TOO_LONG
    if name in _DOCUMENTED:
        return _DOCUMENTED[name]
    shown = json.dumps(value, ensure_ascii=False)
    return f"Invalid parameter. {name} expected {_expected(name)}, got {shown[:80]}."


def _expected(name: str) -> str:
    if name in INTEGERS:
        return "an integer"
    return "GET or POST" if name.endswith("method") else "a valid URL or empty text"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
