"""The journal: every request as it came, its reply, and no credentials."""

import asyncio
import base64
import hashlib
from typing import Any

import httpx
import pytest

from scripts.stub import journal
from scripts.stub.clock import Clock
from tests.stub.caller import Caller, connected


def only(call: Caller) -> dict[str, Any]:
    (entry,) = call.stub.journal()
    return entry


def test_a_request_and_its_reply(call: Caller) -> None:
    body = b'{ "record" : true }'
    reply = call.send(call.path() + "/?b=1&a=%20", content=body)
    entry = only(call)
    credentials = base64.b64encode(f"{call.stub.auth_id}:{call.stub.auth_token}".encode())
    assert entry["method"] == "POST"
    assert entry["raw_path"] == call.path() + "/"
    assert entry["query"] == "b=1&a=%20"
    assert entry["headers"]["content-type"] == "application/json"
    assert entry["headers"]["authorization"] == "Basic ***"
    assert entry["authorization_sha256"] == hashlib.sha256(b"Basic " + credentials).hexdigest()
    assert entry["authorization_known"] is True
    assert entry["body"] == body.decode()
    assert entry["body_base64"] is None
    assert entry["json"] == {"record": True}
    assert entry["status"] == 200
    assert entry["reply"] == reply.text


def test_times_are_the_clocks(frozen: Caller) -> None:
    frozen.stub.advance(60)
    frozen.update({})
    with pytest.raises(httpx.RemoteProtocolError):
        frozen.update({}, headers={"Prefer": "fault=drop"})
    times = [(entry["received"], entry["replied"]) for entry in frozen.stub.journal()]
    assert times == [("2026-02-03T04:06:06.700000+00:00",) * 2] * 2


def test_the_path_is_as_it_came(call: Caller) -> None:
    for path in ("/v1/a%2fb/%2E%2e/%C3%BC", "/v1//..//."):
        call.stub.reset()
        call.raw(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        assert only(call)["raw_path"] == path
        assert only(call)["status"] == 404


def test_credentials_are_masked(call: Caller, subtests: pytest.Subtests) -> None:
    rows = [
        ("Basic TUFYWFhYWFhYWFhYWFhYWFhYWFg6dG9r", "Basic ***", True),
        ("basic secret", "Basic ***", False),
        ("Bearer secret", "***", False),
        ("secret", "***", False),
        ("secret in three words", "***", False),
    ]
    for authorization, shown, known in rows:
        with subtests.test(authorization):
            call.stub.reset()
            headers = {"Authorization": authorization, "Proxy-Authorization": "Basic secret"}
            call.update({}, auth=None, headers=headers)
            entry = only(call)
            assert entry["headers"]["authorization"] == shown
            assert entry["headers"]["proxy-authorization"] == "Basic ***"
            assert entry["authorization_known"] is known
            digest = hashlib.sha256(authorization.encode()).hexdigest()
            assert entry["authorization_sha256"] == digest
            assert "secret" not in str(entry) and "TUFY" not in str(entry)


def test_repeated_headers_are_all_there_and_all_masked(call: Caller) -> None:
    headers = [("A", "1"), ("a", "2"), ("Authorization", "Basic x"), ("Authorization", "secret")]
    call.update({}, auth=None, headers=headers)
    assert only(call)["headers"]["a"] == "1, 2"
    assert only(call)["headers"]["authorization"] == "Basic ***"
    assert "secret" not in str(only(call))


def test_no_credentials_are_no_digest(call: Caller) -> None:
    call.update({}, auth=None)
    assert "authorization" not in only(call)["headers"]
    assert (only(call)["authorization_sha256"], only(call)["authorization_known"]) == (None, None)
    assert only(call)["status"] == 401


def test_text_that_is_no_sound_json_is_shown_without_a_value(call: Caller) -> None:
    contents = [
        b"",
        b"{",
        b'{"a": NaN, "b": 1e400}',
        b'{"a": "\\ud800"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 90_000,
        b'{"a": 1, "a": 2}',
    ]
    for content in contents:
        call.stub.reset()
        call.content(content)
        assert only(call)["body"] == content.decode()
        assert only(call)["json"] is None, content[:40]


def test_an_integer_of_any_size_is_shown(call: Caller) -> None:
    call.stub.next_reply(body={"a": 10**30})
    assert call.update({"a": 10**30}).json() == {"a": 10**30}
    assert only(call)["json"] == {"a": 10**30}


def test_bytes_that_are_no_text_are_shown_in_base64(call: Caller) -> None:
    content = bytes(range(256))
    call.send(call.path(), content=content, headers=[(b"X-Odd", "é".encode())])
    assert only(call)["body"] is None
    assert base64.b64decode(only(call)["body_base64"]) == content
    assert only(call)["headers"]["x-odd"].encode("latin-1").decode() == "é"


def test_requests_are_in_order_and_controls_are_none(call: Caller) -> None:
    for number in range(5):
        call.update({"ring_timeout": number})
        call.stub.shown(call.session)
    assert [entry["json"]["ring_timeout"] for entry in call.stub.journal()] == [0, 1, 2, 3, 4]


def test_a_request_is_there_before_its_reply(call: Caller) -> None:
    with connected(call.stub) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nPrefer: delay=60\r\n\r\n")
        while not call.stub.journal():
            pass
    assert only(call)["method"] == "GET"


def test_pipelined_requests_are_answered_one_by_one(call: Caller) -> None:
    one = b"GET /%d HTTP/1.1\r\nHost: %d\r\n\r\n"
    last = b"GET /2 HTTP/1.1\r\nHost: 2\r\nConnection: close\r\n\r\n"
    head, _, _ = call.raw(one % (1, 1) + one % (3, 3) + last)
    assert head == b"HTTP/1.1 404 Not Found"
    entries = [(entry["raw_path"], entry["headers"]["host"]) for entry in call.stub.journal()]
    assert entries == [("/1", "1"), ("/3", "3"), ("/2", "2")]


def test_the_oldest_are_forgotten_before_the_memory_is_full(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "BYTES", 100_000)
    for number in range(30):
        call.content(b"%d" % number + b" " * 9_000)
    numbers = [int(entry["body"]) for entry in call.stub.journal()]
    assert numbers == list(range(numbers[0], 30))
    assert 9 <= len(numbers) <= 11
    # Replies count too, and so do they when their request was forgotten meanwhile.
    for _ in range(30):
        call.stub.next_reply(body_text="a" * 9_000)
        call.update({})
    assert 9 <= len(call.stub.journal()) <= 11
    call.stub.next_reply(body_text="a" * 200_000)
    call.update({})
    assert call.stub.journal() == []
    for _ in range(2):
        call.stub.next_reply(body_text="a" * 90_000)
        assert call.content(b" " * 200_000).status_code == 200
    call.content(b"29")
    assert [entry["body"] for entry in call.stub.journal()] == ["29"]
    call.stub.reset()
    monkeypatch.setattr(journal, "ENTRIES", 3)
    for number in range(5):
        call.content(b"%d" % number)
    assert [entry["body"] for entry in call.stub.journal()] == ["2", "3", "4"]


SCOPE = {"method": "GET", "raw_path": b"/", "query_string": b"", "headers": []}


def test_its_memory_is_counted_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    size = journal.Journal(Clock()).record(SCOPE, b"").size()

    async def is_kept(written: journal.Journal) -> bool:
        written.record(SCOPE, b"")
        return any([b"raw_path" in piece async for piece in written.shown()])

    for limit, kept in ((size, True), (size - 1, False)):
        monkeypatch.setattr(journal, "BYTES", limit)
        written = journal.Journal(Clock())
        assert asyncio.run(is_kept(written)) is kept
        written.reset()
        assert asyncio.run(is_kept(written)) is kept


def test_requests_are_served_while_a_long_journal_is_shown() -> None:
    """One between two entries, so that none waits for the whole."""
    written = journal.Journal(Clock())
    for _ in range(3):
        written.record(SCOPE, b"")
    turns: list[str] = []

    async def show() -> None:
        async for piece in written.shown():
            turns.append("entry" if b"raw_path" in piece else "bracket")

    async def serve() -> None:
        for _ in range(3):
            turns.append("request")
            await asyncio.sleep(0)

    async def both() -> None:
        await asyncio.gather(show(), serve())

    asyncio.run(both())
    assert turns == ["bracket", *("entry", "request") * 3, "bracket"]
