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
