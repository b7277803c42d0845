"""pyright accepts a correct caller of the client and reports each mistake."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.client.typed import CALLER, SLIPS

ROOT = Path(__file__).parents[3]
PYRIGHT = ROOT / "build" / "node" / "node_modules" / ".bin" / "pyright"


def lines_with_errors(source: str, folder: Path) -> list[int]:
    """The lines (from 1) in which strict pyright finds an error."""
    (folder / "caller.py").write_text(source, encoding="utf-8")
    settings = {
        "include": ["caller.py"],
        "extraPaths": [str(ROOT / "generated")],
        "typeCheckingMode": "strict",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [
        str(PYRIGHT),
        "--project",
        str(folder),
        "--pythonpath",
        sys.executable,
        "--outputjson",
    ]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    report: dict[str, Any] = json.loads(run.stdout)
    assert report["summary"]["filesAnalyzed"] == 1, run.stdout
    found = report["generalDiagnostics"]
    return sorted({fault["range"]["start"]["line"] + 1 for fault in found})


def test_a_right_caller_has_no_errors(tmp_path: Path) -> None:
    assert lines_with_errors(CALLER, tmp_path) == []


def test_each_slip_is_an_error(tmp_path: Path) -> None:
    first = CALLER.count("\n") + 1
    wanted = list(range(first, first + len(SLIPS)))
    assert lines_with_errors(CALLER + "\n".join(SLIPS) + "\n", tmp_path) == wanted
