"""What an update does: what it names, and nothing else."""

import json
from typing import Any

import pytest

from tests.contract import model
from tests.contract.wire import Wire
from tests.support.differences import differences

# Each away from what a new session has and from the document's defaults.
OTHERS: dict[str, Any] = {
    "record": True,
    "recording_callback_url": "https://www.example.com/recording",
    "record_file_format": "wav",
    "recording_callback_method": "GET",
    "session_expiry": 7200,
    "call_time_limit": 1800,
    "callback_url": "https://www.example.com/events",
    "callback_method": "GET",
    "ring_timeout": 33,
    "first_party_play_url": "https://www.example.com/first.mp3",
    "second_party_play_url": "https://www.example.com/second.wav",
}
BACK: dict[str, Any] = {
    "record": False,
    "recording_callback_url": "",
    "record_file_format": "mp3",
    "recording_callback_method": "POST",
    "session_expiry": 3600,
    "call_time_limit": 14400,
    "callback_url": "",
    "callback_method": "POST",
    "ring_timeout": 0,
    "first_party_play_url": "",
    "second_party_play_url": "",
}


def test_an_empty_update_moves_nothing_but_modified_time(wire: Wire, session: str) -> None:
    before = wire.updated(session, OTHERS)
    wire.updated(session, {}, before=before)


def test_the_message_is_the_documented_one(wire: Wire, session: str) -> None:
    message = wire.post(session, {}).json()["message"]
    assert message.removesuffix(".") == "Session updated", f"got {message!r}"


def test_a_field_alone_leaves_the_others(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    """In particular it sets none of them to its documented default."""
    for name in OTHERS:
        with subtests.test(name):
            first = wire.updated(session, OTHERS)
            second = wire.updated(session, {name: BACK[name]}, before=first)
            wire.updated(session, {name: OTHERS[name]}, before=second)


def test_recording_can_be_switched_off(wire: Wire, session: str) -> None:
    assert wire.updated(session, {"record": True})["record"] is True
    assert wire.updated(session, {"record": False})["record"] is False


def test_everything_at_once_and_back(wire: Wire, session: str) -> None:
    before = wire.updated(session, OTHERS)
    wire.updated(session, BACK, before=before)


def test_an_expiry_counts_from_the_update_and_not_from_the_creation(
    wire: Wire, session: str
) -> None:
    for seconds in (60, 61, 3600, 86400):
        after = wire.updated(session, {"session_expiry": seconds})
        created, expiry = model.seconds(after["created_time"]), model.seconds(after["expiry_time"])
        if wire.target.stub:
            # Its seeded sessions are older than this test.
            assert expiry - created > seconds + 1, f"{seconds}: counted from the creation"


def test_an_expiry_survives_the_next_update(wire: Wire, session: str) -> None:
    before = wire.updated(session, {"session_expiry": 5000})
    after = wire.updated(session, {"record": True})
    assert (after["expiry_time"], after["duration"]) == (before["expiry_time"], before["duration"])


def test_an_expiry_of_a_day_can_be_set_again(wire: Wire, session: str) -> None:
    """A range holds for the parameter; the whole duration may be longer."""
    for _ in range(2):
        wire.updated(session, {"session_expiry": 86400})
    assert wire.state(session)["status"] in ("active", "in-progress")


IGNORED: list[dict[str, Any]] = [
    {"session_uuid": "another"},
    {"subaccount": "SAXXXXXXXXXXXXXXXXXX"},
    {"geomatch": False},
    {"create_session_with_single_party": True},
    {"create_session_with_single_Party": True},
    {"initiate_call_to_first_party": True},
    {"sub_account": "x", "geo_match": None},
    {"virtual_number": "12025550199", "status": "expired", "created_time": "", "duration": 1},
    {"api_id": "x", "session": {"record": True}, "": 0, "Record": True, "record ": True},
    {"recrod": None, "new": {"a": [1.5, "\u0000", None]}},
]


def test_a_key_that_is_no_field_of_an_update_is_ignored(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for ignored in IGNORED:
        with subtests.test(json.dumps(ignored)[:60]):
            first = wire.updated(session, {"record": False})
            second = wire.updated(session, {**ignored, "ring_timeout": 34}, before=first)
            wire.updated(session, ignored, before=second)


def test_an_update_touches_its_session_alone(wire: Wire, session: str) -> None:
    others = [other for other in wire.target.updatable if other != session]
    before = [wire.state(other) for other in others]
    wire.updated(session, OTHERS)
    for known, other in zip(before, others, strict=True):
        wire_state = {**wire.state(other), "modified_time": known["modified_time"]}
        assert not (wrong := differences(known, wire_state)), wrong
