"""The exact text with which a value is refused."""

from typing import Any

import pytest

from tests.stub.caller import Caller, error_of

INVALID = "Invalid parameter. "
RECORD = INVALID + "record allowed values are true or false."
FORMAT = INVALID + "record_file_format allowed values are mp3 or wav."
EXPIRY = INVALID + "session_expiry is outside the allowed range."
LIMIT = INVALID + "call_time_limit is outside the allowed range."
URL = INVALID + "recording_callback_url should be a valid URL."
LENGTH = INVALID + "recording_callback_url should be under 1000 characters."
FIRST = INVALID + "first_party is not a valid phone number."
SECOND = INVALID + "second_party is not a valid phone number."
LONG_URL = "https://www.example.com/".ljust(1000, "r")

# tests/contract/test_limits.py tries many more values, and allows for a text without its full stop.
DOCUMENTED: list[tuple[str, Any, str]] = [
    ("record", "true", RECORD),
    ("record_file_format", "ogg", FORMAT),
    ("session_expiry", 59, EXPIRY),
    ("session_expiry", 1e300, EXPIRY),
    ("call_time_limit", 86401, LIMIT),
    ("call_time_limit", 59.0, LIMIT),
    ("recording_callback_url", "example", URL),
    ("recording_callback_url", None, URL),
    ("recording_callback_url", "no URL".ljust(999, "r"), URL),
    ("recording_callback_url", LONG_URL, LENGTH),
    ("recording_callback_url", "no URL".ljust(1000, "r"), LENGTH),
    ("first_party", "1202\n", FIRST),
    ("first_party", 12025550143, FIRST),
    ("second_party", "\uff11\uff12", SECOND),
    ("second_party", ["12"], SECOND),
]
# Texts of the stub's own: what was expected and what came.
OWN: list[tuple[str, Any, list[str]]] = [
    ("session_expiry", "3600", ["an integer", '"3600"']),
    ("session_expiry", 3600.5, ["an integer", "3600.5"]),
    ("session_expiry", True, ["an integer", "true"]),
    ("call_time_limit", None, ["an integer", "null"]),
    ("ring_timeout", "45", ["an integer", '"45"']),
    ("ring_timeout", 0.5, ["an integer", "0.5"]),
    ("ring_timeout", {"a": 1}, ["an integer", '{"a": 1}']),
    ("callback_method", "PUT", ["GET or POST", '"PUT"']),
    ("callback_method", "get", ["GET or POST", '"get"']),
    ("recording_callback_method", None, ["GET or POST", "null"]),
    ("callback_url", "nothing", ["a valid URL", '"nothing"']),
    ("callback_url", None, ["a valid URL", "null"]),
    ("first_party_play_url", 7, ["a valid URL", "7"]),
    ("second_party_play_url", "é" * 5000, ["a valid URL", 'got "' + "é" * 79 + "."]),
]


def test_a_documented_text_is_given_word_for_word(call: Caller, subtests: pytest.Subtests) -> None:
    single = call.stub.sessions.single_party
    before = call.stub.shown(single)
    for name, value, text in DOCUMENTED:
        with subtests.test(name, value=str(value)[:40]):
            assert error_of(call.update({"record_file_format": "wav", name: value}, single)) == text
            assert call.stub.shown(single) == before


def test_any_other_text_says_what_was_expected_and_what_came(
    call: Caller, subtests: pytest.Subtests
) -> None:
    for name, value, parts in OWN:
        with subtests.test(name, value=str(value)[:40]):
            text = error_of(call.update({"record": True, name: value}))
            assert text.startswith(f"Invalid parameter. {name} expected ")
            assert all(part in text for part in parts)


def test_the_first_wrong_field_of_the_document_is_named(call: Caller) -> None:
    body = {"second_party": "x", "ring_timeout": "x", "session_expiry": 1, "record": "x"}
    for text in ("record allowed", "session_expiry is", "ring_timeout expected", "second_party is"):
        assert text in error_of(call.update(body))
        body.popitem()


def test_a_wrong_value_of_an_expired_session_is_refused_too(call: Caller) -> None:
    expired = call.stub.sessions.expired
    before = call.stub.shown(expired)
    assert before["status"] == "expired"
    assert error_of(call.update({}, expired)) == "Session already expired."
    assert error_of(call.update({"record": "x"}, expired)) == RECORD
    assert call.stub.shown(expired) == before


def test_any_ring_timeout_is_taken(call: Caller) -> None:
    for seconds in (-1, 0, 2**63, 10**300):
        assert call.update({"ring_timeout": seconds}).json()["session"]["ring_timeout"] == seconds
