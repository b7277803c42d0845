"""The document's `x-sources` and the rows of SOURCES.md match: none is missing, none is left unused."""

import re
from collections.abc import Iterator
from typing import Any

from tests.support.document import ROOT, load

ROW = re.compile(r"^\| <a id=\"(S-[a-z0-9-]+)\"></a>(S-[a-z0-9-]+) \|(.+)\|$", re.MULTILINE)
SOURCES = (ROOT / "spec" / "SOURCES.md").read_text(encoding="utf-8")
ROWS = ROW.findall(SOURCES)


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("x-sources", [])
        node = list(node.values())
    if isinstance(node, list):
        for below in node:
            yield from _named(below)


def test_the_document_names_each_row_that_is_about_it_and_no_other() -> None:
    about = {row for row, _, cells in ROWS if "not in the document" not in cells}
    assert set(_named(load())) == about


def test_every_row_is_read_and_complete() -> None:
    """A row has an anchor of its own name, and four cells that are not empty."""
    assert len({row for row, _, _ in ROWS}) == len(ROWS) == SOURCES.count("<a id=") > 0
    for anchor, name, cells in ROWS:
        assert anchor == name
        assert len([cell for cell in cells.split(" | ") if cell.strip()]) == 4, name


# A tag, its source, where that is, and the day it was read.
TAG = re.compile(r"^\| ([^|<]+) \| ([^|]+) \| ([^|]+) \| (\d{4}-\d{2}-\d{2}) \|$", re.MULTILINE)
TAGS = {tag: (source, place) for tag, source, place, _ in TAG.findall(SOURCES)}


def test_every_source_says_where_it_is_and_when_it_was_read() -> None:
    assert len(TAGS) > 20
    for tag, (source, place) in TAGS.items():
        address = f"{source} {place}"
        assert re.search(r"<https://[^>]+>|`[\w./]+`|tests", address), f"{tag} has no address"
    commits = [place for _, place in TAGS.values() if re.match(r"[0-9a-f]{7} ", place)]
    assert len(commits) == 7


def test_every_row_names_its_sources_and_the_place_in_each() -> None:
    for row, _, cells in ROWS:
        for entry in cells.split(" | ")[1].split("; "):
            tags, colon, place = entry.strip().partition(": ")
            if tags == "ours":
                continue
            assert colon and place, f"{row}: expected a place in {tags}"
            unknown = set(tags.split(", ")) - TAGS.keys()
            assert not unknown, f"{row}: no source has the tag {unknown}"
