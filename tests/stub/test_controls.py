"""The controls under /_stub/: sessions, reset, clock and queued replies."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from scripts.stub.delivery import Delivery
from scripts.stub.harness import running_stub
from scripts.stub.queued_reply import parse_reply
from scripts.stub.reply import json_reply
from scripts.stub.sessions import EXAMPLE
from tests.stub.caller import NOW, Caller, error_of


def control(call: Caller, name: str, body: Any = None, **options: Any) -> httpx.Response:
    if body is not None:
        options["json"] = body
    return call.send(f"/_stub/{name}", options.pop("method", "POST"), auth=None, **options)


def refused(reply: httpx.Response, part: str, status: int = 400) -> None:
    assert reply.status_code == status, reply.text
    assert part in reply.json()["error"]
    assert len(reply.text) < 400


def test_sessions_shows_what_a_client_needs(call: Caller) -> None:
    found = control(call, "sessions", method="GET").json()
    account = (found["auth_id"], found["auth_token"])
    names = {session["session_uuid"] for session in found["sessions"]}
    known = call.stub.sessions
    assert names == {
        *(known.two_party, known.single_party, known.with_pin, known.expired),
        *known.more,
        EXAMPLE,
    }
    statuses = {name: call.update({}, name, auth=account).status_code for name in names}
    assert statuses == {name: 400 if name == known.expired else 200 for name in names}


def test_reset_seeds_everything_anew(frozen: Caller) -> None:
    before = frozen.stub.shown(frozen.session)
    frozen.stub.next_reply(status=500)
    frozen.stub.advance(1000)
    assert control(frozen, "reset").json() == {"reset": True}
    assert frozen.update({"record": True, "session_expiry": 60}).status_code == 200
    frozen.stub.reset()
    assert frozen.stub.shown(frozen.session) == before
    assert frozen.stub.journal() == []


def test_the_clock_moves_what_is_shown(frozen: Caller) -> None:
    frozen.stub.advance(0)
    shown = control(frozen, "clock", {"advance": 3600.5}).json()
    assert shown == {"now": "2026-02-03T05:05:07.200000+00:00"}
    assert frozen.update({}).json()["session"]["modified_time"] == "2026-02-03 05:05:07 +0000 UTC"


BAD_CLOCKS: list[tuple[Any, str]] = [
    ({}, '{"advance": seconds}'),
    ([1], "expected a JSON object"),
    ({"advance": "60"}, "'60'"),
    ({"advance": True}, "True"),
    ({"advance": None}, "None"),
    ({"advance": 1, "by": 2}, "by"),
    ({"advance": -1}, "expected 0 or more, got -1"),
    ({"advance": 10**12}, "before the year 10000"),
    ({"advance": 10**400}, "before the year 10000"),
    ({"advance": 1e300}, "before the year 10000"),
]


def test_the_clock_refuses_what_is_no_step_forward(call: Caller, subtests: pytest.Subtests) -> None:
    for body, part in BAD_CLOCKS:
        with subtests.test(part):
            refused(control(call, "clock", body), part)
    assert call.update({}).status_code == 200


def test_the_clock_stops_where_an_update_could_not_be_dated(frozen: Caller) -> None:
    late = datetime(9999, 12, 29, tzinfo=UTC) - NOW
    refused(control(frozen, "clock", {"advance": late.total_seconds() + 2 * 86_400}), "year 10000")
    frozen.stub.advance(late.total_seconds())
    assert error_of(frozen.update({})) == "Session already expired."


def test_a_queued_reply_is_served_once_and_changes_nothing(call: Caller) -> None:
    before = call.stub.shown(call.session)
    call.stub.next_reply(status=418, headers={"X-Odd": "1", "Retry-After": "7"}, body={"a": "é"})
    reply = call.update({"record": True})
    assert (reply.status_code, reply.json()) == (418, {"a": "é"})
    assert (reply.headers["x-odd"], reply.headers["retry-after"]) == ("1", "7")
    assert reply.headers.get_list("content-type") == ["application/json"]
    assert call.stub.shown(call.session) == before
    (entry,) = call.stub.journal()
    assert (entry["status"], entry["json"], entry["reply"]) == (418, {"record": True}, reply.text)
    assert call.update({"record": True}).status_code == 200


def test_queued_replies_are_served_in_order_to_whatever_comes(call: Caller) -> None:
    for number, status in enumerate((500, 503, 200), start=1):
        assert control(call, "next", {"status": status}).json() == {"queued": number}
    replies = [
        call.send("/nowhere", "GET", auth=None),
        call.update({}, headers={"Prefer": "code=429"}),
        call.content(b"{"),
    ]
    assert [reply.status_code for reply in replies] == [500, 503, 200]
    assert [reply.json() for reply in replies] == [{}, {}, {}]


def test_a_reply_is_an_ordinary_one_in_all_that_is_not_said() -> None:
    """Without a delay above all, which no test would see from outside."""
    ordinary = json_reply(200, {})
    ordinary.delivery = Delivery(encoding=None, chunked=False, pause=0, close=False)
    assert parse_reply({}) == ordinary


def test_any_final_status_can_be_served(call: Caller, subtests: pytest.Subtests) -> None:
    for status in (200, 204, 205, 304, 301, 520, 599):
        with subtests.test(status=status):
            call.stub.next_reply(status=status, body_text="")
            reply = call.update({})
            assert (reply.status_code, reply.content) == (status, b"")
            assert call.update({}).status_code == 200


def test_text_is_served_byte_for_byte(call: Caller) -> None:
    text = '\ufeff{"a": \u0000é📞'
    call.stub.next_reply(body_text=text, headers={"content-type": "text/html; charset=x"})
    reply = call.update({})
    assert reply.content == text.encode()
    assert reply.headers.get_list("content-type") == ["text/html; charset=x"]


def test_a_body_can_have_another_content_type(call: Caller) -> None:
    call.stub.next_reply(body={}, headers={"content-type": "text/plain"})
    assert call.update({}).headers.get_list("content-type") == ["text/plain"]


def test_a_queued_drop_and_a_queued_delay(call: Caller) -> None:
    call.stub.next_reply(drop=True)
    call.stub.next_reply(status=200, delay=60)
    call.stub.next_reply(status=201, delay=0.01)
    with pytest.raises(httpx.RemoteProtocolError):
        call.update({})
    with pytest.raises(httpx.ReadTimeout):
        call.update({}, timeout=0.2)
    assert call.update({}).status_code == 201


def test_a_session_can_be_added(frozen: Caller, subtests: pytest.Subtests) -> None:
    party = {"first_party": "+12025550111"}
    for name, single_party in (("mine", False), ("my_own-1", True)):
        given = {"session_uuid": name, "single_party": single_party}
        reply = control(frozen, "sessions", given if single_party else {"session_uuid": name})
        assert (reply.status_code, reply.json()) == (201, frozen.stub.shown(name))
        seeded = frozen.stub.sessions.single_party if single_party else frozen.session
        assert reply.json() == {**frozen.stub.shown(seeded), "session_uuid": name}
        for session in (name, seeded):
            assert frozen.update(party, session).status_code == (200 if single_party else 400)
    assert frozen.update(party, EXAMPLE).status_code == 200
    bad: list[tuple[Any, str]] = [
        ({"session_uuid": "mine"}, "session_uuid: expected an id that is new"),
        ({"session_uuid": "a b"}, "got 'a b'"),
        ({"session_uuid": 1}, "got 1"),
        ({}, "got None"),
        ({"session_uuid": "other", "single_party": 1}, '"single_party": true or false'),
        ({"session_uuid": "other", "party": ""}, "got {'session_uuid': 'other', 'party': ''}"),
    ]
    for body, part in bad:
        with subtests.test(part):
            refused(control(frozen, "sessions", body), part)
    frozen.stub.reset()
    assert frozen.update({}, "mine").status_code == 404


def test_a_control_takes_a_mebibyte_at_most(call: Caller) -> None:
    longest = b'{"body": 1' + b" " * (1024 * 1024 - 11) + b"}"
    assert control(call, "next", content=longest).status_code == 200
    refused(control(call, "next", content=longest + b" "), "at most 1048576 bytes, got more", 413)
    # In pieces, of which it keeps no more than the limit.
    refused(control(call, "next", content=(longest for _ in range(50))), "at most 1048576", 413)


BAD_REPLIES: list[tuple[Any, str]] = [
    ([], "expected a JSON object"),
    ({"state": 200}, "expected keys of status, headers, body, body_text, delay, drop, encoding"),
    ({"status": 199}, "status: expected a number from 200 to 599, got 199"),
    ({"status": 600}, "got 600"),
    ({"status": "200"}, "got '200'"),
    ({"status": True}, "got True"),
    ({"headers": []}, "headers: expected an object"),
    ({"headers": {"a b": "1"}}, "got 'a b'"),
    ({"headers": {"": "1"}}, "got ''"),
    ({"headers": {"A": 1}}, "headers: A: expected one line of Latin-1 text, got 1"),
    ({"headers": {"A": "1\r\nB: 2"}}, "headers: A"),
    ({"headers": {"A": "会"}}, "headers: A"),
    ({"headers": {"content-length": "1"}}, "other than content-length"),
    ({"headers": {"Transfer-Encoding": "chunked"}}, "other than content-length"),
    ({"body_text": 1}, "body_text: expected text, got 1"),
    ({"body_text": None}, "body_text: expected text, got None"),
    ({"body_text": "", "body": {}}, "expected body or body_text, got 'both'"),
    ({"status": 204, "body": {"a": 1}}, "status 204: expected no body"),
    ({"status": 205, "body": {"a": 1}}, "status 205: expected no body"),
    ({"status": 304, "body_text": "a"}, "status 304: expected no body"),
    ({"delay": "1"}, "delay: expected 0 to 60 seconds, got '1'"),
    ({"delay": -1}, "got -1"),
    ({"delay": 61}, "got 61"),
    ({"delay": True}, "got True"),
    ({"drop": "yes"}, "drop: expected true or false, got 'yes'"),
    ({"pause": 61}, "pause: expected 0 to 60 seconds, got 61"),
    ({"encoding": "br"}, "encoding: expected gzip or deflate, got 'br'"),
    ({"encoding": []}, "encoding: expected gzip or deflate, got []"),
    ({"chunked": 1}, "chunked: expected true or false, got 1"),
    ({"close": None}, "close: expected true or false, got None"),
]


def test_a_reply_that_can_not_be_served_is_refused(call: Caller, subtests: pytest.Subtests) -> None:
    for body, part in BAD_REPLIES:
        with subtests.test(part):
            refused(control(call, "next", body), part)
    assert call.update({}).status_code == 200


def test_a_control_without_json_is_refused(call: Caller, subtests: pytest.Subtests) -> None:
    for content in (b"", b"{", b"\xff", b'{"body_text": "\\ud800"}', b"[" * 9000):
        for name in ("next", "clock"):
            with subtests.test(f"{name}: {content[:20]!r}"):
                refused(control(call, name, content=content), "expected")


def test_an_unknown_control_is_refused(call: Caller, subtests: pytest.Subtests) -> None:
    rows = [
        ("GET", "reset", 405),
        ("POST", "journal", 405),
        ("GET", "nothing", 404),
        ("GET", "", 404),
    ]
    for method, name, status in rows:
        with subtests.test(f"{method} {name}"):
            reply = control(call, name, method=method)
            refused(reply, "expected under /_stub/ GET journal", status)
    assert call.stub.journal() == []


def test_the_controls_are_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with running_stub() as stub:
        assert stub.journal() == []


def test_controls_need_no_credentials_and_replies_do(call: Caller) -> None:
    assert control(call, "journal", method="GET").status_code == 200
    error_of(call.update({}, auth=None), 401)
