"""Bodies that are no JSON object: always a clear 400, and the session stays as it is."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stub.caller import JSON, Caller, connected, error_of, exchange

MIB = 1024 * 1024
DEEP = 100_000

BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty body"),
    "blank": (b" \r\n\t", "empty body"),
    "cut off": (b'{"record": tru', "expected JSON"),
    "two values": (b"{} {}", "expected JSON"),
    "trailing comma": (b'{"record": true,}', "expected JSON"),
    "single quotes": (b"{'record': true}", "expected JSON"),
    "comment": (b'{"record": true} // on', "expected JSON"),
    "form": (b"record=true", "expected JSON"),
    "array": (b'[{"record": true}]', "expected a JSON object, got [{"),
    "text": (b'"record"', 'expected a JSON object, got "record"'),
    "null": (b"null", "expected a JSON object, got null"),
    "number": (b"1" + b"0" * 4000, "expected a JSON object, got 1000"),
    "not UTF-8": (b'{"callback_url": "https://a/\xff"}', "expected UTF-8, got byte 0xff at 28"),
    "Latin-1": ('{"callback_url": "https://é"}'.encode("latin-1"), "expected UTF-8"),
    "UTF-16": ('{"record": true}'.encode("utf-16"), "expected UTF-8"),
    "UTF-16 without mark": ('{"record": true}'.encode("utf-16-le"), "expected JSON"),
    "UTF-32": ('{"record": true}'.encode("utf-32-le"), "expected"),
    "overlong": (b'{"record": true, "\xc0\x80": 1}', "expected UTF-8"),
    "encoded surrogate": (b'{"record": true, "a": "\xed\xa0\x80"}', "expected UTF-8"),
    "byte order mark": (b'\xef\xbb\xbf{"record": true}', "byte order mark"),
    "NUL": (b'{"record": true}\x00', "expected JSON"),
    "NUL in a key": (b'{"rec\x00ord": true}', "expected JSON"),
    "NUL in a URL": (b'{"record": true, "callback_url": "https://a/\\u0000"}', "callback_url"),
    "line break in a text": (b'{"record": true, "a": "\n"}', "expected JSON"),
    "NaN": (b'{"record": true, "ring_timeout": NaN}', "NaN"),
    "Infinity": (b'{"record": true, "ring_timeout": -Infinity}', "-Infinity"),
    "NaN elsewhere": (b'{"record": true, "a": [NaN]}', "NaN"),
    "1e400": (b'{"record": true, "ring_timeout": 1e400}', "range of a double"),
    "huge integer": (b'{"record": true, "ring_timeout": ' + b"9" * 5000 + b"}", "5000 characters"),
    "leading zero": (b'{"record": true, "ring_timeout": 030}', "expected JSON"),
    "plus sign": (b'{"record": true, "ring_timeout": +30}', "expected JSON"),
    "hexadecimal": (b'{"record": true, "ring_timeout": 0x1e}', "expected JSON"),
    "duplicate key": (b'{"record": true, "record": false}', "each key once, got 'record'"),
    "duplicate by escape": (b'{"record": true, "\\u0072ecord": true}', "each key once"),
    "duplicate within": (b'{"record": true, "a": [{"b": 1, "b": 1}]}', "each key once, got 'b'"),
    "lone surrogate": (b'{"record": true, "callback_url": "https://\\ud800"}', "lone surrogate"),
    "surrogate in a key": (b'{"record": true, "\\udfff": 1}', "lone surrogate"),
    "deep arrays": (b'{"record": true, "a": ' + b"[" * DEEP + b"]" * DEEP + b"}", "levels"),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "levels"),
    "unclosed": (b'{"record": true, "a": ' + b"[" * (MIB - 30), "levels"),
    "101 levels": (b'{"record": true, "a": ' + b"[" * 100 + b"]" * 100 + b"}", "levels"),
    "one byte too long": (b'{"record": true}'.ljust(MIB + 1), f"at most {MIB} bytes"),
    "5 MiB": (b'{"record": true}'.ljust(5 * MIB), f"at most {MIB} bytes"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_body_is_400_and_changes_nothing(call: Caller, name: str) -> None:
    content, part = BAD[name]
    before = call.stub.shown(call.session)
    assert part in error_of(call.content(content))
    assert call.stub.shown(call.session) == before


@pytest.mark.parametrize("name", ["5 MiB", "cut off", "deep arrays"])
def test_so_it_is_in_chunks(call: Caller, name: str) -> None:
    content, part = BAD[name]
    before = call.stub.shown(call.session)
    chunks = (content[start : start + 70_000] for start in range(0, len(content), 70_000))
    assert part in error_of(call.send(call.path(), content=chunks, headers=JSON))
    assert call.stub.shown(call.session) == before


@pytest.mark.parametrize(
    "content",
    [
        b'{"record": true}'.ljust(MIB),
        b' \r\n\t{"record":\ttrue}\n',
        b'{"record": true, "a": ' + b"[" * 99 + b"]" * 99 + b"}",
        b'{"record": true, "a": "' + b'\\\\\\"[' * 1000 + b'"}',
        b'{"record": true, "a": "\\ud83d\\udcde \\u0000"}',
        b'{"record": true, "a": 1e-400, "b": -0, "c": ' + b"9" * 4000 + b"}",
        b'{"record": true, "a": [' + b"{}," * 10_000 + b"{}]}",
    ],
)
def test_an_unusual_body_is_taken(call: Caller, content: bytes) -> None:
    reply = call.content(content)
    assert reply.status_code == 200, reply.text
    assert reply.json()["session"]["record"] is True


def test_chunks_are_put_together(call: Caller) -> None:
    chunks = (bytes([byte]) for byte in b'{"record": true}')
    assert call.send(call.path(), content=chunks, headers=JSON).json()["session"]["record"] is True


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({}, "expected one Content-Type, application/json, got 0"),
        ({"Content-Type": ""}, "expected the Content-Type application/json, got ''"),
        ({"Content-Type": "text/json"}, "got 'text/json'"),
        (
            {"Content-Type": "application/x-www-form-urlencoded"},
            "application/x-www-form-urlencoded",
        ),
        ({"Content-Type": "application/json, application/json"}, "expected the Content-Type"),
        ({"Content-Type": "application/json; charset=utf-16"}, "charset utf-8, got 'utf-16'"),
        ({"Content-Type": "application/json; charset=ISO-8859-1"}, "charset utf-8"),
        ({"Content-Type": "application/json; charset"}, "charset utf-8, got ''"),
        ({"Content-Type": "x" * 10_000}, "expected the Content-Type application/json"),
    ],
)
def test_another_content_type_is_400(call: Caller, headers: dict[str, str], part: str) -> None:
    before = call.stub.shown(call.session)
    assert part in error_of(call.content(b'{"record": true}', headers))
    assert call.stub.shown(call.session) == before


def test_two_content_types_are_400(call: Caller) -> None:
    headers = [("Content-Type", "application/json"), ("Content-Type", "application/json")]
    reply = call.send(call.path(), content=b'{"record": true}', headers=headers)
    assert "got 2" in error_of(reply)


@pytest.mark.parametrize(
    "body",
    [
        b'Content-Length: 17\r\n\r\n{"record": true}',
        b'Transfer-Encoding: chunked\r\n\r\n10\r\n{"record": true}\r\n',
    ],
)
def test_a_body_that_breaks_off_is_no_update(call: Caller, body: bytes) -> None:
    before = call.stub.shown(call.session)
    assert exchange(call.stub, head(call) + body, close=True) == b""
    assert call.stub.shown(call.session) == before
    assert call.stub.journal() == []


def test_broken_chunks_are_400_and_no_update(call: Caller) -> None:
    before = call.stub.shown(call.session)
    chunked = b'Transfer-Encoding: chunked\r\n\r\n10\r\n{"record": true}\r\nxx\r\n'
    assert exchange(call.stub, head(call) + chunked).startswith(b"HTTP/1.1 400 ")
    assert call.stub.shown(call.session) == before


def test_a_client_that_waits_is_told_to_go_on(call: Caller) -> None:
    """curl waits so before a body of more than 1 MiB, others before any."""
    with connected(call.stub) as connection:
        connection.sendall(head(call) + b"Expect: 100-continue\r\nContent-Length: 16\r\n\r\n")
        assert connection.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b'{"record": true}')
        assert connection.recv(15) == b"HTTP/1.1 200 OK"


def head(call: Caller) -> bytes:
    credentials = b"Authorization: Basic TUFYWFhYWFhYWFhYWFhYWFhYWFg6dG9r\r\n"
    line = b"POST %b HTTP/1.1\r\nHost: a\r\n" % call.path().encode()
    return line + credentials + b"Content-Type: application/json\r\n"


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
NAMES = st.sampled_from(
    ["record", "session_expiry", "ring_timeout", "callback_url", "first_party", "callback_method"]
)
# Bytes, texts that nearly are JSON, and JSON that nearly is an update.
CONTENTS = (
    st.binary(max_size=200)
    | st.text('{}[]",:0123456789eE.-\\u tfn\x00é', max_size=60).map(str.encode)
    | st.dictionaries(NAMES | st.text(), JSON_VALUES).map(lambda body: json.dumps(body).encode())
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CONTENTS)
def test_whatever_comes_is_answered(call: Caller, content: bytes) -> None:
    before = call.stub.shown(call.session)
    reply = call.content(content)
    if reply.status_code == 200:
        assert isinstance(json.loads(content), dict)
    else:
        error_of(reply)
        assert call.stub.shown(call.session) == before
    call.stub.reset()
