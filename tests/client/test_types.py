"""What `mypy --strict` says of callers of the client: right ones pass, each slip is an error."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.client.typed import CALLER, SLIPS

GENERATED = Path(__file__).parents[2] / "generated"


def lines_with_errors(source: str, folder: Path) -> list[int]:
    """The lines (from 1) in which mypy finds an error."""
    (folder / "caller.py").write_text(source)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--hide-error-context",
    ]
    command += [
        "--config-file=",
        f"--cache-dir={folder}/cache",
        "--enable-error-code=unused-awaitable",
    ]
    result = subprocess.run(
        [*command, "caller.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "MYPYPATH": str(GENERATED)},
    )
    found = [line for line in result.stdout.splitlines() if ": error: " in line]
    assert all(line.startswith("caller.py:") for line in found), result.stdout
    assert not result.stderr
    return [int(line.split(":")[1]) for line in found]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    return lines_with_errors(CALLER + "\n".join(SLIPS) + "\n", tmp_path_factory.mktemp("types"))


def test_an_ordinary_caller_passes(found: list[int]) -> None:
    assert [line for line in found if line <= len(CALLER.splitlines())] == []


def test_each_slip_is_an_error(found: list[int], subtests: pytest.Subtests) -> None:
    for line, slip in enumerate(SLIPS, start=len(CALLER.splitlines()) + 1):
        with subtests.test(slip):
            assert line in found
