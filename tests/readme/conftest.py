"""A copy of the Makefile in a folder whose name has a space."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Make = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The Makefile and the set-up, with a lock that names nothing."""
    folder = tmp_path / "a copy"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "scripts" / "set_up.py", folder / "scripts")
    (folder / "requirements.lock").write_text("")
    return folder


@pytest.fixture
def make(project: Path) -> Make:
    """Runs make in the copy, with these variables in its environment."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
        return subprocess.run(
            ["make", *arguments],
            cwd=project,
            env=inherited | environment,
            capture_output=True,
            text=True,
        )

    return run
