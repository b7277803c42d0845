"""The document is valid OpenAPI 3.0.3 with one operation, and states each error as the vendor words it."""

import re
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.support.document import DOCUMENT, PATH, ROOT, load, schemas

OPERATION = load()["paths"][PATH]["post"]
RESPONSES = OPERATION["responses"]
SPAN = re.compile(r"(?i)(?:duration|limit|timeout|wait|expiry|period)$")
UNIT = re.compile(r"(?i)\b(?:milliseconds?|seconds?|minutes?|hours?|days?)\b")
# The texts that the vendor's private-beta page lists for an update.
KNOWN_ERRORS = {
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


@pytest.mark.parametrize(
    "path", [DOCUMENT, ROOT / "generated" / "openapi.sdk.yaml"], ids=lambda path: path.name
)
def test_it_is_valid(path: Path) -> None:
    document = load(path)
    assert document["openapi"] == "3.0.3"
    assert [str(error) for error in OpenAPIV30SpecValidator(document).iter_errors()] == []


def test_it_has_one_operation_with_a_name_and_credentials_of_its_own() -> None:
    document = load()
    assert {path: list(item) for path, item in document["paths"].items()} == {PATH: ["post"]}
    assert (OPERATION["operationId"], OPERATION["tags"]) == (
        "updateMaskingSession",
        ["MaskingSessions"],
    )
    assert OPERATION["security"] == [{"basicAuth": []}]
    scheme = document["components"]["securitySchemes"]["basicAuth"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "basic")
    assert OPERATION["requestBody"]["required"] is True


def _examples(response: Any) -> list[Any]:
    media = response["content"]["application/json"]
    return [example["value"] for example in media["examples"].values()]


def test_it_states_each_status_and_the_vendors_error_texts() -> None:
    assert list(RESPONSES) == ["200", "400", "401", "404", "405", "429", "500"]
    for status, texts in KNOWN_ERRORS.items():
        assert [example["error"] for example in _examples(RESPONSES[status])] == texts


def test_an_api_id_is_used_once() -> None:
    ids = [example["api_id"] for response in RESPONSES.values() for example in _examples(response)]
    assert len(ids) == len(set(ids))


def test_429_names_the_limit_and_the_wait() -> None:
    assert "300 requests within 5 seconds" in RESPONSES["429"]["description"]
    header = RESPONSES["429"]["headers"]["Retry-After"]
    assert (header["required"], header["example"]) == (True, 5)
    assert header["schema"] == {"type": "integer", "minimum": 0}
    assert header["description"].startswith("Seconds to wait")
    (example,) = _examples(RESPONSES["429"])
    assert "300 requests are allowed in 5 seconds" in example["error"]


def test_amounts_and_the_length_of_a_call_may_have_fractions_other_numbers_have_none() -> None:
    numbers = {
        place: schema["type"]
        for place, schema in schemas(load())
        if schema.get("type") in ("integer", "number")
    }
    assert {place for place, kind in numbers.items() if kind == "number"} == {
        place for place in numbers if place.endswith("amount") or place == "Interaction.duration"
    }


def test_spans_of_time_are_in_seconds_and_lengths_in_characters(subtests: pytest.Subtests) -> None:
    spans = {
        place: schema["description"]
        for place, schema in schemas(load())
        if "type" in schema and SPAN.search(place)
    }
    # Those of events come as text.
    assert len(spans) == 14
    spans["the operation"] = OPERATION["description"]
    for place, text in spans.items():
        with subtests.test(place):
            assert {unit.lower() for unit in UNIT.findall(text)} == {"seconds"}
    document = DOCUMENT.read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:20|1000) (\w+)", document)) == {"characters"}


@pytest.mark.parametrize(
    ("status", "name", "example"),
    [("401", "WWW-Authenticate", 'Basic realm="Plivo"'), ("405", "Allow", "POST")],
)
def test_a_header_of_http_is_shown_but_not_required(status: str, name: str, example: str) -> None:
    header = RESPONSES[status]["headers"][name]
    assert "required" not in header
    assert header["example"] == example
