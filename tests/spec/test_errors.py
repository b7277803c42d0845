"""The document's error replies: which there are, and that each shows what it looks like."""

from typing import Any

import pytest

from tests.spec.documents import PATH, load

RESPONSES = load()["paths"][PATH]["post"]["responses"]
ERRORS = {status: response for status, response in RESPONSES.items() if status != "200"}
# Texts known from the vendor; the document must show each as it is, under its status.
KNOWN = {
    "400": [
        "Invalid parameter. record allowed values are true or false.",
        "Invalid parameter. record_file_format allowed values are mp3 or wav.",
        "Invalid parameter. session_expiry is outside the allowed range.",
        "Invalid parameter. call_time_limit is outside the allowed range.",
        "Invalid parameter. recording_callback_url should be a valid URL.",
        "Invalid parameter. recording_callback_url should be under 1000 characters.",
        "Invalid parameter. first_party is not a valid phone number.",
        "Invalid parameter. second_party is not a valid phone number.",
        "Session already expired.",
    ],
    "500": ["Internal server error."],
}


def _examples(response: Any) -> list[Any]:
    media = response["content"]["application/json"]
    return [example["value"] for example in media["examples"].values()]


def test_the_documented_statuses() -> None:
    assert list(RESPONSES) == ["200", "400", "401", "404", "405", "429", "500"]


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_reply_has_the_common_schema_and_an_example(status: str) -> None:
    (media,) = ERRORS[status]["content"].items()
    assert media[0] == "application/json"
    assert media[1]["schema"] == {"$ref": "#/components/schemas/Error"}
    assert _examples(ERRORS[status]) != []


@pytest.mark.parametrize(
    ("status", "text"), [(status, text) for status in KNOWN for text in KNOWN[status]]
)
def test_a_known_error_text_is_shown(status: str, text: str) -> None:
    assert text in [example["error"] for example in _examples(ERRORS[status])]


def test_an_api_id_is_used_once() -> None:
    ids = [example["api_id"] for response in RESPONSES.values() for example in _examples(response)]
    assert len(ids) == len(set(ids))


def test_429_names_the_limit_and_when_to_come_back() -> None:
    response = ERRORS["429"]
    assert "300 requests within 5 seconds" in response["description"]
    header = response["headers"]["Retry-After"]
    assert header["required"] is True
    assert header["schema"] == {"type": "integer", "minimum": 0}
    assert header["example"] == 5


@pytest.mark.parametrize(
    ("status", "name", "example"),
    [("401", "WWW-Authenticate", 'Basic realm="Plivo"'), ("405", "Allow", "POST")],
)
def test_a_header_of_http_is_shown_but_not_required(status: str, name: str, example: str) -> None:
    header = ERRORS[status]["headers"][name]
    assert "required" not in header
    assert header["example"] == example
