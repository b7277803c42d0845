"""What a run was asked for."""

from dataclasses import dataclass
from pathlib import Path

from scripts.bench.peers import Peers


@dataclass(frozen=True)
class Options:
    """quick: try that everything runs, in seconds. out: where results go."""

    quick: bool
    out: Path
    peers: Peers

    def tiny(self, quick: int, full: int) -> int:
        """How many: the first number for a quick run."""
        return quick if self.quick else full
