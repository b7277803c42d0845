"""Every reply that is not the promised success is one typed error."""

import json
import pickle
import traceback
from typing import Any

import pytest
from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import ErrorReply, MaskingSessionUpdate

from scripts.stub import document
from scripts.stub.harness import Stub
from tests.client.conftest import Update

API_ID = "8a4f3f7e-5d9e-4b0f-9f57-4e1c5d3d0a09"
JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html"}
DOCUMENTED = [status for status in document.responses() if status != 200]
SESSION = document.examples(200)["vendor_page"]["session"]


@pytest.mark.parametrize("status", DOCUMENTED)
def test_a_documented_error(stub: Stub, update: Update, status: int) -> None:
    body = {"api_id": API_ID, "error": f"text of {status}", "further": 1}
    stub.next_reply(status=status, body=body, headers={"Retry-After": "7"})
    with pytest.raises(ApiError) as raised:
        update(record=True)
    error = raised.value
    assert (error.status, error.message, error.api_id) == (status, f"text of {status}", API_ID)
    assert error.headers["retry-after"] == "7"
    assert b'"further"' in error.raw
    assert str(status) in str(error) and f"text of {status}" in str(error) and API_ID in str(error)


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in SESSION.items() if key != name}


OFF_CONTRACT: dict[str, tuple[int, dict[str, Any]]] = {
    "HTML 502": (502, {"body_text": "<h1>Bad Gateway</h1>", "headers": HTML}),
    "empty 500": (500, {"body_text": ""}),
    "status 520": (520, {"body_text": "error code: 520"}),
    "undocumented 503": (503, {"body": {"error": "later"}}),
    "redirect": (301, {"body_text": "", "headers": {"Location": "/elsewhere"}}),
    "empty 204": (204, {"body_text": ""}),
    "another success": (202, {"body": document.examples(200)["vendor_page"]}),
    "{} on 404": (404, {"body": {}}),
    "list on 400": (400, {"body": []}),
    "text on 400": (400, {"body": "no"}),
    "HTML on 400": (400, {"body_text": "<p>no", "headers": HTML}),
    "null on 400": (400, {"body": None}),
    "object as error text": (400, {"body": {"api_id": API_ID, "error": {"code": 7}}}),
    "a charset that is no text encoding": (
        502, {"body_text": "<p>no", "headers": {"Content-Type": "text/html; charset=hex"}},
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


@pytest.mark.parametrize("name", OFF_CONTRACT)
def test_a_reply_off_the_contract(stub: Stub, update: Update, name: str) -> None:
    status, reply = OFF_CONTRACT[name]
    stub.next_reply(status=status, **reply)
    with pytest.raises(ApiError) as raised:
        update(record=True)
    assert raised.value.status == status
    assert raised.value.message
    assert raised.value.raw.decode() == stub.journal()[0]["reply"]


@pytest.mark.parametrize("name", OFF_CONTRACT)
def test_the_whole_response_is_given_whatever_it_is(
    stub: Stub, client: AuthenticatedClient, name: str
) -> None:
    status, reply = OFF_CONTRACT[name]
    stub.next_reply(status=status, **reply)
    response = update_masking_session.sync_detailed(
        stub.auth_id, "two-party", client=client, body=MaskingSessionUpdate()
    )
    assert response.status_code == status
    assert response.content.decode() == stub.journal()[0]["reply"]
    # An error text of another kind still makes an ErrorReply; nothing else here is what the contract says.
    assert response.parsed is None or name == "object as error text"


def test_the_whole_response_of_an_error(stub: Stub, client: AuthenticatedClient) -> None:
    response = update_masking_session.sync_detailed(
        stub.auth_id, "expired", client=client, body=MaskingSessionUpdate()
    )
    assert isinstance(response.parsed, ErrorReply)
    assert response.parsed.error == "Session already expired."


def test_the_message_names_a_missing_key_and_describes_what_came(
    stub: Stub, update: Update
) -> None:
    stub.next_reply(status=200, body={"api_id": API_ID, "message": "m"})
    with pytest.raises(ApiError, match="without the key 'session'"):
        update()
    stub.next_reply(status=200, body_text="<html>", headers=HTML)
    with pytest.raises(ApiError, match="expected JSON, got 6 bytes of text/html"):
        update()
    stub.next_reply(status=200, body={"api_id": API_ID, "message": "m", "session": "s"})
    with pytest.raises(ApiError, match="MaskingSession: expected an object, got str"):
        update()


def test_the_message_of_another_kind_is_kept(stub: Stub, update: Update) -> None:
    stub.next_reply(status=400, body={"api_id": API_ID, "error": {"code": 7}})
    with pytest.raises(ApiError, match=r'\{"code": 7\}'):
        update()


NUMBER = "+12025550143"
UNREADABLE = {
    "truncated": f'{{"api_id": "1", "session": {{"first_party": "{NUMBER}"',
    "not UTF-8": f'\ufeff{{"first_party": "{NUMBER}"}}\x00',
    "a number for the session": f'{{"api_id": "1", "message": "m", "session": "{NUMBER}"}}',
    "no session": f'{{"api_id": "1", "message": "m", "first_party": "{NUMBER}"}}',
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_reply_that_is_not_readable_is_not_shown(stub: Stub, update: Update, name: str) -> None:
    stub.next_reply(status=200, body_text=UNREADABLE[name], headers=JSON)
    with pytest.raises(ApiError) as raised:
        update()
    error: BaseException | None = raised.value
    assert NUMBER.encode() in raised.value.raw
    while error:
        assert NUMBER not in "".join([repr(error), *traceback.format_exception(error)])
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("where", ["error", "api_id"])
@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\r\nb\x00", r"a\r\nb\x00"),
        ("\x7f\x9b", r"\x7f\x9b"),
        ("\u202e\u2066", r"\u202e\u2066"),
        ("\ud800", r"\ud800"),
        ("Ungültig: „会话“ 📞", "Ungültig: „会话“ 📞"),
        ("x" * 2000, "x" * 2000),
        ("x" * 2001, "x" * 1999 + "…"),
        ("\x1b" * 1000, (r"\x1b" * 500)[:1999] + "…"),
    ],
)
def test_a_servers_text_is_shown_cut_and_without_control_characters(
    stub: Stub, update: Update, where: str, hostile: str, shown: str
) -> None:
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


@pytest.mark.parametrize("depth", [900, 990, 100_000])
def test_an_error_text_nested_deeply_is_an_api_error(
    stub: Stub, update: Update, depth: int
) -> None:
    stub.next_reply(status=400, body_text='{"error": ' + "[" * depth + "]" * depth + "}")
    with pytest.raises(ApiError) as raised:
        update()
    assert raised.value.status == 400


def test_an_error_survives_a_pickle(stub: Stub, update: Update) -> None:
    stub.next_reply(status=429, body={"api_id": API_ID, "error": "slow"})
    with pytest.raises(ApiError) as raised:
        update()
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.status, again.message, again.raw) == (429, "slow", raised.value.raw)
    assert (again.api_id, again.headers) == (API_ID, raised.value.headers)
