"""`make bench` measures, compares and reports; how fast anything is, no test says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.bench import report
from scripts.bench.measure import Failed, Goal, Work


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a quick run without peers, of the works that take the fewest seconds."""
    folder = tmp_path_factory.mktemp("bench")
    command = [sys.executable, "-m", "scripts.bench", "--quick", f"--out={folder}"]
    subprocess.run([*command, "update", "growth"], check=True)
    return folder


def test_a_quick_run_reports_what_it_measured_and_what_it_lacked(out: Path) -> None:
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    works = {work["name"]: work for work in results["works"]}
    update = works["update"]
    assert update["medians"]["ours on httpx"]["CPU µs"]["median"] > 0
    assert update["missing"]["vendor's SDK"] == "not installed, and QUICK=1 installs nothing"
    got = {(goal["of"], goal["to"]): goal["got"] for goal in update["goals"]}
    assert got["ours on httpx", "httpx"]["median"] > 0
    assert got["ours on httpx", "vendor's SDK"] is None
    assert list(works["sessions"]["medians"]) == ["10", "1,000", "2,000"]
    text = (out / "results.md").read_text(encoding="utf-8")
    assert "| ours on httpx |" in text and "No plots: not installed" in text


def test_all_are_run_in_turn_and_compared_within_a_round() -> None:
    order = []
    figures = {"ours": iter([9, 2, 30]), "theirs": iter([9, 1, 10])}

    def run(name: str) -> Any:
        def each() -> dict[str, float]:
            order.append(name)
            return {"s": next(figures[name])}

        return each

    work = Work("w", "W", plot="s", goals=[Goal("s", "ours", "theirs", at_most=2.4)])
    work.measure({name: run(name) for name in figures}, rounds=2)
    assert order == ["ours", "theirs"] * 3
    (goal,) = work.shown()["goals"]
    # 2 ÷ 1 and 30 ÷ 10; the first round warms up.
    assert (goal["got"]["median"], goal["met"]) == (2.5, False)


def test_one_that_fails_leaves_a_row_that_says_why() -> None:
    def fail() -> dict[str, float]:
        raise Failed("no such tool")

    work = Work("w", "W", plot="s", goals=[Goal("s", "ours", "theirs", at_most=1)])
    more = {"s": 2.0, "t": 3.0}
    work.measure({"ours": lambda: {"s": 1.0}, "more": lambda: more, "theirs": fail}, rounds=1)
    found = {"date": "", "seconds": 1, "machine": "", "versions": {}, "works": [work.shown()]}
    text = report.markdown(found)
    assert "| theirs | missing: no such tool |" in text
    assert "| ours | 1 |  |" in text and "| more | 2 | 3 |" in text
    assert "ours ÷ theirs: not measured, goal ≤ 1" in text
