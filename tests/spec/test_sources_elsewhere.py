"""Rows that the overlay and the generator's templates name exist in SOURCES.md."""

import re
from pathlib import Path

import pytest

from tests.spec.documents import ROOT

FILES = [
    ROOT / "spec" / "sdk.overlay.yaml",
    *sorted((ROOT / "scripts" / "templates").rglob("*.jinja")),
]
ROWS = set(
    re.findall(r'^\| <a id="(S-[a-z0-9-]+)">', (ROOT / "spec/SOURCES.md").read_text(), re.MULTILINE)
)


def _named(path: Path) -> set[str]:
    return set(re.findall(r"\bS-[a-z0-9-]+", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_row_named_there_exists(path: Path) -> None:
    assert _named(path) - ROWS == set()


def test_the_search_finds_rows() -> None:
    assert set.union(*map(_named, FILES)) and ROWS
