"""What is measured beside ours: each pinned, and in an environment of its own under build/bench/peers/."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.measure import Absent
from scripts.conformance.builds import ADAPTERS, Source, build
from scripts.view import ROOT

HERE = Path(__file__).parent
VIEW = ROOT / "generated" / "openapi.sdk.yaml"
FOLDERS = {
    "plivo-python": ADAPTERS / "plivo-python",
    "openapi-python": ADAPTERS / "openapi-python",
    **{folder.name: folder for folder in sorted((HERE / "peers").iterdir())},
}


@dataclass(frozen=True)
class Peers:
    """install: whether those that are not there yet are installed."""

    parent: Path
    install: bool

    def folder(self, name: str) -> Path:
        """Where a peer stands, built. Raises Absent where it can't be had."""
        source, folder = FOLDERS[name], self.parent / name
        ready = folder / ".ready"
        if ready.exists() and ready.stat().st_mtime > max(
            path.stat().st_mtime for path in source.iterdir()
        ):
            return folder
        if not self.install:
            raise Absent("not installed, and QUICK=1 installs nothing")
        if not build([Source(source, (), (), official=False)], VIEW, self.parent):
            raise Absent("its build failed; see above")
        ready.touch()
        return folder

    def python(self, name: str) -> str:
        """The Python of a peer's environment."""
        return str(self.folder(name) / "venv" / "bin" / "python")


def program(name: str, remedy: str) -> str:
    """A program of this machine. Raises Absent, with what installs it, where there is none."""
    if found := shutil.which(name):
        return found
    raise Absent(f"not on this machine. Get it with: {remedy}")
