"""Values at and beyond what the document allows, and the texts with which they are refused."""

import itertools
import json
from typing import Any

import pytest

from tests.contract import document
from tests.contract.wire import Wire

BOOLEANS: list[Any] = ["true", "yes", 1, 0, None, [], {}, ""]
FORMATS: list[Any] = ["ogg", "MP3", "", 1, None]
NUMBERS: list[Any] = [59, 86401, 0, -1, -60, 10**30]
LIMITS = [60, 61, 86399, 86400]
# Bodies for each documented text that this session can be brought to show.
REFUSED: dict[str, list[dict[str, Any]]] = {
    "record": [{"record": value} for value in BOOLEANS],
    "record_file_format": [{"record_file_format": value} for value in FORMATS],
    "session_expiry": [{"session_expiry": value} for value in NUMBERS],
    "call_time_limit": [{"call_time_limit": value} for value in NUMBERS],
    "recording_callback_url": [
        {"recording_callback_url": value}
        for value in (
            "no url",
            "ftp://a",
            "http://",
            "http://a b",
            "//a",
            " http://a",
            "http://a\n",
        )
    ],
    "recording_callback_url_length": [
        {"recording_callback_url": "https://a/" + "x" * (length - 10)} for length in (1000, 5000)
    ],
}
# Beyond no limit, but of a kind that the field does not take.
OTHER_KINDS: list[tuple[list[str], list[Any]]] = [
    (
        ["session_expiry", "call_time_limit", "ring_timeout"],
        ["3600", "", 90.5, True, None, [60], {"a": 1}],
    ),
    (["callback_method", "recording_callback_method"], ["PUT", "get", "", 1, None]),
    (
        ["callback_url", "first_party_play_url", "second_party_play_url"],
        ["x", 5, None, False, "https://a\u0000", "javascript:x"],
    ),
]
TAKEN: list[dict[str, Any]] = [
    *({name: value} for name in ("session_expiry", "call_time_limit") for value in LIMITS),
    {"ring_timeout": 1},
    {"ring_timeout": 100_000},
    {"recording_callback_url": "https://a/" + "x" * 989},
    {"recording_callback_url": "http://a"},
    {"callback_url": "https://www.example.com/" + "x" * 1500},
    {"callback_url": "https://www.example.com/ä?q=1&r=%20#f"},
]


def test_a_value_beyond_its_limit_is_refused_in_the_documented_words(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for name, bodies in REFUSED.items():
        expected = document.reply_examples(400)[name]["error"]
        for body in bodies:
            with subtests.test(json.dumps(body)[:60]):
                text = wire.refused(session, {"ring_timeout": 36, **body})
                assert text.rstrip(".") == expected.rstrip("."), (
                    f"expected {expected!r}, got {text!r}"
                )


def test_a_value_at_its_limit_is_taken(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    for body in TAKEN:
        with subtests.test(json.dumps(body)[:60]):
            wire.updated(session, body)


def test_a_value_of_another_kind_is_refused_by_its_name(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for names, values in OTHER_KINDS:
        for name, value in itertools.product(names, values):
            with subtests.test(name, value=value):
                text = wire.refused(session, {"record": True, name: value})
                assert name in text, f"expected a text about {name}, got {text!r}"


def test_one_wrong_value_undoes_the_right_ones(wire: Wire, session: str) -> None:
    wire.updated(session, {"record": True})
    wire.refused(session, {"record": False, "call_time_limit": 90, "session_expiry": 59})
