"""Runs the kit as a program, as its users do."""

import functools
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[2]


@dataclass(frozen=True)
class Run:
    """A finished run: exit code, what it printed, and its results by client and scenario."""

    code: int
    printed: str
    cells: dict[str, dict[str, Any]]
    folder: Path


class Screen(io.StringIO):
    """A terminal or a pipe; its reader sees what was flushed."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal, self.seen = is_terminal, ""

    def isatty(self) -> bool:
        return self.is_terminal

    def flush(self) -> None:
        self.seen = self.getvalue()


def need_isolation(*before: str) -> None:
    """Skips the test where a command can't be isolated; with REQUIRE_NAMESPACES=1 the test fails.
    before: words with which the command begins."""
    # Where the machine permits it, the kit must manage.
    permitted = [*before, "sh", "-c", "unshare --net true || unshare --net --map-root-user true"]
    if subprocess.run(permitted, cwd=TOP, capture_output=True, check=False).returncode == 0:
        return
    command = [*before, sys.executable, "-m", "scripts.conformance.isolation", "true"]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    reason = f"expected a machine that permits isolation: {done.stderr.strip()}"
    if os.environ.get("REQUIRE_NAMESPACES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def run_kit(folder: Path, *arguments: str) -> Run:
    """Runs `python -m scripts.conformance` with these arguments; the reports go into the folder."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.conformance", "--out", str(folder), *arguments],
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    results = folder / "results.json"
    cells = json.loads(results.read_text())["cells"] if results.exists() else {}
    return Run(done.returncode, done.stderr + done.stdout, cells, folder)


@pytest.fixture
def kit(tmp_path: Path) -> Callable[..., Run]:
    """`kit("--adapter", …)` is run_kit with a folder of this test."""
    return functools.partial(run_kit, tmp_path / "out")


def script_of(folder: Path, code: str) -> str:
    """The command of an adapter that runs `code` for each `call`."""
    body = "".join(f"    {line}\n" for line in code.splitlines())
    script = folder / f"adapter{len(list(folder.glob('adapter*.py')))}.py"
    head = "import json, os, sys, time\nfor line in sys.stdin:\n    call = json.loads(line)\n"
    script.write_text(f"{head}{body}    sys.stdout.flush()\n")
    return f"python {script}"


@pytest.fixture
def scripted(tmp_path: Path) -> Callable[[str], str]:
    """`scripted(code)` is script_of with a folder of this test."""
    return functools.partial(script_of, tmp_path)
