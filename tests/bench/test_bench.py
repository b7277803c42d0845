"""`make bench` measures, compares and reports; how fast anything is, no test says."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.bench import growth
from scripts.bench.__main__ import main
from scripts.bench.measure import Absent, Failed, Goal, Work
from scripts.bench.options import Options


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


def test_one_that_fails_leaves_a_row_that_says_why_and_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(reason: Exception) -> Any:
        def run() -> dict[str, float]:
            raise reason

        return run

    def works(_: Options) -> list[Work]:
        work = Work("w", "W", plot="s", goals=[Goal("s", "ours", "theirs", at_most=1)])
        each = {"ours": lambda: {"s": 1.0}, "more": lambda: {"s": 2.0, "t": 3.0}}
        failing = {"theirs": cannot(Failed("it ended")), "absent": cannot(Absent("no such tool"))}
        return [work.measure({**each, **failing}, rounds=1)]

    monkeypatch.setattr(growth, "works", works)
    with pytest.raises(SystemExit, match=r"got failures: theirs \(W\)$"):
        main(["growth", "--quick", f"--out={tmp_path}"])
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    (work,) = results["works"]
    assert work["missing"] == {"theirs": "it ended", "absent": "no such tool"}
    assert work["goals"][0]["got"] is None
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| theirs | missing: it ended |" in text and "| absent | missing: no such tool |" in text
    assert "| ours | 1 |  |" in text and "| more | 2 | 3 |" in text
    assert "ours ÷ theirs: not measured, goal ≤ 1" in text
    assert "No plots: not installed, and QUICK=1 installs nothing." in text
