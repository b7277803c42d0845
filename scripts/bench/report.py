"""What a run found: results.json, results.md and plots."""

import json
import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.bench.measure import Failed, Work
from scripts.bench.options import Options
from scripts.bench.peers import FOLDERS, HERE
from scripts.conformance.report import heading, row

README = HERE / "README.md"
MARK = "<!-- What follows is written by `make bench WRITE=1`. -->\n"
OURS = ("httpx", "httpx2", "httpx-aiohttp", "aiohttp", "starlette", "uvicorn", "uvloop")
TOOLS = ("openapi-python-client", "openapi-generator-cli", "schemathesis", "hypothesis", "pytest")


def results(works: list[Work], seconds: float) -> dict[str, Any]:
    """Everything of a run, as JSON."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(seconds),
        "machine": _machine(),
        "versions": dict(_versions()),
        "works": [work.shown() for work in works],
    }


def write(found: dict[str, Any], options: Options) -> None:
    """results.json, results.md and, where matplotlib can be had, the plots."""
    path = options.out / "results.json"
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = markdown(found)
    try:
        python = options.peers.python("plots")
        subprocess.run([python, str(HERE / "plot.py"), str(path)], check=True)
    except Failed as failed:
        text += f"\nNo plots: {failed}.\n"
    (options.out / "results.md").write_text(text, encoding="utf-8")


def write_readme(found: dict[str, Any]) -> None:
    """Renew the part of README.md that a run writes."""
    introduction = README.read_text(encoding="utf-8").partition(MARK)[0]
    README.write_text(f"{introduction}{MARK}\n{markdown(found)}", encoding="utf-8")


def markdown(found: dict[str, Any]) -> str:
    lines = [
        f"Measured on {found['date']} in {found['seconds']} s, on {found['machine']}.",
        ", ".join(f"{name} {number}" for name, number in found["versions"].items()) + ".",
    ]
    for work in found["works"]:
        lines += ["", f"## {work['title']}", "", *_table(work), *_goals(work)]
    return "\n".join([lines[0], "", *lines[1:], ""])


def _table(work: dict[str, Any]) -> Iterator[str]:
    metrics = list(dict.fromkeys(metric for each in work["medians"].values() for metric in each))
    yield from heading(["", *(metric for metric in metrics)])
    for name, medians in work["medians"].items():
        shown = (_shown(medians[metric]) if metric in medians else "" for metric in metrics)
        yield row([name, *shown])
    for name, reason in work["missing"].items():
        yield row([name, f"missing: {' '.join(reason.split())}", *[""] * (len(metrics) - 1)])


def _goals(work: dict[str, Any]) -> Iterator[str]:
    if work["goals"]:
        yield ""
    for goal in work["goals"]:
        beside = f" ÷ {goal['to']}" if goal["to"] else ""
        limit = f"≤ {goal['at_most']:g}" if goal["at_least"] is None else f"≥ {goal['at_least']:g}"
        got = "not measured" if goal["got"] is None else _shown(goal["got"])
        met = {True: ": met", False: ": **missed**", None: ""}[goal["met"]]
        yield f"- {goal['metric']}, {goal['of']}{beside}: {got}, goal {limit}{met}"


def _shown(spread: dict[str, float]) -> str:
    """The median, and the quartiles where they differ from it."""
    median, low, high = (
        f"{spread[part]:,.3g}" if spread[part] < 1000 else f"{spread[part]:,.0f}"
        for part in ("median", "low", "high")
    )
    return median if low == high else f"{median} ({low} to {high})"


def _machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    return f"{os.cpu_count()} CPUs ({model}), {platform.system()} {platform.release()}"


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    for name in (*OURS, *TOOLS):
        yield name, version(name)
    yield from (
        ("plivo", _pinned("plivo-python", "plivo")),
        ("urllib3", _pinned("openapi-urllib3", "urllib3")),
    )
    packages = json.loads((FOLDERS["node"] / "package.json").read_text(encoding="utf-8"))
    yield from packages["dependencies"].items()


def _pinned(folder: str, name: str) -> str:
    lines = (FOLDERS[folder] / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return next(line.split("==")[1].split()[0] for line in lines if line.startswith(f"{name}=="))
