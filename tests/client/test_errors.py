"""Every reply that is not the promised success is one typed error."""

import json
import pickle
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from plivo_masking import (
    ApiError,
    AuthenticatedClient,
    AuthenticationError,
    BadRequestError,
    ErrorReply,
    MaskingSessionUpdate,
    NotFoundError,
    RateLimitError,
    ServerError,
    UnreadableReplyError,
    update_masking_session,
)

from scripts.stub import document
from scripts.stub.harness import Stub
from tests.client.conftest import Call

API_ID = "8a4f3f7e-5d9e-4b0f-9f57-4e1c5d3d0a09"
JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}
DOCUMENTED = [status for status in document.responses() if status != 200]
SESSION = document.examples(200)["vendor_page"]["session"]
# The SDK view drops `interaction` from the required keys, so that the client reads a session without it.
REQUIRED = {*document.document()["components"]["schemas"]["MaskingSession"]["required"]} - {
    "interaction"
}


CLASSES: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    404: NotFoundError,
    429: RateLimitError,
    **dict.fromkeys([500, 502, 503, 520, 599], ServerError),
    **dict.fromkeys([200, 202, 204, 299], UnreadableReplyError),
}


def test_each_error_has_the_class_of_its_status(
    stub: Stub, update: Call, subtests: pytest.Subtests
) -> None:
    for status in [*DOCUMENTED, 299, 300, 301, 403, 409, 422, 499, 502, 503, 520, 599]:
        with subtests.test(str(status)):
            body = {"api_id": API_ID, "error": f"text of {status}", "further": 1}
            stub.next_reply(status=status, body=body, headers={"X-More": "7"})
            with pytest.raises(ApiError) as raised:
                update(record=True)
            error = raised.value
            assert type(error) is CLASSES.get(status, ApiError)
            told = (error.status, error.message, error.api_id)
            assert told == (status, f"text of {status}", API_ID)
            assert error.headers["x-more"] == "7"
            assert b'"further"' in error.raw
            assert all(text in str(error) for text in (f"{status}", error.message, API_ID))
            again = pickle.loads(pickle.dumps(error))
            assert type(again) is type(error) and str(again) == str(error)
            assert (again.raw, again.headers) == (error.raw, error.headers)


def test_a_proxys_page_is_named_by_its_status(stub: Stub, update: Call) -> None:
    stub.next_reply(status=502, body_text="<h1>Bad Gateway</h1>", headers=HTML)
    with pytest.raises(ServerError) as raised:
        update()
    assert str(raised.value) == "502 Bad Gateway: got 20 bytes of text/html"
    stub.next_reply(status=520, body_text="")
    with pytest.raises(ServerError, match=r"^520: got 0 bytes of "):
        update()


def test_retry_after_is_read_in_both_of_its_forms(
    stub: Stub, update: Call, subtests: pytest.Subtests
) -> None:
    for header, seconds in {
        "7": 7,
        "0": 0,
        "Wed, 21 Oct 2015 07:28:00 GMT": 0,
        "Wed, 21 Oct 2015 07:28:00 -0000": 0,
        "-1": None,
        "1.5": None,
        "9" * 400: None,
        "soon": None,
        "": None,
        None: None,
    }.items():
        with subtests.test(str(header)):
            headers = {} if header is None else {"Retry-After": header}
            stub.next_reply(status=429, body={"error": "slow"}, headers=headers)
            with pytest.raises(RateLimitError) as raised:
                update()
            assert raised.value.retry_after == seconds
    later = datetime.now(UTC) + timedelta(days=1)
    stub.next_reply(
        status=429, body={"error": "slow"}, headers={"Retry-After": format_datetime(later)}
    )
    with pytest.raises(RateLimitError) as raised:
        update()
    assert 0 < (raised.value.retry_after or 0) < 86401


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in SESSION.items() if key != name}


OFF_CONTRACT: dict[str, tuple[int, dict[str, Any]]] = {
    "HTML 502": (502, {"body_text": "<h1>Bad Gateway</h1>", "headers": HTML}),
    "empty 500": (500, {"body_text": ""}),
    "status 520": (520, {"body_text": "error code: 520"}),
    "undocumented 503": (503, {"body": {"error": "later"}}),
    "redirect": (301, {"body_text": "", "headers": {"Location": "/elsewhere"}}),
    "empty 204": (204, {"body_text": ""}),
    "error as another success": (202, {"body": {"error": "no"}}),
    "another success": (202, {"body": document.examples(200)["vendor_page"]}),
    "{} on 404": (404, {"body": {}}),
    "list on 400": (400, {"body": []}),
    "text on 400": (400, {"body": "no"}),
    "HTML on 400": (400, {"body_text": "<p>no", "headers": HTML}),
    "null on 400": (400, {"body": None}),
    "object as error text": (400, {"body": {"api_id": API_ID, "error": {"code": 7}}}),
    "a charset that is no text encoding": (
        200, {"body_text": "<p>no", "headers": {"Content-Type": "text/html; charset=hex"}},
    ),
    "an unknown charset": (
        200, {"body_text": "<p>no", "headers": {"Content-Type": "text/html; charset=klingon"}},
    ),
    "truncated JSON": (200, {"body_text": '{"api_id": "1", "mess', "headers": JSON}),
    "not UTF-8": (200, {"body_text": "\ufeff\x00", "headers": JSON}),
    "deep JSON": (200, {"body_text": "[" * 100_000, "headers": JSON}),
    "long number": (200, {"body_text": "1" * 10_000, "headers": JSON}),
    "empty 200": (200, {"body_text": ""}),
    "{} on 200": (200, {"body": {}}),
    "list on 200": (200, {"body": []}),
    "null on 200": (200, {"body": None}),
    "no session": (200, {"body": {"api_id": API_ID, "message": "m"}}),
    "text for the session": (200, {"body": {"api_id": API_ID, "message": "m", "session": "s"}}),
    "null for the session": (200, {"body": {"api_id": API_ID, "message": "m", "session": None}}),
    "no expiry_time": (200, {"body": {"api_id": API_ID, "message": "m", "session": _without("expiry_time")}}),
    "text for interaction": (
        200, {"body": {"api_id": API_ID, "message": "m", "session": {**SESSION, "interaction": "none"}}},
    ),
    "text for an interaction item": (
        200, {"body": {"api_id": API_ID, "message": "m", "session": {**SESSION, "interaction": ["x"]}}},
    ),
}  # fmt: skip


def test_a_reply_off_the_contract_is_an_error_and_given_whole(
    stub: Stub, client: AuthenticatedClient, update: Call, subtests: pytest.Subtests
) -> None:
    for name, (status, reply) in OFF_CONTRACT.items():
        with subtests.test(name):
            stub.reset()
            stub.next_reply(status=status, **reply)
            with pytest.raises(ApiError) as raised:
                update(record=True)
            assert type(raised.value) is CLASSES.get(status, ApiError)
            assert raised.value.status == status
            assert raised.value.message
            assert raised.value.raw.decode() == stub.journal()[0]["reply"]

            stub.next_reply(status=status, **reply)
            response = update_masking_session.sync_detailed(
                "two-party", client=client, body=MaskingSessionUpdate()
            )
            assert response.status_code == status
            assert response.content == raised.value.raw
            # An error text of another kind still makes an ErrorReply; nothing else here is readable.
            assert response.parsed is None or name == "object as error text"


def test_the_whole_response_of_an_error(
    stub: Stub, client: AuthenticatedClient, subtests: pytest.Subtests
) -> None:
    for status in DOCUMENTED:
        with subtests.test(str(status)):
            stub.next_reply(status=status, body={"api_id": API_ID, "error": "no"})
            response = update_masking_session.sync_detailed(
                "two-party", client=client, body=MaskingSessionUpdate()
            )
            assert isinstance(response.parsed, ErrorReply)
            assert response.parsed.error == "no"


def test_the_message_names_a_missing_key_and_describes_what_came(stub: Stub, update: Call) -> None:
    stub.next_reply(status=200, body={"api_id": API_ID, "message": "m"})
    with pytest.raises(ApiError, match="without the key 'session'"):
        update()
    stub.next_reply(status=200, body_text="<html>", headers=HTML)
    with pytest.raises(ApiError, match="expected JSON, got 6 bytes of text/html"):
        update()
    stub.next_reply(status=200, body={"api_id": API_ID, "message": "m", "session": "s"})
    with pytest.raises(ApiError, match="MaskingSession: expected an object, got str"):
        update()


def test_each_missing_key_is_named(stub: Stub, update: Call, subtests: pytest.Subtests) -> None:
    whole = {"api_id": API_ID, "message": "m", "session": SESSION}
    replies = {name: {**whole, "session": _without(name)} for name in REQUIRED}
    replies["message"] = {"api_id": API_ID, "session": SESSION}
    for name, reply in replies.items():
        with subtests.test(name):
            stub.next_reply(status=200, body=reply)
            with pytest.raises(ApiError, match=f"without the key '{name}'"):
                update()


def test_the_message_of_another_kind_is_kept_and_such_an_id_left_out(
    stub: Stub, update: Call
) -> None:
    stub.next_reply(status=400, body={"api_id": 7, "error": {"code": 7}})
    with pytest.raises(ApiError, match=r'\{"code": 7\}') as raised:
        update()
    assert raised.value.api_id is None


HOSTILE = {
    "\x1b[2J": r"\x1b[2J",
    "a\r\nb\x00": r"a\r\nb\x00",
    "\x7f\x9b": r"\x7f\x9b",
    "\u202e\u2066": r"\u202e\u2066",
    "\ud800": r"\ud800",
    "Ungültig: „会话“ 📞": "Ungültig: „会话“ 📞",
    "x" * 2000: "x" * 2000,
    "x" * 2001: "x" * 1999 + "…",
    "\x1b" * 1000: (r"\x1b" * 500)[:1999] + "…",
}


def test_a_servers_text_is_shown_cut_and_without_control_characters(
    stub: Stub, update: Call, subtests: pytest.Subtests
) -> None:
    for where in ("error", "api_id"):
        for hostile, shown in HOSTILE.items():
            with subtests.test(f"{where} {hostile[:9]!r}"):
                text = json.dumps({"api_id": API_ID, "error": "no", where: hostile})
                stub.next_reply(status=400, body_text=text)
                with pytest.raises(ApiError) as raised:
                    update()
                error = raised.value
                assert shown == (error.message if where == "error" else error.api_id)
                assert shown in str(error)
                assert len(str(error)) < 2100
                assert (str(error) + repr(error)).isprintable()
                assert str(pickle.loads(pickle.dumps(error))) == str(error)
                assert error.raw == text.encode()


def test_an_error_text_nested_deeply_is_an_api_error(stub: Stub, update: Call) -> None:
    for depth in (900, 990, 100_000):
        stub.next_reply(status=400, body_text='{"error": ' + "[" * depth + "]" * depth + "}")
        with pytest.raises(BadRequestError):
            update()
