"""The events of a session: where each goes, how, and what its fields are."""

from typing import Any

import pytest

from tests.support.document import PATH, follow, load

DOCUMENT = load()
CALLBACKS = DOCUMENT["paths"][PATH]["post"]["callbacks"]
SCHEMAS = DOCUMENT["components"]["schemas"]
COMMON = [
    "EventName",
    "EventTimestamp",
    "SessionUUID",
    "From",
    "To",
    "VirtualNumber",
    "SequenceNumber",
]
PIN = ["PinAuthenticationStatus", "PinRetryCounter"]
END = ["Amount", "BilledDuration", "Duration", "PlivoHangupCause", "PlivoHangupCauseCode"]
OF_RECORDING = ["UUID", "URL", "ResourceURL", "Duration", "StartTime", "EndTime", "Format"]
FIELDS = {
    "sessionEvent": [*COMMON, *PIN, *END],
    "recordingEvent": [*COMMON, *(f"Recording{name}" for name in OF_RECORDING)],
}
NAMES = {
    "sessionEvent": {
        *("FirstPartyAnswer", "SecondPartyRing", "SecondPartyAnswer", "SecondPartyHangup"),
        *("FirstPartyHangup", "PinAuthenticationStatus", "Timeout", "PartiesHangup"),
        "VirtualNumberReplaced",
    },
    "recordingEvent": {f"Recording{what}" for what in ("Initiated", "Completed", "Failed")},
}


@pytest.mark.parametrize("name", FIELDS)
def test_an_event_goes_to_its_url_as_a_form_or_a_query_of_one_schema(name: str) -> None:
    url = "callback_url" if name == "sessionEvent" else "recording_callback_url"
    ((expression, item),) = CALLBACKS[name].items()
    assert expression == f"{{$response.body#/session/{url}}}"
    assert item.keys() == {"get", "post"}
    schema = {"$ref": f"#/components/schemas/{name[0].upper()}{name[1:]}"}
    body = item["post"]["requestBody"]
    assert body["required"] is True
    (form,) = body["content"].items()
    assert (form[0], form[1]["schema"]) == ("application/x-www-form-urlencoded", schema)
    query, *_ = item["get"]["parameters"]
    assert (query["in"], query["style"], query["explode"]) == ("query", "form", True)
    assert query["schema"] == schema
    for example in form[1]["examples"].values():
        assert example["summary"].startswith("Made up: ")
    for method in ("get", "post"):
        assert list(item[method]["responses"]) == ["200"]


@pytest.mark.parametrize("name", FIELDS)
def test_the_signatures_headers_are_optional(name: str) -> None:
    (item,) = CALLBACKS[name].values()
    for method in ("get", "post"):
        parameters = [follow(DOCUMENT, parameter) for parameter in item[method]["parameters"]]
        headers = [parameter for parameter in parameters if parameter["in"] == "header"]
        assert [header["name"] for header in headers] == [
            f"X-Plivo-Signature-{which}" for which in ("V3", "Ma-V3", "V3-Nonce")
        ]
        assert not any(header.get("required") for header in headers)


@pytest.mark.parametrize("name", FIELDS)
def test_an_event_requires_little_and_is_open(name: str) -> None:
    schema = SCHEMAS[name[0].upper() + name[1:]]
    fields: dict[str, Any] = schema["properties"]
    assert list(fields) == FIELDS[name]
    assert schema["required"] == ["EventName", "SessionUUID"]
    assert schema["additionalProperties"] is True
    integers = {key for key, field in fields.items() if field["type"] == "integer"}
    assert integers == {"PinRetryCounter", "PlivoHangupCauseCode"} & set(fields)
    assert all(field["type"] in ("string", "integer") for field in fields.values())
    assert not any({"enum", "format", "pattern"} & field.keys() for field in fields.values())
    explained = fields["EventName"]["description"].split("- `Session")[1:]
    assert {line.partition("`")[0] for line in explained} == NAMES[name]
