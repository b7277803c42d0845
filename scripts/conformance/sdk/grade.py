"""Has the conformance kit grade a built client."""

import json
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.conformance.sdk.paths import ADAPTERS, ROOT, VIEWS


class NotGraded(Exception):
    """The kit could not run; the text is what it printed."""


@dataclass(frozen=True)
class Graded:
    """A client's grade. results: the kit's file; failures: what failed, for people, or empty."""

    results: Path
    failures: str


def grade(name: str, view: str) -> Graded:
    """Plays every scenario with the client of that name and view. Raises NotGraded."""
    out = VIEWS[view] / name / "conformance"
    words = [sys.executable, "-m", "scripts.conformance", "--out", str(out)]
    words += ["--adapter", _adapter(name, view)]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        raise NotGraded(run.stdout + run.stderr)
    told = [line for line in run.stdout.splitlines() if line.startswith(("FAIL", "     "))]
    return Graded(out / "results.json", "\n".join(told) if run.returncode else "")


def read(file: Path) -> dict[str, Any]:
    """The results in a file of the kit, by client and scenario."""
    return dict(json.loads(file.read_text(encoding="utf-8"))["cells"])


def _adapter(name: str, view: str) -> str:
    """The kit's word for the client: its known name, or `name=command`."""
    folder = str(VIEWS[view].relative_to(ROOT))
    if name == "python":
        return f"python=python {folder}/python/scripts/conformance/adapters/python/adapter.py sync"
    if view == "sdk":
        return name
    known = yaml.safe_load((ADAPTERS / name / "adapter.yaml").read_text(encoding="utf-8"))
    words = [word.replace("build/sdk/", f"{folder}/") for word in known["clients"][0]["command"]]
    return f"{name}={shlex.join(words)}"
