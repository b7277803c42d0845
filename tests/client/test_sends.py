"""An update sends exactly what the caller set: nothing else, and false, 0 and empty text do go out."""

import copy
import json
import pickle
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from plivo_masking import (
    UNSET,
    ApiError,
    AuthenticatedClient,
    CallbackMethod,
    MaskingSessionUpdate,
    RecordFileFormat,
    update_masking_session,
)

from scripts.stub import document
from scripts.stub.harness import Stub
from tests.client.conftest import Call

SCHEMA = document.update_schema()["properties"]
ENUMS = {
    "record_file_format": RecordFileFormat,
    "recording_callback_method": CallbackMethod,
    "callback_method": CallbackMethod,
}
# Ordinary values, and those that a careless client drops or spoils.
VALUES: dict[str, list[Any]] = {
    "boolean": [True, False],
    "integer": [60, 86400, 0, -1],
    "string": ["https://a.example/ü?q=%20+", 'https://a.example/"quoted"', "+12025550143", ""],
}


def values_of(name: str) -> list[Any]:
    return [*ENUMS[name]] if name in ENUMS else VALUES[SCHEMA[name]["type"]]


CASES = [{name: value} for name in SCHEMA for value in values_of(name)]
ALL = {name: values_of(name)[-1] for name in SCHEMA}


def test_the_body_is_what_was_set(stub: Stub, update: Call, subtests: pytest.Subtests) -> None:
    assert len(ALL) == 13
    for fields in [{}, *CASES, ALL]:
        with subtests.test(str(fields)):
            stub.reset()
            # Some of these values the stub refuses; what arrived is what counts here.
            try:
                update(**fields)
            except ApiError as error:
                assert error.status == 400
            (request,) = stub.journal()
            assert json.loads(request["body"]) == fields
            assert request["method"] == "POST"
            assert request["headers"]["content-type"] == "application/json"


def test_the_text_of_an_enum_does_for_its_member(subtests: pytest.Subtests) -> None:
    for name, enum in ENUMS.items():
        for member in enum:
            with subtests.test(f"{name} {member}"):
                given: list[dict[str, Any]] = [{name: member}, {name: str(member)}]
                constant, text = (MaskingSessionUpdate(**fields) for fields in given)
                assert constant == text
                for body in (constant, text):
                    (sent,) = body.to_dict().values()
                    assert type(sent) is str and sent == member.value


def test_values_of_another_kind_are_refused_by_name_and_unshown(subtests: pytest.Subtests) -> None:
    strange: list[Any] = [True, 17, 1.5, Decimal(1), "12025550143", b"mp3", [], {}, timedelta(1)]
    kinds: dict[str, type] = {"boolean": bool, "integer": int, "string": str}
    for name, schema in SCHEMA.items():
        kind = kinds[schema.get("type", "string")]
        for wrong in strange:
            if type(wrong) is kind and name not in ENUMS:
                continue
            with subtests.test(f"{name} {wrong!r}"):
                body = MaskingSessionUpdate()
                for attempt in (
                    lambda: MaskingSessionUpdate(**{name: wrong}),  # noqa: B023
                    lambda: setattr(body, name, wrong),  # noqa: B023
                    lambda: MaskingSessionUpdate.from_dict({name: wrong}),  # noqa: B023
                ):
                    with pytest.raises((TypeError, ValueError)) as refused:
                        attempt()
                    assert f"{name}: expected " in str(refused.value)
                    assert "got " in str(refused.value)
                    assert body.to_dict() == {}
                    assert name in ENUMS or str(wrong) not in str(refused.value)


def test_none_is_refused_with_what_to_do_instead(subtests: pytest.Subtests) -> None:
    for name in SCHEMA:
        nothing: dict[str, Any] = {name: None}
        with (
            subtests.test(name),
            pytest.raises(
                TypeError, match=f'^{name}: .* got None.* UNSET; to clear a URL, pass ""'
            ),
        ):
            MaskingSessionUpdate(**nothing)


def test_a_wrong_text_for_an_enum_is_refused_with_the_right_ones() -> None:
    with pytest.raises(ValueError, match="record_file_format: expected 'mp3' or 'wav', got 'ogg'"):
        MaskingSessionUpdate(record_file_format="ogg")  # type: ignore[arg-type]


def test_a_body_that_is_no_body_is_refused(
    stub: Stub, client: AuthenticatedClient, call: Call
) -> None:
    for wrong in ({"record": False}, None, MaskingSessionUpdate):
        with pytest.raises(TypeError, match=r"body: expected MaskingSessionUpdate, got .*\(…\)"):
            call(client, "two-party", body=wrong)
    assert stub.journal() == []


def test_a_body_that_is_not_json_is_refused_unshown(
    stub: Stub, client: AuthenticatedClient, call: Call, subtests: pytest.Subtests
) -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    for name, wrong in {
        "deep": deep, "number": float("nan"), "surrogate": "\ud800", "set": {1}, "long": 10**5000
    }.items():  # fmt: skip
        with subtests.test(name):
            body = MaskingSessionUpdate(first_party="12025550143")
            body["further"] = wrong
            with pytest.raises((TypeError, ValueError)) as refused:
                call(client, "two-party", body=body)
            assert "12025550143" not in repr(refused.value)
    assert stub.journal() == []


def test_recording_stays_on_when_a_call_is_lengthened(update: Call) -> None:
    update(record=True, session_expiry=600)
    session = update(call_time_limit=7200).session
    assert (session.record, session.call_time_limit, session.ring_timeout) == (True, 7200, 45)


def test_further_keys_are_sent_beside_the_fields(stub: Stub, client: AuthenticatedClient) -> None:
    body = MaskingSessionUpdate(record=False)
    body["session_uuid"] = "two-party"
    assert "session_uuid" in body and body.additional_keys == ["session_uuid"]
    update_masking_session.sync("two-party", client=client, body=body)
    assert stub.journal()[0]["json"] == {"record": False, "session_uuid": "two-party"}


def test_a_copied_body_sends_no_more() -> None:
    ways: list[Any] = [copy.copy, copy.deepcopy, lambda body: pickle.loads(pickle.dumps(body))]
    for copied in ways:
        body = copied(MaskingSessionUpdate(record=False))
        assert body.to_dict() == {"record": False}
        assert body.ring_timeout is UNSET


def test_a_body_read_from_json_is_the_same_body(subtests: pytest.Subtests) -> None:
    for fields in [{}, *CASES, ALL]:
        with subtests.test(str(fields)):
            assert MaskingSessionUpdate.from_dict(fields) == MaskingSessionUpdate(**fields)
