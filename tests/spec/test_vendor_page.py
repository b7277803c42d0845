"""The document says what the vendor's page says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.spec.vendor_page import differences, load_page
from tests.support.document import load

# Parts of a sample call that are of the page alone: the document has no place for them.
OF_THE_PAGE_ALONE = {"call", "printed", "faults"}
DOCUMENT = load()
PAGE = load_page()


def test_the_document_says_what_the_page_says() -> None:
    assert differences(DOCUMENT, PAGE) == []


def _leaves(node: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every value of the table that the document has a place for."""
    if place and place[0] == "sample_calls" and place[-1] in OF_THE_PAGE_ALONE:
        return
    if place[:2] == ("slips", "attribute_headings"):
        return
    if isinstance(node, dict | list) and node:
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from _leaves(node[key], (*place, key))
    else:
        yield place


def _changed(page: Any, place: tuple[str | int, ...]) -> Any:
    node = page
    for part in place[:-1]:
        node = node[part]
    value = node[place[-1]]
    if isinstance(value, bool):
        node[place[-1]] = not value
    elif isinstance(value, int):
        node[place[-1]] = value + 1
    else:
        # No id, name, number or URL of the document takes a blank and a slash.
        node[place[-1]] = f"{value or ''} /x"
    return page


def test_a_changed_table_is_reported(subtests: pytest.Subtests) -> None:
    """No entry of the table is idle: each is compared with the document."""
    for place in _leaves(PAGE):
        with subtests.test(place=".".join(map(str, place))):
            try:
                assert differences(DOCUMENT, _changed(load_page(), place)) != []
            except KeyError as unknown:
                assert place[-1] == "kind", unknown


@pytest.mark.parametrize("sample", PAGE["sample_calls"], ids=lambda one: one["language"])
def test_a_sample_made_valid_differs_in_spelling_only(sample: Any) -> None:
    as_sent = {
        re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower(): {"true": True}.get(value, value)
        for name, value in sample["printed"].items()
    }
    assert as_sent == sample["valid"]


def test_the_slips_are_printed_on_the_page() -> None:
    session = PAGE["reply"]["session"]
    assert all(slip["printed"] in session for slip in PAGE["slips"]["reply_keys"])
    assert all(session[slip["key"]] == slip["printed"] for slip in PAGE["slips"]["reply_values"])
    assert all(slip["printed"] in PAGE["not_updatable"] for slip in PAGE["slips"]["not_updatable"])
