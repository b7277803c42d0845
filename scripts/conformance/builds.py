"""Builds what a folder of adapters/ or validators/ holds: its build.sh, run in a fresh copy of the folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from scripts.conformance.needs import Tool, tools
from scripts.conformance.scenario import HERE, load_checked

ROOT = HERE.parents[1]
ADAPTERS = HERE / "adapters"
VALIDATORS = HERE / "validators"
# What clients are built from: the SDK view, or the document with its defaults.
VIEWS = ("sdk", "document")
SHOWN = 4000


@dataclass(frozen=True)
class Source:
    """A folder with an adapter.yaml. clients: the names of those that its build makes."""

    folder: Path
    clients: tuple[str, ...]
    needs: tuple[Tool, ...]
    official: bool

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def script(self) -> Path:
        return self.folder / "build.sh"


def sources(parent: Path) -> dict[str, Source]:
    """Every folder with an adapter.yaml, by name; raises KitError on a bad file."""
    return {path.parent.name: _source(path) for path in sorted(parent.glob("*/adapter.yaml"))}


def _source(path: Path) -> Source:
    given = load_checked(path, "adapter.schema.json")
    clients = [client for client in given["clients"] if client.get("built", True)]
    return Source(
        folder=path.parent,
        clients=tuple(client["name"] for client in clients),
        needs=tools(given.get("needs", [])),
        official=any(client.get("official") for client in clients),
    )


def build_folder(name: str, view: str) -> Path:
    """Where a client is built from a view."""
    return ROOT / "build" / "sdks" / view / name


def with_tools(chosen: Iterable[Source]) -> list[Source]:
    """Those whose tools are at hand; of the others, prints what is missing and what installs it."""
    chosen = list(chosen)
    needed = dict.fromkeys(tool for source in chosen for tool in source.needs)
    lacking = [tool for tool in needed if not tool.at_hand()]
    for tool in lacking:
        names = ", ".join(source.name for source in chosen if tool in source.needs)
        print(f"missing for {names}: {tool.name}. Get it with: {tool.remedy()}", file=sys.stderr)
    return [source for source in chosen if not set(source.needs) & set(lacking)]


def build(chosen: Sequence[Source], document: Path, parent: Path) -> list[Source]:
    """Builds each into its folder under parent, two at a time; prints what failed and gives the rest."""
    with ThreadPoolExecutor(2) as pool:
        runs = {
            pool.submit(_build, source, document, parent / source.name): source for source in chosen
        }
        for run in as_completed(runs):
            name, problem = runs[run].name, run.result()
            print(f"FAIL {name}: {problem}" if problem else f"{name}: ready", flush=True)
    return [source for run, source in runs.items() if not run.result()]


def _build(source: Source, document: Path, folder: Path) -> str:
    """What went wrong, or nothing. Without a build.sh the folder is used as it is."""
    if not source.script.exists():
        return ""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    # The pinned generators stand beside this interpreter, and call each other by name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    run = subprocess.run(
        ["sh", source.script.name],
        cwd=folder,
        env={**os.environ, "DOCUMENT": str(document), "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if run.returncode:
        return f"build.sh ended with {run.returncode} in {folder}:\n{run.stdout[-SHOWN:]}"
    return ""
