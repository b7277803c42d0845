"""The Prefer header: a documented reply, or a fault, on request; and then nothing is updated."""

from typing import Any

import httpx
import pytest

from scripts.stub import document
from tests.stub.caller import Caller, connected, error_of

STATUSES = [200, 400, 401, 404, 405, 429, 500]
EXAMPLES = [
    (status, name, example["value"])
    for status, reply in document.responses().items()
    for name, example in reply["content"]["application/json"]["examples"].items()
]


def prefer(call: Caller, text: str, body: Any = None) -> httpx.Response:
    return call.update({"record": True} if body is None else body, headers={"Prefer": text})


def untouched(call: Caller) -> bool:
    return call.stub.shown(call.session)["record"] is False


def test_a_status_can_be_asked_for(call: Caller, subtests: pytest.Subtests) -> None:
    assert sorted(document.responses()) == STATUSES
    for status in STATUSES:
        with subtests.test(status=status):
            reply = prefer(call, f"code={status}")
            assert reply.status_code == status
            assert reply.headers["content-type"] == "application/json"
            assert reply.headers["preference-applied"] == f"code={status}"
            wanted = [value for code, _, value in EXAMPLES if code == status]
            assert {**reply.json(), "api_id": ""} == {**wanted[0], "api_id": ""}
    assert untouched(call)


def test_the_headers_of_the_status_come_along(call: Caller) -> None:
    assert int(prefer(call, "code=429").headers["retry-after"]) > 0
    assert prefer(call, "code=401").headers["www-authenticate"].startswith("Basic ")
    assert prefer(call, "code=405").headers["allow"] == "POST"


def test_an_example_can_be_asked_for(call: Caller, subtests: pytest.Subtests) -> None:
    for status, name, value in EXAMPLES:
        for text in (f"example={name}", f'example="{name}"', f"code={status}; Example = {name}"):
            with subtests.test(text):
                reply = prefer(call, text)
                assert reply.status_code == status
                assert {**reply.json(), "api_id": ""} == {**value, "api_id": ""}
    assert untouched(call)


def test_each_has_an_api_id_of_its_own(call: Caller) -> None:
    ids = {prefer(call, "example=vendor_page").json()["api_id"] for _ in range(3)}
    assert len(ids) == 3


REFUSED = [
    ("", "expected code=, example=, fault=, delay="),
    ("return=minimal", "got 'return=minimal'"),
    ("code", "expected a code of 200, 400, 401, 404, 405, 429, 500, got ''"),
    ("code=", "got ''"),
    ("code=418", "got '418'"),
    ("code=0400", "got '0400'"),
    ("code=400, code=401", "each at most once"),
    ("example=", "expected an example of vendor_page"),
    ("example=nothing", "expected an example of vendor_page"),
    ("code=400; example=vendor_page", "expected an example of record, "),
    ("fault=", "expected a fault of drop, truncated, html-502, got ''"),
    ("fault=fire", "got 'fire'"),
    ("fault=drop, code=400", "got both"),
    ("delay=soon", "expected a delay of 0 to 60 seconds, got 'soon'"),
    ("delay=-1", "got '-1'"),
    ("delay=61", "got '61'"),
    ("delay=nan", "got 'nan'"),
    ("code=200, " + "x" * 10_000, "each at most once"),
]


def test_an_unknown_preference_is_400(call: Caller, subtests: pytest.Subtests) -> None:
    for text, part in REFUSED:
        with subtests.test(text[:40]):
            assert part in error_of(prefer(call, text))
    assert untouched(call)


def test_two_headers_are_as_one(call: Caller) -> None:
    headers = [("Prefer", "code=400"), ("Prefer", "example=expired")]
    assert error_of(call.update({}, headers=headers)) == "Session already expired."


def test_a_dropped_connection(call: Caller) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match=r"without|reset") as caught:
        prefer(call, "fault=drop")
    assert not isinstance(caught.value, httpx.TimeoutException)
    (entry,) = call.stub.journal()
    assert (entry["body"], entry["status"], entry["reply"]) == ('{"record":true}', None, None)
    assert untouched(call)


def test_truncated_json(call: Caller) -> None:
    reply = prefer(call, "fault=truncated")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    with pytest.raises(ValueError):
        reply.json()
    assert reply.text.startswith('{"api_id":')
    assert len(reply.content) == len(prefer(call, "example=vendor_page").content) // 2
    assert untouched(call)


def test_an_html_502(call: Caller) -> None:
    reply = prefer(call, "fault=html-502")
    assert (reply.status_code, reply.headers["content-type"]) == (502, "text/html")
    assert reply.text.startswith("<html>")
    assert untouched(call)


def test_a_delay_is_waited_for_and_the_update_made(call: Caller) -> None:
    with pytest.raises(httpx.ReadTimeout):
        call.update({"record": True}, headers={"Prefer": "delay=60"}, timeout=0.2)
    assert call.stub.shown(call.session)["record"] is True
    assert prefer(call, "delay=0.01").status_code == 200
    assert error_of(prefer(call, "delay=0.01, code=429"), 429)


def test_a_delayed_reply_blocks_no_other_call(call: Caller) -> None:
    with connected(call.stub) as waiting:
        waiting.sendall(
            f"POST {call.path()} HTTP/1.1\r\nHost: a\r\nPrefer: delay=60, code=500\r\n"
            "Content-Length: 0\r\n\r\n".encode()
        )
        while not call.stub.journal():
            pass
        assert call.update({}).status_code == 200
