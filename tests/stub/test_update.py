"""An update that is taken: exact times, the keys of the reply, and what the stub shows of a new session."""

import re
from typing import Any

import pytest

from tests.stub.caller import Caller, error_of
from tests.support.session_keys import IN_EVERY_SESSION

KEYS = [
    *IN_EVERY_SESSION,
    "unknown_caller_play",
    "is_pin_authentication_required",
    "generate_pin",
    "generate_pin_length",
    "first_party_pin",
    "second_party_pin",
    "pin_prompt_play",
    "pin_retry",
    "pin_retry_wait",
    "incorrect_pin_play",
]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
# One value of each field that is stored as it is sent, none of them what the session has already.
STORED: dict[str, Any] = {
    "record": True,
    "recording_callback_url": "https://www.example.com/recording?a=b&c=%20",
    "record_file_format": "wav",
    "recording_callback_method": "GET",
    "call_time_limit": 60,
    "callback_url": "http://www.example.com:8080/événements",
    "callback_method": "GET",
    "ring_timeout": 0,
    "first_party_play_url": "https://www.example.com/first.mp3",
    "second_party_play_url": "https://www.example.com/second.xml",
}


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    assert before.keys() == after.keys()
    return {name: value for name, value in after.items() if before[name] != value}


def test_a_field_alone_changes_itself_and_modified_time(
    frozen: Caller, subtests: pytest.Subtests
) -> None:
    for name, value in STORED.items():
        with subtests.test(name):
            frozen.stub.reset()
            before = frozen.stub.shown(frozen.session)
            session = frozen.update({name: value}).json()["session"]
            assert changed(before, session) == {
                name: value,
                "modified_time": "2026-02-03 04:05:06 +0000 UTC",
            }
            assert frozen.stub.shown(frozen.session) == session


def test_session_expiry_counts_from_the_update(frozen: Caller) -> None:
    """Created 10 minutes before 04:05:06.7; updated 31.7 s after it, at 04:05:38.4."""
    before = frozen.stub.shown(frozen.session)
    assert before["created_time"] == "2026-02-03 03:55:06 +0000 UTC"
    assert before["duration"] == 24 * 3600 + 600
    frozen.stub.advance(31.7)
    session = frozen.update({"session_expiry": 120}).json()["session"]
    assert changed(before, session) == {
        "modified_time": "2026-02-03 04:05:38 +0000 UTC",
        "expiry_time": "2026-02-03 04:07:38 +0000 UTC",
        "duration": 751,  # 751.7 cut, where the printed times are 752 s apart
    }


def test_durations_add_up_beyond_the_largest_session_expiry(frozen: Caller) -> None:
    durations = []
    for _ in range(3):
        frozen.stub.advance(86_000)
        session = frozen.update({"session_expiry": 86_400}).json()["session"]
        durations.append(session["duration"])
    assert durations[-1] == 600 + 3 * 86_000 + 86_400


def test_a_session_expires_by_time_alone(frozen: Caller) -> None:
    frozen.update({"session_expiry": 60})
    before = frozen.stub.shown(frozen.session)
    frozen.stub.advance(59.9)
    assert frozen.stub.shown(frozen.session)["status"] == "active"
    frozen.stub.advance(0.1)
    assert changed(before, frozen.stub.shown(frozen.session)) == {"status": "expired"}
    reply = frozen.update({"record": True})
    assert (reply.status_code, reply.json()["error"]) == (400, "Session already expired.")
    assert changed(before, frozen.stub.shown(frozen.session)) == {"status": "expired"}


def test_the_reply_has_the_envelope_and_37_keys_in_order(call: Caller) -> None:
    assert len(KEYS) == 37
    reply = call.update({})
    assert reply.headers["content-type"] == "application/json"
    body = reply.json()
    assert list(body) == ["api_id", "message", "session"]
    assert body["message"] == "Session updated"
    assert list(body["session"]) == KEYS


def test_each_reply_has_an_api_id_of_its_own(call: Caller) -> None:
    replies = [call.update({}), call.update({}), call.update([]), call.update({}, "unknown")]
    ids = [reply.json()["api_id"] for reply in replies]
    assert all(UUID.fullmatch(found) for found in ids)
    assert len(set(ids)) == 4


def test_pin_fields_are_null_where_there_is_no_pin(call: Caller) -> None:
    with_pin = call.update({}, call.stub.sessions.with_pin).json()["session"]
    without = call.update({}).json()["session"]
    pin_keys = KEYS[-8:]
    assert without["is_pin_authentication_required"] is False
    assert [without[key] for key in pin_keys] == [None] * 8
    assert with_pin["is_pin_authentication_required"] is True
    assert None not in [with_pin[key] for key in pin_keys]
    assert (with_pin["first_party_pin"], with_pin["pin_retry_wait"]) == ("1234", 5)


def test_no_update_changes_a_pin(call: Caller) -> None:
    before = call.stub.shown(call.stub.sessions.with_pin)
    sent = {"first_party_pin": "9999", "pin_retry": 3, "is_pin_authentication_required": False}
    session = call.update(sent, call.stub.sessions.with_pin).json()["session"]
    assert changed(before, session).keys() == {"modified_time"}


def test_no_update_makes_a_session_single_party(call: Caller) -> None:
    call.update({"create_session_with_single_party": True})
    text = error_of(call.update({"first_party": "12025550171"}))
    assert text.startswith(
        "Invalid parameter. first_party expected only for a session created with"
    )


def test_any_spelling_of_an_integer_is_stored_as_one(call: Caller) -> None:
    for text in (b"3600", b"3600.0", b"36e2", b"3.6e3"):
        reply = call.content(b'{"call_time_limit": ' + text + b"}")
        assert b'"call_time_limit":3600,' in reply.content, text


def test_a_url_of_999_characters_may_be_longer_in_bytes(call: Caller) -> None:
    url = "https://www.example.com/".ljust(999, "é")
    session = call.update({"recording_callback_url": url}).json()["session"]
    assert session["recording_callback_url"] == url


def test_a_query_makes_no_difference(call: Caller) -> None:
    for end in ("?a=b", "/?a=b"):
        reply = call.send(call.path() + end, json={"record": True})
        assert reply.status_code == 200, end


def test_an_encoded_letter_of_the_id_is_the_letter(call: Caller) -> None:
    assert call.send(call.path("two%2Dparty"), json={}).status_code == 200


def test_the_expired_session_ended_a_minute_ago(frozen: Caller) -> None:
    session = frozen.stub.shown(frozen.stub.sessions.expired)
    assert (session["expiry_time"], session["duration"]) == ("2026-02-03 04:04:06 +0000 UTC", 540)


def test_a_new_session_shows_what_real_ones_show(call: Caller) -> None:
    session = call.stub.shown(call.session)
    assert session["session_uuid"] == call.session
    shown = {
        "status": "active",
        "call_time_limit": 14400,
        "ring_timeout": 45,
        "callback_method": "POST",
        "recording_callback_method": "POST",
        "record": False,
        "record_file_format": "mp3",
        "initiate_call_to_first_party": False,
        "amount": 0,
        "total_call_amount": 0,
        "total_call_count": 0,
        "interaction": None,
        "last_interaction_time": "",
    }
    assert {name: session[name] for name in shown} == shown
    assert call.stub.shown(call.stub.sessions.single_party)["second_party"] == ""
