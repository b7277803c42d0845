"""The document has one operation, which states its name and its security itself."""

from tests.spec.documents import PATH, load

DOCUMENT = load()
OPERATION = DOCUMENT["paths"][PATH]["post"]


def test_the_operation_is_named_and_alone() -> None:
    assert list(DOCUMENT["paths"]) == [PATH]
    assert list(DOCUMENT["paths"][PATH]) == ["post"]
    assert OPERATION["operationId"] == "updateMaskingSession"
    assert OPERATION["tags"] == ["MaskingSessions"]


def test_the_operation_declares_basic_authentication_itself() -> None:
    assert OPERATION["security"] == [{"basicAuth": []}]
    scheme = DOCUMENT["components"]["securitySchemes"]["basicAuth"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "basic")


def test_no_body_is_no_update() -> None:
    assert OPERATION["requestBody"]["required"] is True
