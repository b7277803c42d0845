"""One change between two versions of the contract, and the version number that it asks for."""

from dataclasses import dataclass
from pathlib import Path

# Worst first. What each asks of the version number, by semantic versioning.
BUMPS = {"breaking": "major", "risky": "minor", "compatible": "minor"}


@dataclass(frozen=True)
class Change:
    """One change; `rule` is the name of oasdiff's check or of ours, `path` and `line` are of the new side."""

    view: str
    level: str
    rule: str
    text: str
    reason: str
    path: Path
    line: int

    @property
    def bump(self) -> str:
        return BUMPS[self.level]
