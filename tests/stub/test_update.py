"""An update that is taken: what it changes, what it leaves alone, and what the reply shows."""

import re
from typing import Any

import pytest

from tests.stub.caller import Caller
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
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
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


@pytest.mark.parametrize("name", STORED)
def test_a_field_alone_changes_itself_and_modified_time(frozen: Caller, name: str) -> None:
    before = frozen.stub.shown(frozen.session)
    reply = frozen.update({name: STORED[name]})
    assert reply.status_code == 200
    session = reply.json()["session"]
    assert changed(before, session) == {
        name: STORED[name],
        "modified_time": "2026-02-03 04:05:06 +0000 UTC",
    }
    assert frozen.stub.shown(frozen.session) == session


def test_all_fields_at_once_and_back(call: Caller) -> None:
    before = call.stub.shown(call.session)
    assert changed(before, call.update(STORED).json()["session"]).items() >= STORED.items()
    back = {name: before[name] for name in STORED}
    assert changed(before, call.update(back).json()["session"]).keys() <= {"modified_time"}


def test_an_empty_update_moves_modified_time_alone(frozen: Caller) -> None:
    before = frozen.stub.shown(frozen.session)
    session = frozen.update({}).json()["session"]
    assert changed(before, session) == {"modified_time": "2026-02-03 04:05:06 +0000 UTC"}


def test_the_other_sessions_stay(call: Caller) -> None:
    others = [call.stub.sessions.single_party, *call.stub.sessions.more]
    before = [call.stub.shown(name) for name in others]
    call.update({**STORED, "session_expiry": 60})
    assert [call.stub.shown(name) for name in others] == before


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


def test_the_largest_and_least_values_are_taken(call: Caller) -> None:
    for seconds in (60, 86_400):
        body = {"session_expiry": seconds, "call_time_limit": seconds}
        assert call.update(body).json()["session"]["call_time_limit"] == seconds


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


def test_a_party_is_stored_without_its_plus(call: Caller) -> None:
    single = call.stub.sessions.single_party
    assert call.stub.shown(single)["second_party"] == ""
    sent = {"first_party": "+12025550171", "second_party": "12025550172"}
    session = call.update(sent, single).json()["session"]
    assert (session["first_party"], session["second_party"]) == ("12025550171", "12025550172")


def test_parties_of_a_two_party_session_stay(call: Caller) -> None:
    before = call.stub.shown(call.session)
    for name in ("first_party", "second_party"):
        reply = call.update({name: "+12025550171", "record": True})
        assert reply.status_code == 400
        assert name in reply.json()["error"]
        assert "create_session_with_single_party" in reply.json()["error"]
    assert call.stub.shown(call.session) == before


@pytest.mark.parametrize(
    "extra",
    [
        {"session_uuid": "another"},
        {"subaccount": "SAXXXXXXXXXXXXXXXXXX"},
        {"geomatch": False},
        {"create_session_with_single_party": True},
        {"create_session_with_single_Party": True},
        {"initiate_call_to_first_party": True},
        {"status": "expired", "created_time": "", "duration": -1, "virtual_number": "1"},
        {"recrod": None, "": {"a": [1.5, "\u0000", None]}, "Record": "maybe"},
    ],
)
def test_what_is_no_field_of_an_update_is_ignored(call: Caller, extra: dict[str, Any]) -> None:
    before = call.stub.shown(call.session)
    reply = call.update({"record": True, **extra})
    assert changed(before, reply.json()["session"]).keys() == {"record", "modified_time"}
    single = call.stub.shown(call.stub.sessions.two_party)
    assert single["first_party"] == before["first_party"]


def test_no_update_makes_a_session_single_party(call: Caller) -> None:
    call.update({"create_session_with_single_party": True})
    assert call.update({"first_party": "12025550171"}).status_code == 400


@pytest.mark.parametrize("text", [b"3600", b"3600.0", b"36e2", b"3.6e3"])
def test_any_spelling_of_an_integer_is_stored_as_one(call: Caller, text: bytes) -> None:
    reply = call.content(b'{"call_time_limit": ' + text + b"}")
    assert b'"call_time_limit": 3600,' in reply.content


def test_empty_text_clears_a_url(call: Caller) -> None:
    urls = [name for name in STORED if name.endswith("url")]
    assert len(urls) == 4
    call.update({name: STORED[name] for name in urls})
    session = call.update(dict.fromkeys(urls, "")).json()["session"]
    assert [session[name] for name in urls] == [""] * 4


def test_a_url_of_999_characters_is_taken(call: Caller) -> None:
    url = "https://www.example.com/".ljust(999, "é")
    assert (
        call.update({"recording_callback_url": url}).json()["session"]["recording_callback_url"]
        == url
    )


@pytest.mark.parametrize("query", ["", "?a=b", "/", "/?a=b"])
def test_a_slash_at_the_end_and_a_query_make_no_difference(call: Caller, query: str) -> None:
    reply = call.send(call.path() + query, json={"record": True}, follow_redirects=False)
    assert reply.status_code == 200
    assert reply.json()["session"]["record"] is True


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=UTF-8",
        'application/json;charset="utf-8"',
        "Application/JSON; profile=x; Charset=utf-8",
    ],
)
def test_the_charset_utf_8_is_taken(call: Caller, content_type: str) -> None:
    body = '{"callback_url": "https://www.example.com/é"}'.encode()
    reply = call.content(body, {"Content-Type": content_type})
    assert reply.json()["session"]["callback_url"] == "https://www.example.com/é"


def test_an_encoded_letter_of_the_id_is_the_letter(call: Caller) -> None:
    assert call.send(call.path("two%2Dparty"), json={}).status_code == 200


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
        "interaction": None,
        "last_interaction_time": "",
    }
    assert {name: session[name] for name in shown} == shown
