"""Nothing that is printed or logged shows a party's number or a PIN; their values stay readable."""

import contextlib
import io
import traceback
from typing import Any

import pytest
from plivo_masking import (
    UNSET,
    AuthenticatedClient,
    BadRequestError,
    MaskingSession,
    MaskingSessionUpdate,
    MaskingSessionUpdateResponse,
    UnreadableReplyError,
    update_masking_session,
)

from scripts.stub import document
from scripts.stub.harness import Stub
from tests.client.conftest import Call

SCHEMAS = document.document()["components"]["schemas"]
REPLY = document.examples(200)["vendor_page"]


def private(schema: str) -> set[str]:
    fields = SCHEMAS[schema]["properties"]
    return {name for name in fields if fields[name].get("x-pii")}


def test_the_document_marks_numbers_and_pins() -> None:
    parties = {"first_party", "second_party"}
    assert private("MaskingSessionUpdate") == parties
    assert private("SessionEvent") == private("RecordingEvent") == {"From", "To"}
    assert private("MaskingSession") == parties | {"first_party_pin", "second_party_pin"}


@pytest.mark.parametrize("model", [MaskingSession, MaskingSessionUpdate])
def test_a_repr_shows_what_is_set_and_hides_what_is_private(model: Any) -> None:
    fields = SCHEMAS[model.__name__]["properties"]
    known: dict[str, Any] = {
        "record_file_format": "wav",
        "recording_callback_method": "GET",
        "callback_method": "GET",
    }
    values: dict[str, Any] = {
        name: known.get(name, f"value of {name}") for name in fields if name != "interaction"
    }
    if model is MaskingSessionUpdate:
        values |= {name: 17 for name in fields if fields[name].get("type") == "integer"}
        values["record"] = False
    shown = model.from_dict({**values, "further": "+12025550143"})
    for text in (repr(shown), str(shown), f"{shown}"):
        for name, value in values.items():
            expected = "***" if name in private(model.__name__) else value
            assert f"{name}={expected!r}" in text
            assert getattr(shown, name) == value
        assert "'further': '***'" in text
        assert "+12025550143" not in text


def test_a_repr_shows_only_what_is_set() -> None:
    assert repr(MaskingSessionUpdate(record=False)) == "MaskingSessionUpdate(record=False)"
    assert repr(MaskingSessionUpdate()) == "MaskingSessionUpdate()"
    assert repr(UNSET) == "UNSET"
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        help(MaskingSessionUpdate)
    assert "UNSET" in page.getvalue() and "object at 0x" not in page.getvalue()


def test_a_whole_reply_shows_no_number(stub: Stub, client: AuthenticatedClient) -> None:
    stub.next_reply(status=200, body=REPLY)
    response = update_masking_session.sync_detailed(
        "two-party", client=client, body=MaskingSessionUpdate()
    )
    assert isinstance(response.parsed, MaskingSessionUpdateResponse)
    assert response.parsed.session.first_party == "919003459051"
    for name in private("MaskingSession"):
        assert REPLY["session"][name].encode() in response.content
        assert REPLY["session"][name] not in repr(response) + str(response)


NUMBER = "+12025550143"


def test_a_reply_that_is_not_readable_is_not_shown(
    stub: Stub, update: Call, subtests: pytest.Subtests
) -> None:
    for unreadable in (
        f'{{"api_id": "1", "session": {{"first_party": "{NUMBER}"',
        f'\ufeff{{"first_party": "{NUMBER}"}}\x00',
        f'{{"api_id": "1", "message": "m", "session": "{NUMBER}"}}',
        f'{{"api_id": "1", "message": "m", "first_party": "{NUMBER}"}}',
    ):
        with subtests.test(unreadable):
            stub.next_reply(
                status=200, body_text=unreadable, headers={"Content-Type": "application/json"}
            )
            with pytest.raises(UnreadableReplyError) as raised:
                update()
            error: BaseException | None = raised.value
            assert NUMBER.encode() in raised.value.raw
            while error:
                assert NUMBER not in "".join([repr(error), *traceback.format_exception(error)])
                error = error.__cause__ or error.__context__


def test_a_number_in_a_servers_text_is_in_no_log(stub: Stub, update: Call) -> None:
    for number in (NUMBER, NUMBER.removeprefix("+")):
        api_id = "12345678-1234-1234-1234-123456789012"
        text = f"Invalid parameter. first_party {number} is outside 60 to 86400."
        stub.next_reply(status=400, body={"api_id": api_id, "error": text})
        with pytest.raises(BadRequestError) as raised:
            update()
        assert raised.value.message == text
        for shown in (str(raised.value), repr(raised.value), f"{raised.value.args}"):
            assert number not in shown
            assert "first_party *** is outside 60 to 86400." in shown and api_id in shown
