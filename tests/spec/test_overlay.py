"""The SDK view differs from the document by two things only: no update defaults, open reply enums."""

from collections.abc import Iterator

import pytest
from plivo_masking import models

from scripts.conformance.compare import ABSENT, Difference, differences
from tests.spec.vendor_page import load_page, reply
from tests.support.document import ROOT, errors, load, resolved

DOCUMENT = load()
VIEW = load(ROOT / "generated" / "openapi.sdk.yaml")
SCHEMAS = DOCUMENT["components"]["schemas"]
ENUMS = ["RecordFileFormat", "CallbackMethod", "SessionStatus"]
REPLIES = ["MaskingSessionUpdateResponse", "MaskingSession", "Interaction", "Error"]


def _defaults_gone() -> Iterator[Difference]:
    for name, attribute in load_page()["attributes"].items():
        if "default" in attribute:
            place = f"components.schemas.MaskingSessionUpdate.properties.{name}.default"
            yield Difference("view", place, attribute["default"], ABSENT)


def _reply_enums_open() -> Iterator[Difference]:
    for schema in REPLIES:
        for name, written in SCHEMAS[schema]["properties"].items():
            if "enum" in resolved(DOCUMENT, written):
                place = f"components.schemas.{schema}.properties.{name}"
                yield Difference("view", f"{place}.allOf", written["allOf"], ABSENT)
                yield Difference("view", f"{place}.type", ABSENT, "string")


def test_the_view_differs_by_exactly_these() -> None:
    expected = [*_defaults_gone(), *_reply_enums_open()]
    assert sorted(differences("view", DOCUMENT, VIEW), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_stays_as_typed_constants(name: str) -> None:
    assert VIEW["components"]["schemas"][name] == SCHEMAS[name]
    constants = getattr(models, name)
    # The generator sorts the constants.
    assert [constant.value for constant in constants] == sorted(SCHEMAS[name]["enum"])


@pytest.mark.parametrize(
    "field", ["status", "callback_method", "record_file_format", "recording_callback_method"]
)
def test_a_value_added_later_is_read_by_clients_and_refused_to_servers(field: str) -> None:
    session = {**reply(load_page())["session"], field: "a-value-of-next-year"}
    schema = {"$ref": "#/components/schemas/MaskingSession"}
    assert errors(VIEW, schema, session) == []
    assert errors(DOCUMENT, schema, session) != []


@pytest.mark.parametrize(
    "field", ["callback_method", "record_file_format", "recording_callback_method"]
)
def test_request_enums_stay_closed(field: str) -> None:
    schema = {"$ref": "#/components/schemas/MaskingSessionUpdate"}
    assert errors(VIEW, schema, {field: "a-value-of-next-year"}) != []
