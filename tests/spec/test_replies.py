"""What the document requires of a reply: what every recorded reply carries, and no more."""

from typing import Any

import pytest

from tests.spec.vendor_page import load_page, reply
from tests.support.document import errors, load
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
    "ErrorReply": ["api_id", "error"],
}


def _session(**changes: Any) -> dict[str, Any]:
    session: dict[str, Any] = reply(load_page())["session"]
    return {**session, **changes}


def _faults(schema: str, value: Any) -> list[str]:
    return errors(DOCUMENT, {"$ref": f"#/components/schemas/{schema}"}, value)


def _kinds(properties: Any) -> dict[str, tuple[str, bool]]:
    return {key: (one["type"], one.get("nullable", False)) for key, one in properties.items()}


@pytest.mark.parametrize("name", REQUIRED)
def test_what_every_reply_carries_is_required_and_no_more(name: str) -> None:
    assert sorted(SCHEMAS[name]["required"]) == sorted(REQUIRED[name])


@pytest.mark.parametrize("name", REQUIRED)
def test_a_reply_may_carry_unknown_keys(name: str) -> None:
    assert SCHEMAS[name]["additionalProperties"] is True


def test_a_key_of_every_session_may_neither_lack_nor_be_null() -> None:
    for key in IN_EVERY_SESSION:
        session = _session(**{key: None})
        assert bool(_faults("MaskingSession", session)) == (key != "interaction"), key
        del session[key]
        (fault,) = _faults("MaskingSession", session)
        assert f"'{key}' is a required property" in fault


def test_the_rest_is_as_the_recorded_replies_show_it() -> None:
    properties = SCHEMAS["MaskingSession"]["properties"]
    rest = {key: one for key, one in properties.items() if key not in IN_EVERY_SESSION}
    assert _kinds(rest) == IN_SOME_SESSIONS


def test_an_interaction_is_as_the_recorded_replies_show_it() -> None:
    assert _kinds(SCHEMAS["Interaction"]["properties"]) == IN_AN_INTERACTION


TAKEN: list[tuple[str, Any]] = [
    ("interaction", None),
    ("interaction", []),
    ("interaction", [{"total_call_count": 0, "duration": 0}]),
    (
        "interaction",
        [{"total_call_count": 2, "duration": 75.5, "recording_resource_url": None, "new": {}}],
    ),
    ("status", "active"),
    ("status", "in-progress"),
    ("status", "expired"),
]
REFUSED: list[tuple[str, Any]] = [
    ("interaction", ""),
    ("interaction", {}),
    ("interaction", [None]),
    ("interaction", [{}]),
    ("interaction", [{"total_call_count": "2", "duration": 75}]),
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
]


def test_values_of_a_session() -> None:
    for key, value in TAKEN:
        assert _faults("MaskingSession", _session(**{key: value})) == [], (key, value)
    for key, value in REFUSED:
        assert _faults("MaskingSession", _session(**{key: value})) != [], (key, value)


@pytest.mark.parametrize("name", REQUIRED)
def test_only_an_object_is_a_reply(name: str) -> None:
    for value in (None, ["x"], "", 0):
        assert _faults(name, value) != []
