"""What the document requires of a reply: what every recorded reply carries, and no more."""

from typing import Any

import pytest

from tests.spec.documents import errors, load
from tests.spec.vendor_page import load_page, reply
from tests.support.session_keys import IN_EVERY_SESSION

DOCUMENT = load()
SCHEMAS = DOCUMENT["components"]["schemas"]
# Type, and whether it may be null, of the keys that only some replies carry.
IN_SOME_SESSIONS = {
    "unknown_caller_play": ("string", True),
    "is_pin_authentication_required": ("boolean", False),
    "generate_pin": ("boolean", True),
    "generate_pin_length": ("integer", True),
    "first_party_pin": ("string", True),
    "second_party_pin": ("string", True),
    "pin_prompt_play": ("string", True),
    "pin_retry": ("integer", True),
    "pin_retry_wait": ("integer", True),
    "incorrect_pin_play": ("string", True),
    "subaccount": ("string", True),
    "create_session_with_single_party": ("boolean", True),
    "virtual_number_cooloff_period": ("integer", True),
    "force_pin_authentication": ("boolean", True),
    "resource_uri": ("string", False),
}
# The thirteen keys of a call in `interaction`.
IN_AN_INTERACTION = {
    "start_time": ("string", False),
    "end_time": ("string", False),
    "first_party_resource_url": ("string", True),
    "second_party_resource_url": ("string", True),
    "recording_resource_url": ("string", True),
    "first_party_status": ("string", True),
    "second_party_status": ("string", True),
    "auth_id": ("string", True),
    "type": ("string", False),
    "total_call_amount": ("number", False),
    "call_billed_duration": ("integer", False),
    "total_call_count": ("integer", False),
    "duration": ("number", False),
}
REQUIRED = {
    "MaskingSessionUpdateResponse": ["api_id", "message", "session"],
    "MaskingSession": IN_EVERY_SESSION,
    "Interaction": ["total_call_count", "duration"],
    "Error": ["api_id", "error"],
}


def _session(**changes: Any) -> dict[str, Any]:
    session: dict[str, Any] = reply(load_page())["session"]
    return {**session, **changes}


def _faults(schema: str, value: Any) -> list[str]:
    return errors(DOCUMENT, {"$ref": f"#/components/schemas/{schema}"}, value)


def _kinds(properties: Any) -> dict[str, tuple[str, bool]]:
    return {key: (one["type"], one.get("nullable", False)) for key, one in properties.items()}


def test_27_keys_are_in_every_session() -> None:
    assert len(set(IN_EVERY_SESSION)) == 27


@pytest.mark.parametrize("name", REQUIRED)
def test_what_every_reply_carries_is_required_and_no_more(name: str) -> None:
    assert sorted(SCHEMAS[name]["required"]) == sorted(REQUIRED[name])


@pytest.mark.parametrize("name", REQUIRED)
def test_a_reply_may_carry_unknown_keys(name: str) -> None:
    assert SCHEMAS[name]["additionalProperties"] is True


@pytest.mark.parametrize("key", IN_EVERY_SESSION)
def test_a_session_without_one_of_them_is_refused(key: str) -> None:
    session = _session()
    del session[key]
    (fault,) = _faults("MaskingSession", session)
    assert f"'{key}' is a required property" in fault


@pytest.mark.parametrize("key", [key for key in IN_EVERY_SESSION if key != "interaction"])
def test_none_of_them_is_null(key: str) -> None:
    assert _faults("MaskingSession", _session(**{key: None})) != []


def test_the_rest_is_as_the_recorded_replies_show_it() -> None:
    properties = SCHEMAS["MaskingSession"]["properties"]
    rest = {key: one for key, one in properties.items() if key not in IN_EVERY_SESSION}
    assert _kinds(rest) == IN_SOME_SESSIONS


def test_an_interaction_is_as_the_recorded_replies_show_it() -> None:
    assert _kinds(SCHEMAS["Interaction"]["properties"]) == IN_AN_INTERACTION


@pytest.mark.parametrize(
    "interaction",
    [
        None,
        [],
        [{"total_call_count": 0, "duration": 0}],
        [{"total_call_count": 2, "duration": 75.5, "recording_resource_url": None, "new": {}}],
    ],
)
def test_interaction_takes(interaction: Any) -> None:
    assert _faults("MaskingSession", _session(interaction=interaction)) == []


@pytest.mark.parametrize(
    "interaction", ["", {}, [None], [{}], [{"total_call_count": "2", "duration": 75}]]
)
def test_interaction_refuses(interaction: Any) -> None:
    assert _faults("MaskingSession", _session(interaction=interaction)) != []


@pytest.mark.parametrize("status", ["active", "in-progress", "expired"])
def test_status_takes(status: str) -> None:
    assert _faults("MaskingSession", _session(status=status)) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", "paused"),
        ("status", ""),
        ("callback_method", "PUT"),
        ("recording_callback_method", "get"),
        ("record_file_format", "ogg"),
        ("record", "true"),
        ("duration", 1800.5),
        ("amount", "0"),
        ("pin_retry_wait", "5"),
        ("first_party_pin", 1234),
    ],
)
def test_a_session_refuses(key: str, value: Any) -> None:
    assert _faults("MaskingSession", _session(**{key: value})) != []


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, [], "", 0])
def test_what_is_no_object_is_refused(name: str, value: Any) -> None:
    assert _faults(name, value) != []
