"""The SDK view differs from the document as the overlay says, and nowhere else."""

from collections.abc import Iterator
from typing import Any

import pytest
from plivo_masking import models

from scripts.conformance.compare import ABSENT, Difference, differences
from tests.spec.vendor_page import load_page, reply
from tests.support.document import PATH, ROOT, errors, load, resolved

DOCUMENT = load()
VIEW = load(ROOT / "generated" / "openapi.sdk.yaml")
SCHEMAS = DOCUMENT["components"]["schemas"]
UPDATE = "MaskingSessionUpdate"
ENUMS = ["RecordFileFormat", "CallbackMethod", "SessionStatus"]
REPLIES = ["MaskingSessionUpdateResponse", "MaskingSession", "Interaction", "ErrorReply"]


WRITTEN_OUT = ["record_file_format", "recording_callback_method", "callback_method"]
RETRY_AFTER = f"paths.{PATH}.post.responses.429.headers.Retry-After"


def _gone(place: str, value: Any) -> Difference:
    return Difference("view", f"components.schemas.{place}", value, ABSENT)


def _of_the_request() -> Iterator[Difference]:
    for name, attribute in load_page()["attributes"].items():
        if "default" in attribute:
            yield _gone(f"{UPDATE}.properties.{name}.default", attribute["default"])
    for name in WRITTEN_OUT:
        written = SCHEMAS[UPDATE]["properties"][name]
        place = f"{UPDATE}.properties.{name}"
        yield _gone(f"{place}.allOf", written["allOf"])
        yield Difference("view", f"components.schemas.{place}.type", ABSENT, "string")
        enum = resolved(DOCUMENT, written)["enum"]
        yield Difference("view", f"components.schemas.{place}.enum", ABSENT, enum)


def _of_replies() -> Iterator[Difference]:
    for schema in REPLIES:
        for name, written in SCHEMAS[schema]["properties"].items():
            place = f"{schema}.properties.{name}"
            if "pattern" in written:
                yield _gone(f"{place}.pattern", written["pattern"])
            if "enum" in resolved(DOCUMENT, written):
                yield _gone(f"{place}.allOf", written["allOf"])
                yield Difference("view", f"components.schemas.{place}.type", ABSENT, "string")
                (known,) = written["allOf"]
                where = f"components.schemas.{place}.x-known-values"
                yield Difference("view", where, ABSENT, known)
    every = SCHEMAS["MaskingSession"]["required"]
    without = [key for key in every if key != "interaction"]
    yield Difference("view", "components.schemas.MaskingSession.required", every, without)
    yield Difference(
        "view", "components.schemas.ErrorReply.required", ["api_id", "error"], ["error"]
    )
    yield _gone("Interaction.required", SCHEMAS["Interaction"]["required"])
    yield Difference("view", f"{RETRY_AFTER}.required", True, False)
    yield Difference("view", f"{RETRY_AFTER}.schema.type", "integer", "string")
    yield Difference("view", f"{RETRY_AFTER}.schema.minimum", 0, ABSENT)
    yield Difference("view", f"{RETRY_AFTER}.example", 5, "5")


def test_the_view_differs_by_exactly_these() -> None:
    expected = [*_of_the_request(), *_of_replies()]
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
