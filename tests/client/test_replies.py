"""Replies are read tolerantly, and nothing that the server said is lost."""

import asyncio
import copy
import json
from typing import Any

import pytest
from plivo_masking import (
    AuthenticatedClient,
    ErrorReply,
    Interaction,
    MaskingSession,
    MaskingSessionUpdate,
    MaskingSessionUpdateResponse,
    RecordingEvent,
    Response,
    SessionEvent,
    SessionStatus,
    update_masking_session,
)

from scripts.stub import document
from scripts.stub.harness import Stub
from tests.client.conftest import Call

EXAMPLES = document.examples(200)
FULL = EXAMPLES["with_interaction"]
SCHEMAS = document.document()["components"]["schemas"]
SCHEMA = SCHEMAS["MaskingSession"]
# The open enums of a reply.
KNOWN = {
    "status": SCHEMAS["SessionStatus"]["enum"],
    "record_file_format": SCHEMAS["RecordFileFormat"]["enum"],
    "callback_method": SCHEMAS["CallbackMethod"]["enum"],
    "recording_callback_method": SCHEMAS["CallbackMethod"]["enum"],
}


def test_nothing_of_an_ordinary_reply_is_lost(stub: Stub, update: Call) -> None:
    reply = update(session_expiry=600)
    assert reply.to_dict() == json.loads(stub.journal()[0]["reply"])


def changed(**session: Any) -> dict[str, Any]:
    reply: dict[str, Any] = copy.deepcopy(FULL)
    reply["session"].update(session)
    return reply


def as_the_page_prints_it() -> dict[str, Any]:
    reply: dict[str, Any] = copy.deepcopy(EXAMPLES["vendor_page"])
    session = reply["session"]
    session["pin_ prompt_play"] = session.pop("pin_prompt_play")
    session["pin_retry_wait"] = "5"
    return reply


def test_keys_that_the_document_does_not_name_are_those_of_a_dict() -> None:
    """Each model is written by a template of its own, so each is tried."""
    reply = MaskingSessionUpdateResponse.from_dict(FULL)
    assert reply.session.interaction
    body = MaskingSessionUpdate()
    error = ErrorReply(api_id="1", error="2")
    events = [SessionEvent("Later", "two-party"), RecordingEvent("Later", "two-party")]
    models: list[Any] = [reply, reply.session, reply.session.interaction[0], body, error, *events]
    for model in models:
        with pytest.raises(TypeError, match="unexpected keyword argument 'additional_properties'"):
            type(model)(additional_properties={})
        model["new"] = 1
        assert "new" in model and "other" not in model
        assert (model["new"], model.additional_keys) == (1, ["new"])
        assert model.to_dict()["new"] == 1
        del model["new"]
        assert "new" not in model


READABLE: dict[str, dict[str, Any]] = {
    **EXAMPLES,
    "the page's uncorrected reply": as_the_page_prints_it(),
    "unknown status": changed(status="paused"),
    "unknown method": changed(callback_method="PATCH"),
    "unknown format": changed(record_file_format="opus"),
    "unknown keys": {**changed(further={"a": [1]}), "more": None},
    "a key named like an attribute": changed(additional_properties={"x": 1}),
    "interaction null": changed(interaction=None),
    "interaction empty": changed(interaction=[]),
    "interaction without keys": changed(interaction=[{}]),
    "times of another form": changed(created_time="2024-02-01T06:28:15Z", expiry_time="soon"),
    "unknown keys in an interaction": changed(
        interaction=[{"total_call_count": "2", "duration": None, "further": 1}]
    ),
    **{
        f"{name} null": changed(**{name: None})
        for name in SCHEMA["properties"]
        if name != "interaction"
    },
    **{
        f"{name} as text": changed(**{name: "17"})
        for name, schema in SCHEMA["properties"].items()
        if schema.get("type") in ("integer", "number", "boolean")
    },
    "a fraction": changed(amount=0.5, duration=12.5, total_call_amount="0.025"),
}


def test_a_reply_is_read_and_kept_whole(
    stub: Stub, update: Call, subtests: pytest.Subtests
) -> None:
    for name, given in READABLE.items():
        with subtests.test(name):
            original = copy.deepcopy(given)
            stub.next_reply(status=200, body=given)
            assert update().to_dict() == original
            assert MaskingSessionUpdateResponse.from_dict(given).to_dict() == original == given


def test_the_parsed_values_are_the_servers(stub: Stub, update: Call) -> None:
    stub.next_reply(status=200, body=FULL)
    session = update().session
    assert session.status == SessionStatus.IN_PROGRESS
    for name, value in FULL["session"].items():
        if name != "interaction":
            assert getattr(session, name) == value
    assert session.interaction
    (call,) = session.interaction
    assert isinstance(call, Interaction)
    assert (call.total_call_count, call.duration, call.recording_resource_url) == (2, 75, None)


def test_what_every_reply_carries_is_never_unset_and_known_values_are_named() -> None:
    types = MaskingSession.__annotations__
    required = set(SCHEMA["required"]) - {"interaction"}
    enums = {name: f"str | Literal{values}" for name, values in KNOWN.items()}
    assert {name: types[name].replace('"', "'") for name in KNOWN} == enums
    assert {types[name] for name in required - KNOWN.keys()} == {"str", "int", "float", "bool"}


def test_the_asynchronous_whole_response(stub: Stub, client: AuthenticatedClient) -> None:
    async def call() -> Response[Any]:
        async with client:
            return await update_masking_session.asyncio_detailed(
                "two-party", client=client, body=MaskingSessionUpdate(record=True)
            )

    response = asyncio.run(call())
    assert response.status_code == 200
    assert isinstance(response.parsed, MaskingSessionUpdateResponse)
    assert response.parsed.session.record is True
