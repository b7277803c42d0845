"""A copy of what `make generate` works on, for a test to change."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("spec", "scripts", "generated")

Generate = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of spec/, scripts/ and generated/."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


@pytest.fixture
def generate(project: Path) -> Generate:
    """Runs scripts.generate in the copy, with these variables added to its environment."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scripts.generate", *arguments],
            cwd=project,
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
        )

    return run


def tree(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
