"""Generating the client, warm: ours in a copy of the project, which leaves generated/ alone."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.bench.measure import Goal, Sample, Work
from scripts.bench.options import Options
from scripts.bench.peers import VIEW
from scripts.bench.processes import PYTHON, command
from scripts.view import ROOT


def works(options: Options) -> list[Work]:
    work = Work("generating", "Generating the client", plot="wall s")
    for name in ("make generate", "make check"):
        work.goals += [
            Goal("wall s", name, "openapi-generator", at_most=0.5),
            Goal("wall s", name, "openapi-python-client", at_most=1.3),
        ]
    with tempfile.TemporaryDirectory(dir=options.out) as made:
        project, peers = Path(made, "project"), Path(made, "peers")
        for folder in ("spec", "scripts", "generated"):
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / folder, project / folder, ignore=ignored)
        ours = [PYTHON, "-m", "scripts.generate"]
        alone = ["generate", "--path", str(VIEW), "--meta", "none", "--overwrite"]
        alone += ["--output-path", str(peers / "own")]
        theirs = ["generate", "-g", "python", "-i", str(VIEW), "-o", str(peers / "java")]
        each = {
            "make generate": _run(ours, project),
            "make check": _run([*ours, "--check"], project),
            "openapi-python-client": _run(["openapi-python-client", *alone]),
            "openapi-generator": _run(["openapi-generator-cli", *theirs]),
        }
        return [work.measure(each, options.tiny(1, 7))]


def _run(words: list[str], folder: Path = ROOT) -> Callable[[], Sample]:
    def run() -> Sample:
        took, _ = command(words, folder)
        return took

    return run
