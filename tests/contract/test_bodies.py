"""Bodies that are no update: refused with a reason, never a failure of the server."""

import json

import pytest

from tests.contract import model
from tests.contract.wire import Wire, show_whole

MEBIBYTE = 1024 * 1024
# Sound JSON, or nearly: the stub refuses it, and what others do is theirs to choose.
BODIES_AT_WILL: dict[str, bytes] = {
    "UTF-8 with a mark": b'\xef\xbb\xbf{"record": true}',
    "too large a number": b'{"ring_timeout": 1e999}',
    "duplicate keys": b'{"record": true, "record": false}',
    "duplicate keys, escaped": b'{"record": true, "\\u0072ecord": false}',
    "duplicate unknown keys": b'{"new": {"a": 1, "a": 2}}',
    "deep lists": b'{"new": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"new": ' * 50_000 + b"1" + b"}" * 50_000,
    "more than a mebibyte": b'{"new": "' + b"x" * MEBIBYTE + b'"}',
    "more than a mebibyte of blanks": b'{"record": true' + b" " * MEBIBYTE + b"}",
}
BODIES: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n",
    "cut short": b'{"record": tr',
    "no braces": b"record",
    "comma at the end": b'{"record": true,}',
    "single quotes": b"{'record': true}",
    "two objects": b'{"record": true}{"record": true}',
    "comment": b'{"record": true} // on',
    "form": b"record=true",
    "NaN": b'{"session_expiry": NaN}',
    "Infinity": b'{"session_expiry": Infinity}',
    "minus Infinity": b'{"ring_timeout": -Infinity}',
    "a number of many digits": b'{"session_expiry": ' + b"9" * 5000 + b"}",
    "NaN in an unknown key": b'{"new": [NaN]}',
    "NUL": b"\x00",
    "NUL after it": b'{"record": true}\x00',
    "NUL in a text": b'{"callback_url": "https://a/\x00"}',
    "escaped NUL": b'{"callback_url": "https://a/\\u0000"}',
    "control character": b'{"callback_url": "https://a/\x01"}',
    "lone surrogate": b'{"callback_url": "https://a/\\ud800"}',
    "deep and open": b"[" * 200_000,
    "deep in a field": b'{"record": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "three mebibytes of nothing": b"\x00" * (3 * MEBIBYTE),
    "UTF-16": '{"record": true}'.encode("utf-16"),
    "UTF-32": '{"record": true}'.encode("utf-32-le"),
    "Latin-1": '{"callback_url": "https://a/ä"}'.encode("latin-1"),
    "overlong UTF-8": b'{"callback_url": "https://a/\xc0\xaf"}',
    "random bytes": bytes(range(256)),
    "null": b"null",
    "encoded surrogate": b'{"record": true, "a": "\xed\xa0\x80"}',
    "leading zero": b'{"ring_timeout": 030}',
    "plus sign": b'{"ring_timeout": +30}',
    "hexadecimal": b'{"ring_timeout": 0x1e}',
    "UTF-16 without a mark": '{"record": true}'.encode("utf-16-le"),
    "line break in a text": b'{"record": true, "a": "\n"}',
    "list": b'[{"record": true}]',
    "empty list": b"[]",
    "text": b'"record"',
    "an object in a text": b'"{\\"record\\": true}"',
    "an object in a list in a text": b'"[{\\"record\\": true}]"',
    "number": b"5",
    "true": b"true",
}


def test_a_broken_body_is_refused(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    # Most of them would switch it on.
    wire.updated(session, {"record": False})
    for name, content in BODIES.items():
        with subtests.test(name):
            wire.refused(session, content, rule=f"a body with {name} is refused")


def test_what_the_document_leaves_open_is_no_failure(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for name, content in BODIES_AT_WILL.items():
        rule = f"a body with {name} is no failure"
        with subtests.test(name):
            if wire.target.stub:
                wire.refused(session, content, rule=rule)
                continue
            got = wire.raw(session, content).status_code
            wire.demand(
                got in (200, 400), rule, "S-status-400", expected="200 or 400", got=str(got)
            )


MEDIA_TYPES = [
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "json",
    "application/jsonx",
]
# JSON is UTF-8; servers may pass over the parameter, which means nothing.
CHARSETS = ["application/json; charset=utf-16", "application/json; charset=latin-1"]


def test_another_media_type_is_refused(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    for content_type in MEDIA_TYPES + (CHARSETS if wire.target.stub else []):
        with subtests.test(content_type):
            headers = {"Content-Type": content_type} if content_type else {}
            rule = f"the media type {content_type!r} is refused"
            wire.refused(session, b'{"ring_timeout": 37}', headers=headers, rule=rule)


def test_a_body_of_100_000_bytes_is_taken(wire: Wire, session: str) -> None:
    """A limit is meant to stop mistakes; ordinary updates are a hundred times smaller."""
    wire.updated(session, {"ring_timeout": 38, "new": "x" * 100_000})


def test_a_body_in_chunks_is_taken_whole_or_refused(wire: Wire, session: str) -> None:
    before = wire.updated(session, {"record": False, "ring_timeout": 38})
    chunks = (b'{"record": true, "ring_', b'timeout": 39}')
    response = wire.request("POST", wire.url(session), content=iter(chunks))
    taken = response.status_code == 200
    rule = "a body in chunks is taken whole or refused"
    holds = taken or response.is_client_error
    got = str(response.status_code)
    wire.demand(holds, rule, "S-status-400", expected="200 or a refusal", got=got)
    content = b"".join(chunks)
    after = wire.state(session)
    show_whole(response, content)
    wire.last = response.request
    if taken:
        wire.judge(response)
    exactly = wire.target.stub is not None
    model.check_update(before, json.loads(content) if taken else {}, after, exactly=exactly)


def test_json_is_read_as_json(wire: Wire, session: str) -> None:
    for content in (b'{"r\\u0065cord": true}', b'\r\n{"record"\t: true }\n'):
        wire.updated(session, {"record": False})
        wire.updated(session, {"record": True}, content=content)
