"""Every row that the document names is in SOURCES.md, and every row there is named by the document."""

import re

import pytest

from tests.spec.documents import DOCUMENT, ROOT, load, schemas

ROW = re.compile(r"^\| <a id=\"(S-[a-z0-9-]+)\"></a>(S-[a-z0-9-]+) \|(.+)\|$", re.MULTILINE)
NAMED = re.compile(r"\bS-[a-z0-9-]+")
SOURCES = (ROOT / "spec" / "SOURCES.md").read_text(encoding="utf-8")
ROWS = ROW.findall(SOURCES)
LEFT_OUT = {row for row, _, cells in ROWS if "not in the document" in cells}


def _unknown(text: str) -> list[str]:
    return sorted(set(NAMED.findall(text)) - {row for row, _, _ in ROWS})


def _idle(text: str) -> list[str]:
    return sorted({row for row, _, _ in ROWS} - LEFT_OUT - set(NAMED.findall(text)))


def test_every_row_named_by_the_document_exists() -> None:
    assert _unknown(DOCUMENT.read_text(encoding="utf-8")) == []


def test_every_row_is_named_by_the_document_or_says_that_it_is_not() -> None:
    assert _idle(DOCUMENT.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("row", sorted({row for row, _, _ in ROWS} - LEFT_OUT))
def test_a_row_that_the_document_drops_or_misspells_is_reported(row: str) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    spoiled = re.sub(rf"\b{row}(?![a-z0-9-])", f"{row}-misspelt", text)
    assert _unknown(spoiled) == [f"{row}-misspelt"]
    assert _idle(spoiled) == [row]


def test_every_row_is_read_and_whole() -> None:
    """A row has an anchor of its own name, and five cells that say something."""
    assert len({row for row, _, _ in ROWS}) == len(ROWS) == SOURCES.count("<a id=") > 0
    for anchor, name, cells in ROWS:
        assert anchor == name
        assert [cell for cell in cells.split(" | ") if cell.strip()] == cells.split(" | "), name
        assert len(cells.split(" | ")) == 4, name


def test_every_schema_and_property_names_its_rows() -> None:
    # The items of an array are a reference, which has no words of its own.
    written = {place: one for place, one in schemas(load()) if not place.endswith("[]")}
    cited = re.compile(r"\[S-[a-z0-9-]+(, S-[a-z0-9-]+)*\]")
    assert [place for place, one in written.items() if not cited.search(one["description"])] == []
