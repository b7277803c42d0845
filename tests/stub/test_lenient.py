"""--lenient takes what the official SDKs send and a strict stub refuses."""

from typing import Any

import pytest

from tests.stub.caller import Caller, error_of

TAKEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"call_time_limit": "1440"}, {"call_time_limit": 1440}),
    ({"ring_timeout": "30"}, {"ring_timeout": 30}),
    ({"record": "true"}, {"record": True}),
    ({"record": True, "call_time_limit": 1440}, {"record": True, "call_time_limit": 1440}),
    (
        {"session_expiry": 0, "call_time_limit": 14400, "ring_timeout": 0, "record": True},
        {"record": True},
    ),
    ({"record": True, "ring_timeout": 0.0, "call_time_limit": "0"}, {"record": True}),
    ({"record": True, "callback_url": None, "callback_method": None}, {"record": True}),
    ({"record": None, "ring_timeout": None, "session_expiry": None}, {}),
]


def test_a_value_is_taken_as_meant(lenient: Caller, subtests: pytest.Subtests) -> None:
    for sent, stored in TAKEN:
        with subtests.test(sent=sent):
            lenient.stub.reset()
            before = lenient.stub.shown(lenient.session)
            session = lenient.update(sent).json()["session"]
            assert session == {**before, **stored, "modified_time": session["modified_time"]}


def test_session_expiry_as_text_moves_the_expiry(lenient: Caller) -> None:
    assert lenient.update({"session_expiry": "120"}).json()["session"]["duration"] in (720, 721)


def test_record_as_text_can_be_false(lenient: Caller) -> None:
    lenient.update({"record": True})
    assert lenient.update({"record": "false"}).json()["session"]["record"] is False


REFUSED: list[tuple[str, Any]] = [
    ("record", "yes"),
    ("record", "True"),
    ("record", 0),
    ("call_time_limit", "59"),
    ("call_time_limit", "1e3"),
    ("call_time_limit", " 3600"),
    ("call_time_limit", False),
    ("session_expiry", ""),
    ("session_expiry", "\uff19\uff10\uff10"),
    ("ring_timeout", "9" * 5000),
    ("callback_method", ""),
    ("callback_url", "false"),
]


def test_a_wrong_value_is_refused(lenient: Caller, subtests: pytest.Subtests) -> None:
    before = lenient.stub.shown(lenient.session)
    for name, value in REFUSED:
        with subtests.test(name, value=str(value)[:40]):
            error_of(lenient.update({name: value}))
            assert lenient.stub.shown(lenient.session) == before


def test_a_strict_stub_refuses_it(call: Caller) -> None:
    for body in ({"call_time_limit": "1440"}, {"record": "true"}, {"ring_timeout": None}):
        error_of(call.update(body))
