"""The SDK view differs from the document by two things only: no update defaults, open reply enums."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from plivo_masking import models

from tests.spec.changes import ABSENT, Change, changes
from tests.spec.documents import ROOT, errors, load, resolved
from tests.spec.vendor_page import load_page, reply

DOCUMENT = load()
VIEW = load(ROOT / "generated" / "openapi.sdk.yaml")
SCHEMAS = DOCUMENT["components"]["schemas"]
ENUMS = ["RecordFileFormat", "CallbackMethod", "SessionStatus"]
REPLIES = ["MaskingSessionUpdateResponse", "MaskingSession", "Interaction", "Error"]


def _defaults_gone() -> Iterator[Change]:
    for name, attribute in load_page()["attributes"].items():
        if "default" in attribute:
            place = f"/components/schemas/MaskingSessionUpdate/properties/{name}/default"
            yield Change(place, attribute["default"], ABSENT)


def _reply_enums_open() -> Iterator[Change]:
    for schema in REPLIES:
        for name, written in SCHEMAS[schema]["properties"].items():
            if "enum" in resolved(DOCUMENT, written):
                place = f"/components/schemas/{schema}/properties/{name}"
                yield Change(f"{place}/allOf", written["allOf"], ABSENT)
                yield Change(f"{place}/type", ABSENT, "string")


def test_the_view_differs_by_exactly_these() -> None:
    expected = [*_defaults_gone(), *_reply_enums_open()]
    assert sorted(changes(DOCUMENT, VIEW), key=str) == sorted(expected, key=str)
    assert (len([*_defaults_gone()]), len([*_reply_enums_open()])) == (7, 8)


def _places(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else [])
    )
    for key, below in items:
        yield from _places(below, (*place, key))


def test_the_comparison_sees_a_change_at_any_place() -> None:
    """Every key, item and value of the view, made something that YAML has not, one at a time."""
    for place in _places(VIEW):
        spoiled = copy.copy(VIEW)
        node = spoiled
        for key in place[:-1]:
            node[key] = copy.copy(node[key])
            node = node[key]
        node[place[-1]] = ...
        (change,) = changes(VIEW, spoiled)
        assert change.place == "/" + "/".join(map(str, place))


@pytest.mark.parametrize(
    ("old", "new"),
    [(False, 0), (1, True), (1, 1.0), (1, "1"), ([1], [1, 1]), ({}, []), (None, ABSENT)],
)
def test_the_comparison_tells_like_values_apart(old: Any, new: Any) -> None:
    assert [*changes({"a": old}, {"a": new})] == [Change("/a", old, new)]


def test_no_default_is_left_where_a_body_could_take_one() -> None:
    assert not [place for place in _places(VIEW["components"]) if place[-1] == "default"]
    assert not [place for place in _places(VIEW["paths"]) if place[-1] == "default"]


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
