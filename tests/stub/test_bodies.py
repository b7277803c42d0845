"""The text with which the stub refuses each kind of bad body, its limits, and bodies cut off in transit."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scripts.stub import protocol
from tests.stub.caller import Caller, connected, error_of, exchange

MIB = 1024 * 1024
DEEP = 100_000

# One for each text; tests/contract/test_bodies.py has many more bodies, without the texts.
BAD: dict[str, tuple[bytes, str]] = {
    "blank": (b" \r\n\t", "empty body"),
    "cut off": (b'{"record": tru', "expected JSON"),
    "array": (b'[{"record": true}]', "expected a JSON object, got [{"),
    "number": (b"1" + b"0" * 4000, "got 1" + "0" * 39 + "."),
    "not UTF-8": (b'{"callback_url": "https://a/\xff"}', "expected UTF-8, got byte 0xff at 28"),
    "byte order mark": (b'\xef\xbb\xbf{"record": true}', "byte order mark"),
    "NUL in a URL": (b'{"record": true, "callback_url": "https://a/\\u0000"}', "callback_url"),
    "Infinity": (b'{"record": true, "ring_timeout": -Infinity}', "-Infinity"),
    "1e400": (b'{"a": 1e400}', "range of a double, got '1e400'"),
    "huge integer": (b'{"record": true, "a": ' + b"9" * 5000 + b"}", "… of 5000 characters"),
    "duplicate key": (b'{"a": 1, "record": true, "record": false}', "each key once, got 'record'"),
    "duplicate within": (b'{"record": true, "a": [{"b": 1, "b": 1}]}', "each key once, got 'b'"),
    "lone surrogate": (b'{"record": true, "callback_url": "https://\\ud800"}', "lone surrogate"),
    "surrogate in a key": (b'{"record": true, "\\udfff": 1}', "lone surrogate"),
    "deep arrays": (b'{"record": true, "a": ' + b"[" * DEEP + b"]" * DEEP + b"}", "levels"),
    "unclosed": (b'{"record": true, "a": ' + b"[" * (MIB - 30), "levels"),
    "101 levels": (b'{"record": true, "a": ' + b"[" * 100 + b"]" * 100 + b"}", "levels"),
    "101 levels after others": (
        b'{"record": true, "ab": [' + b"[]," * 100 + b'[]], "c": ' + b"[" * 100 + b"]" * 100 + b"}",
        "levels",
    ),
    "one byte too long": (b'{"record": true}'.ljust(MIB + 1), f"at most {MIB} bytes"),
    "5 MiB": (b'{"record": true}'.ljust(5 * MIB), f"at most {MIB} bytes"),
}


def test_the_text_says_what_is_wrong_with_a_body(call: Caller, subtests: pytest.Subtests) -> None:
    for name, (content, part) in BAD.items():
        with subtests.test(name):
            assert part in error_of(call.content(content))


def test_a_bad_body_in_chunks_is_refused_too(call: Caller, subtests: pytest.Subtests) -> None:
    before = call.stub.shown(call.session)
    for name in ("5 MiB", "cut off", "deep arrays"):
        with subtests.test(name):
            content, part = BAD[name]
            chunks = (content[start : start + 70_000] for start in range(0, len(content), 70_000))
            assert part in error_of(call.send(call.path(), content=chunks))
    assert call.stub.shown(call.session) == before


UNUSUAL = {
    "1 MiB": b'{"record": true}'.ljust(MIB),
    "blanks": b' \r\n\t{"record":\ttrue}\n',
    "100 levels": b'{"record": true, "a": [], "b": ' + b"[" * 99 + b"]" * 99 + b"}",
    "brackets in a text": b'{"record": true, "a": "' + b'\\\\\\"[' * 1000 + b'"}',
    "a backslash at a text's end": b'{"record": true, "a": "\\\\", "b": "' + b"[" * 101 + b'"}',
    "escapes": b'{"record": true, "a": "\\ud83d\\udcde \\u0000"}',
    "numbers": b'{"record": true, "a": 1e-400, "b": -0, "c": ' + b"9" * 4000 + b"}",
    "many braces": b'{"record": true, "a": [' + b"{}," * 10_000 + b"{}]}",
}


def test_an_unusual_body_is_taken(call: Caller, subtests: pytest.Subtests) -> None:
    for name, content in UNUSUAL.items():
        with subtests.test(name):
            call.stub.reset()
            reply = call.content(content)
            assert reply.status_code == 200, reply.text
            assert reply.json()["session"]["record"] is True


def test_chunks_are_put_together(call: Caller) -> None:
    chunks = (bytes([byte]) for byte in b'{"record": true}')
    assert call.send(call.path(), content=chunks).json()["session"]["record"] is True


CONTENT_TYPES = [
    ([], "expected one Content-Type, application/json, got 0"),
    ([""], "expected the Content-Type application/json, got ''"),
    (["text/json"], "got 'text/json'"),
    (["application/json, application/json"], "expected the Content-Type"),
    (["application/json; charset=utf-16"], "charset utf-8, got 'utf-16'"),
    (["application/json; charset"], "charset utf-8, got ''"),
    (["x" * 10_000], "expected the Content-Type application/json"),
    (["application/json", "application/json"], "got 2"),
]


def test_the_text_says_what_is_wrong_with_a_content_type(
    call: Caller, subtests: pytest.Subtests
) -> None:
    for values, part in CONTENT_TYPES:
        with subtests.test(part):
            headers = [("Content-Type", value) for value in values]
            reply = call.send(call.path(), content=b'{"record": true}', headers=headers)
            assert part in error_of(reply)


def test_utf8_is_another_name_of_utf_8(call: Caller) -> None:
    reply = call.content(b'{"record": true}', {"Content-Type": "application/json; charset=utf8"})
    assert reply.status_code == 200, reply.text


@pytest.mark.parametrize(
    "body",
    [
        b'Content-Length: 17\r\n\r\n{"record": true}',
        b'Transfer-Encoding: chunked\r\n\r\n10\r\n{"record": true}\r\n',
    ],
    ids=["length", "chunks"],
)
def test_a_body_cut_off_in_transit_is_no_update(call: Caller, body: bytes) -> None:
    before = call.stub.shown(call.session)
    assert exchange(call.stub, head(call) + body, close=True) == b""
    assert call.stub.shown(call.session) == before
    assert call.stub.journal() == []


def test_broken_chunks_are_400_and_no_update(call: Caller) -> None:
    before = call.stub.shown(call.session)
    chunked = b'Transfer-Encoding: chunked\r\n\r\n10\r\n{"record": true}\r\nxx\r\n'
    assert exchange(call.stub, head(call) + chunked).startswith(b"HTTP/1.1 400 ")
    assert call.stub.shown(call.session) == before


def test_a_connection_whose_request_does_not_arrive_is_closed(
    call: Caller, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.setattr(protocol, "TIMEOUT", 0.2)
    slow = head(call) + b"Content-Length: 17\r\n\r\n{"
    for request in (
        b"",
        b"POST",
        head(call)[:-20],
        slow,
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" + slow,
    ):
        with subtests.test(str(request[:60])):
            assert exchange(call.stub, request).count(b"HTTP/1.1 ") == request.count(b"GET")
    # A reply may take longer than that.
    assert call.update({}, headers={"Prefer": "delay=0.4"}).status_code == 200


def test_a_client_that_waits_gets_a_100(call: Caller) -> None:
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


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(CONTENTS)
def test_any_body_is_answered(call: Caller, content: bytes) -> None:
    before = call.stub.shown(call.session)
    reply = call.content(content)
    if reply.status_code == 200:
        assert isinstance(json.loads(content), dict)
    else:
        error_of(reply)
        assert call.stub.shown(call.session) == before
