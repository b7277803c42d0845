"""The document is a valid OpenAPI 3.0.3 document, and so is the SDK view."""

from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from tests.spec.documents import DOCUMENT, PATH, ROOT, load, schemas


@pytest.mark.parametrize(
    "path", [DOCUMENT, ROOT / "generated" / "openapi.sdk.yaml"], ids=lambda path: path.name
)
def test_the_document_is_valid(path: Path) -> None:
    document = load(path)
    assert document["openapi"] == "3.0.3"
    assert [str(error) for error in OpenAPIV30SpecValidator(document).iter_errors()] == []


def test_an_invalid_document_is_noticed() -> None:
    document = load()
    document["paths"][PATH]["post"]["responses"]["200"].pop("description")
    assert list(OpenAPIV30SpecValidator(document).iter_errors()) != []


def test_every_property_has_an_example() -> None:
    lacking = [
        place
        for place, schema in schemas(load())
        if "." in place and "[]" not in place and "example" not in schema
    ]
    # The session is shown whole by the examples of the reply.
    assert lacking == ["MaskingSessionUpdateResponse.session"]
