"""The reports: self-contained, complete, and safe with what a server may send."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scripts.conformance.errors import KitError
from scripts.conformance.report import main, markdown, page, write_reports
from scripts.conformance.results import Results, merged, pass_rate

HOSTILE = "</script><script>alert(1)</script> | `x`"


def results(status: str = "fail", **cell: object) -> Results:
    scenario: dict[str, object] = {
        "topic": "Fields",
        "name": "one",
        "must": "Send it.",
        "call": {},
        "request": None,
        "serve": [],
        "outcomes": [],
        "refusal": "required",
        "sample": None,
    }
    result: dict[str, object] = {
        "status": status,
        "differences": [{"part": "body", "where": "x", "expected": HOSTILE, "got": 1}],
        "set_aside": [],
        "reason": HOSTILE,
        "issue": None,
        "requests": [],
        "outcome": {},
        "stderr": HOSTILE,
    }
    client = {
        "name": "a",
        "official": False,
        "lenient": False,
        "always": {},
        "isolation": "none: off",
    }
    return {
        "clients": [client],
        "scenarios": [scenario],
        "cells": {"a": {"one": result | cell}},
    }


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_page_holds_all_that_it_needs() -> None:
    elements, given = Elements(), results()
    given["scenarios"][0]["topic"] = HOSTILE
    elements.feed(page(given))
    assert [address for address in elements.addresses if not address.startswith("data:")] == []
    assert elements.tags.count("script") == 2


def test_the_pages_data_is_the_results() -> None:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page(results()))
    assert match
    assert json.loads(match.group(1)) == results()


def test_markdown_keeps_its_table_whatever_a_reply_holds() -> None:
    given = results(issue="https://example.com/1")
    given["scenarios"][0]["name"] = "one | two"
    given["cells"]["a"] = {"one | two": given["cells"]["a"]["one"]}
    text = markdown(given)
    assert "| scenario | a |\n|---|---|\n| one \\| two | fail |\n" in text
    assert f"|{'---|' * 8}\n| a | 0 | 1 | 0 | 0 | 0 | 0 % | none: off |\n" in text
    assert '  - `body x: expected "' + HOSTILE.replace("`", "'") in text
    assert "- **one | two**: fail." in text
    assert "https://example.com/1" in text
    assert "\n## What a did not pass\n" in text
    assert "did not pass" not in markdown(results("pass"))


def test_the_rate_counts_what_applies() -> None:
    count = {"pass": 2, "fail": 1, "not-implemented": 0, "not-supported": 0, "not-applicable": 7}
    assert pass_rate(count) == "66.6 %"
    assert pass_rate(dict.fromkeys(count, 0)) == "n/a"


@pytest.mark.parametrize("text", [None, "{", "[]", '{"clients": []}', '{"name": "a"}'])
def test_no_results_are_refused(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "results.json"
    if text is not None:
        path.write_text(text)
    assert main([str(path), "--out", str(tmp_path / "out")]) == 2
    assert f"report: {path}: expected the " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_reports_of_an_earlier_run_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "out"
    for status in ("fail", "pass"):
        write_reports(results(status), folder)
    assert json.loads((folder / "results.json").read_text()) == results("pass")


def test_the_later_run_of_a_client_counts_and_scenarios_must_be_the_same() -> None:
    earlier, later = results("fail"), results("pass")
    assert merged([earlier, later]) == later
    later["scenarios"][0]["must"] = "Send it twice."
    with pytest.raises(KitError, match="two versions of 'one'"):
        merged([earlier, later])
