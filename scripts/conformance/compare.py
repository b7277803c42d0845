"""Differences between two JSON values, each with the place where it is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ABSENT = "(absent)"


@dataclass(frozen=True)
class Difference:
    """One thing that isn't as expected: the part judged, the place in it, and both values."""

    part: str
    where: str
    expected: Any
    got: Any


def describe(difference: dict[str, Any]) -> str:
    """A difference (as data) in one line."""
    place = " ".join(filter(None, (difference["part"], difference["where"])))
    expected, got = (shortened(difference[side]) for side in ("expected", "got"))
    return f"{place}: expected {expected}, got {got}"


def shortened(value: Any) -> str:
    """A value in at most 160 characters: as JSON, but `(absent)` as it is."""
    text = ABSENT if value == ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:159] + "…"


@dataclass(frozen=True)
class Leeway:
    """How far a reply handed to the caller may differ from the one served.

    null_is_absent: a key with null counts as a missing key.
    may_lack: dotted paths of keys that may be missing.
    numbers_from_text: text that spells a number may come back as a number of that value.
    empty_from_null: null may come back as empty text.
    """

    null_is_absent: bool = False
    may_lack: Sequence[str] = ()
    numbers_from_text: bool = False
    empty_from_null: bool = False


def differences(
    part: str, expected: Any, got: Any, leeway: Leeway = Leeway(), where: str = ""
) -> list[Difference]:
    """What differs; empty when got is as expected. Booleans never equal numbers."""
    if isinstance(expected, dict) and isinstance(got, dict):
        found = []
        for key in [*expected, *(k for k in got if k not in expected)]:
            place = f"{where}.{key}" if where else str(key)
            found += _of_key(part, expected.get(key, ABSENT), got.get(key, ABSENT), leeway, place)
        return found
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return [
            difference
            for index, (left, right) in enumerate(zip(expected, got, strict=True))
            for difference in differences(part, left, right, leeway, f"{where}[{index}]")
        ]
    return [] if _equal(expected, got, leeway) else [Difference(part, where, expected, got)]


def _of_key(part: str, expected: Any, got: Any, leeway: Leeway, where: str) -> list[Difference]:
    if leeway.null_is_absent and _nothing(expected) and _nothing(got):
        return []
    if got is ABSENT and where in leeway.may_lack:
        return []
    return differences(part, expected, got, leeway, where)


def _nothing(value: Any) -> bool:
    return value is None or value is ABSENT


def _equal(expected: Any, got: Any, leeway: Leeway) -> bool:
    if leeway.numbers_from_text and isinstance(expected, str) and _is_number(got):
        return _spells(expected, got)
    if leeway.empty_from_null and expected is None and got == "":
        return True
    if _is_number(expected) and _is_number(got):
        return bool(expected == got)
    return type(expected) is type(got) and bool(expected == got)


def _spells(text: str, number: float) -> bool:
    try:
        return float(text) == number
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
