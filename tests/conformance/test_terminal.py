"""What a run prints while it goes on, and at its end."""

import sys
from typing import Any

import pytest

from scripts.conformance.compare import shortened
from scripts.conformance.runner import Result
from scripts.conformance.subsets import Subsets
from scripts.conformance.terminal import end_progress, failures, show_progress, show_subsets, table
from tests.conformance.conftest import Screen


def test_a_terminal_shows_progress_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    clear = "\r\033[K"
    monkeypatch.setattr(sys, "stdout", screen := Screen(is_terminal=True))
    show_progress("[1/2]", "a", "x" * 100, Result("pass"))
    assert screen.seen == f"{clear}[1/2] a: {'x' * 69}"
    show_subsets("a", Subsets(total=16, played=2))
    assert screen.seen.endswith(f"x{clear}[2/16] a: subsets of the fields")
    end_progress()
    assert screen.seen.endswith(f"fields{clear}")


def test_a_pipe_gets_whole_lines_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", screen := Screen(is_terminal=False))
    show_progress("[1/2]", "a", "x" * 100, Result("pass"))
    assert screen.seen == f"[1/2] a: {'x' * 100}: pass\n"
    for played in (2, 4):
        show_subsets("a", Subsets(total=16, played=played))
    assert screen.seen.endswith("pass\n[4/16] a: subsets of the fields\n")
    end_progress()
    assert screen.getvalue() == screen.seen


def test_a_failure_ends_with_what_the_adapter_said_last() -> None:
    cell: dict[str, Any] = {
        "status": "fail",
        "reason": "",
        "differences": [{"part": "body", "where": "", "expected": 1, "got": 2}],
        "outcome": {"outcome": "transport"},
        "stderr": "\n".join(map(str, range(9))),
    }
    cells = {"one": cell, "two": cell | {"status": "pass"}}
    clients = [{"name": "vendor", "official": True}, {"name": "ours", "official": False}]
    assert list(failures({"clients": clients, "cells": {"vendor": cells, "ours": cells}})) == [
        "FAIL ours: one",
        "     body: expected 1, got 2",
        '     the adapter printed: {"outcome": "transport"}',
        *(f"     stderr: {number}" for number in range(1, 9)),
    ]


def test_the_table_is_aligned() -> None:
    cells = {
        name: {"one": {"status": status}} for name, status in (("a", "pass"), ("long-name", "fail"))
    }
    assert table({"cells": cells}).splitlines() == [
        "client     pass  fail  not-implemented  not-supported  not-applicable  passed",
        "a             1     0                0              0               0   100 %",
        "long-name     0     1                0              0               0     0 %",
    ]


def test_a_long_value_is_cut() -> None:
    whole = shortened("é" * 158)
    assert whole == f'"{"é" * 158}"'
    assert shortened("é" * 159) == f'"{"é" * 158}…'
