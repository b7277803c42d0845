"""An update sends exactly what the caller set: nothing else, and false, 0 and empty text do go out."""

import copy
import json
import pickle
from typing import Any

import pytest
from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import MaskingSessionUpdate
from plivo_masking.types import UNSET

from scripts.stub.harness import Stub
from tests.client.conftest import Update
from tests.client.sent import ALL, ALONE, CASES


def test_the_cases_cover_every_field() -> None:
    fields = set(MaskingSessionUpdate.__annotations__) - {"additional_properties"}
    assert len(fields) == 13
    assert {name for given, _ in ALONE for name in given} == fields == set(ALL[0])


@pytest.mark.parametrize(("fields", "wire"), CASES, ids=str)
def test_the_body_is_what_was_set(
    stub: Stub, update: Update, fields: dict[str, Any], wire: dict[str, Any]
) -> None:
    # Some of these values the stub refuses; what arrived is what counts here.
    try:
        update(**fields)
    except ApiError as error:
        assert error.status == 400
    (request,) = stub.journal()
    assert json.loads(request["body"]) == wire
    assert request["method"] == "POST"
    assert request["headers"]["content-type"] == "application/json"


def test_recording_stays_on_when_a_call_is_lengthened(update: Update) -> None:
    update(record=True, session_expiry=600)
    session = update(call_time_limit=7200).session
    assert (session.record, session.call_time_limit, session.ring_timeout) == (True, 7200, 45)


def test_further_keys_are_sent_beside_the_fields(stub: Stub, client: AuthenticatedClient) -> None:
    body = MaskingSessionUpdate(record=False)
    body["session_uuid"] = "two-party"
    update_masking_session.sync(stub.auth_id, "two-party", client=client, body=body)
    assert stub.journal()[0]["json"] == {"record": False, "session_uuid": "two-party"}


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda body: pickle.loads(pickle.dumps(body))]
)
def test_a_copied_body_sends_no_more(copied: Any) -> None:
    body = copied(MaskingSessionUpdate(record=False))
    assert body.to_dict() == {"record": False}
    assert body.ring_timeout is UNSET


@pytest.mark.parametrize(("fields", "wire"), CASES, ids=str)
def test_a_body_read_from_json_is_the_same_body(
    fields: dict[str, Any], wire: dict[str, Any]
) -> None:
    assert MaskingSessionUpdate.from_dict(wire) == MaskingSessionUpdate(**fields)
