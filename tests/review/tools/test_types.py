"""pyright and mypy accept a correct caller of the client and report each mistake."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.review.tools.typed import CALLER, SLIPS

ROOT = Path(__file__).parents[3]
PYRIGHT = ROOT / "build" / "node" / "node_modules" / ".bin" / "pyright"


def pyright(folder: Path) -> list[int]:
    """The lines (from 1) of caller.py in which strict pyright finds an error."""
    settings = {
        "include": ["caller.py"],
        "extraPaths": [str(ROOT / "generated")],
        "typeCheckingMode": "strict",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [str(PYRIGHT), "--project", str(folder), "--pythonpath", sys.executable]
    run = subprocess.run([*command, "--outputjson"], check=False, capture_output=True, text=True)
    report: dict[str, Any] = json.loads(run.stdout)
    assert report["summary"]["filesAnalyzed"] == 1, run.stdout
    found = report["generalDiagnostics"]
    return [fault["range"]["start"]["line"] + 1 for fault in found]


def mypy(folder: Path) -> list[int]:
    """The lines (from 1) of caller.py in which strict mypy finds an error."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary"]
    command += ["--hide-error-context", "--config-file=", f"--cache-dir={folder}/cache"]
    command += ["--enable-error-code=unused-awaitable", "caller.py"]
    own = {"MYPYPATH": str(ROOT / "generated")}
    run = subprocess.run(
        command, cwd=folder, check=False, capture_output=True, text=True, env={**os.environ, **own}
    )
    assert not run.stderr
    found = [line for line in run.stdout.splitlines() if ": error: " in line]
    assert all(line.startswith("caller.py:") for line in found), run.stdout
    return [int(line.split(":")[1]) for line in found]


@pytest.mark.parametrize("checker", [pyright, mypy])
def test_a_right_caller_has_no_errors_and_each_slip_is_one(
    checker: Callable[[Path], list[int]], tmp_path: Path
) -> None:
    source = CALLER + "\n".join(SLIPS) + "\n"
    (tmp_path / "caller.py").write_text(source, encoding="utf-8")
    first = CALLER.count("\n") + 1
    expected = set(range(first, first + len(SLIPS)))
    assert set(checker(tmp_path)) == expected
