"""A broken rule in one line: what it says, its row in SOURCES.md, what was expected and what came.

What SOURCES.md marks as ours has no source but this document. A server that reads it otherwise is noted and
passes, unless STRICT=1.
"""

import re
from functools import cache

from tests.contract.given import given
from tests.support.document import ROOT

# Of this process, since they were last taken.
_notes: list[str] = []


@cache
def _rows() -> dict[str, list[str]]:
    """The cells of each row by its id."""
    text = (ROOT / "spec" / "SOURCES.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith('| <a id="S-')]
    return {row[0].rpartition(">")[2]: row for row in rows}


def _says_ours(*cells: str) -> bool:
    return any(re.search(r"\bours\b", cell) for cell in cells)


def demand(
    holds: bool, rule: str, row: str, *, expected: str, got: str, ours: bool = False, curl: str = ""
) -> None:
    """Fail unless the rule holds; where it is ours, note that instead.

    row: the rule's row in SOURCES.md. ours: whether the row marks this part of it as ours; a row whose source
    is "ours" needs no such word.

    Raises:
        AssertionError: With the line.
    """
    cells = _rows()[row]
    assert not ours or _says_ours(*cells), f"{row}: expected a row that says ours"
    if holds:
        return
    line = f"{rule} [{row}]: expected {expected}, got {got}"
    if (ours or _says_ours(cells[2])) and given("STRICT") in ("", "0"):
        _notes.append(f"{line}\n    {curl}".rstrip())
    else:
        raise AssertionError(line)


def take_notes() -> list[str]:
    """What was noted since the last call."""
    taken = _notes.copy()
    _notes.clear()
    return taken
