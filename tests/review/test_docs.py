"""Every row of SOURCES.md that the document names is on the reference page to be linked to."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.review.docs import check_links, for_readers, sources_html

SPEC = Path(__file__).parents[2] / "spec"


def document() -> Any:
    return yaml.safe_load((SPEC / "openapi.yaml").read_text(encoding="utf-8"))


def rows() -> str:
    return sources_html((SPEC / "SOURCES.md").read_text(encoding="utf-8"))


def test_every_named_row_is_there() -> None:
    check_links(rows(), for_readers(document()))


def test_a_row_that_is_not_there_is_named() -> None:
    spoiled = document()
    spoiled["info"]["description"] += "And more. [S-record, S-nowhere]"
    with pytest.raises(SystemExit, match=r"got none for \['S-nowhere'\]"):
        check_links(rows(), for_readers(spoiled))
