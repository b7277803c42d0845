"""The tools that a build needs: whether they are at hand, and what installs them on Debian 12."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tool:
    """A program or library. probe: a shell command that succeeds where it is at hand.
    debian: the packages that bring it; install: the command that does, where Debian has none."""

    name: str
    probe: str
    debian: tuple[str, ...]
    install: str

    def at_hand(self) -> bool:
        return not subprocess.run(self.probe, shell=True, capture_output=True).returncode

    def remedy(self) -> str:
        """The command that installs it."""
        packages = " ".join(self.debian)
        return self.install or f"apt-get install --no-install-recommends {packages}"


def tools(given: Iterable[dict[str, Any]]) -> tuple[Tool, ...]:
    """The entries of `needs:` in an adapter.yaml."""
    return tuple(
        Tool(tool["name"], tool["probe"], tuple(tool.get("debian", ())), tool.get("install", ""))
        for tool in given
    )
