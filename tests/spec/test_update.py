"""What the document takes and refuses as the body of an update."""

from typing import Any

import pytest

from tests.spec.documents import errors, load
from tests.spec.vendor_page import load_page

DOCUMENT = load()
UPDATE = {"$ref": "#/components/schemas/MaskingSessionUpdate"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"record": False, "recording_callback_url": ""},
        {"session_expiry": 60, "call_time_limit": 60},
        {"session_expiry": 86400, "call_time_limit": 86400},
        {"ring_timeout": 0},
        {"ring_timeout": 1_000_000},
        {"recording_callback_url": "https://example.com/".ljust(999, "x")},
        {"callback_url": "https://example.com/".ljust(5000, "x")},
        # Two official SDKs always send the first; others offer the rest on update.
        {"session_uuid": "SessionUUID"},
        {"subaccount": "SAXXXXXXXXXXXXXXXXXX", "geomatch": False},
        {"create_session_with_single_Party": True, "anything": None},
    ],
)
def test_takes(body: Any) -> None:
    assert errors(DOCUMENT, UPDATE, body) == []


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "{}",
        {"record": "true"},
        {"record": 1},
        {"record_file_format": "MP3"},
        {"record_file_format": ""},
        {"callback_method": "PUT"},
        {"recording_callback_method": "get"},
        {"session_expiry": 59},
        {"session_expiry": 86401},
        {"session_expiry": 0},
        {"session_expiry": "120"},
        {"call_time_limit": 59},
        {"call_time_limit": 86401},
        {"call_time_limit": 60.5},
        {"ring_timeout": "120"},
        {"ring_timeout": 1.5},
        {"recording_callback_url": "https://example.com/".ljust(1000, "x")},
    ],
)
def test_refuses(body: Any) -> None:
    assert errors(DOCUMENT, UPDATE, body) != []


@pytest.mark.parametrize("name", load_page()["attributes"])
def test_no_field_takes_null(name: str) -> None:
    assert errors(DOCUMENT, UPDATE, {name: None}) != []
