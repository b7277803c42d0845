"""vendor_sdks.md is about the scenarios and the clients that there are. Whether it is right is for
`make vendor-sdks`, which needs more than Python."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scripts.conformance import samples, vendor_sdks
from scripts.conformance.clients import known_clients
from scripts.conformance.scenario import load_scenarios

ID = "96bf5a53-87fd-4da9-8fd5-45c8ab886cb6"
RESULTS: dict[str, Any] = {
    "clients": [
        {
            "name": "curl",
            "official": True,
            "lenient": True,
            "always": {"trailing slash": "It is so."},
        },
        {"name": "ours", "official": False, "lenient": False, "always": {}},
    ],
    "scenarios": [{"topic": "Fields", "name": name, "serve": []} for name in ("one", "unplayed")],
    "cells": {
        "curl": {
            "one": {
                "status": "fail",
                "differences": [
                    {
                        "part": "path",
                        "where": "",
                        "expected": "a",
                        "got": f"`http://127.0.0.1:40123/{ID}",
                    }
                ],
            }
        },
        "ours": {"one": {"status": "pass", "differences": []}},
    },
}


def test_it_has_a_row_for_each_scenario_and_a_column_for_each_official_client() -> None:
    table = vendor_sdks.TABLE.read_text(encoding="utf-8")
    columns = [client.name for client in known_clients().values() if client.official]
    headings = set(re.findall(r"^\| scenario \| (.*) \|$", table, re.MULTILINE))
    assert len(headings) == 1
    assert sorted(headings.pop().split(" | ")) == sorted(columns)
    rows = re.findall(r"^\| ([^|]+) \| (?:pass|fail|not-[a-z]+) \|", table, re.MULTILINE)[1:]
    assert rows == [scenario.name for scenario in load_scenarios()]


def test_it_is_compared_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "results.json"
    results.write_text(json.dumps(RESULTS))
    monkeypatch.setattr(vendor_sdks, "TABLE", tmp_path / "vendor_sdks.md")
    monkeypatch.setattr(samples, "table", lambda: ["| the samples |"])
    assert vendor_sdks.main([str(results)]) == 1
    assert vendor_sdks.main(["--write", str(results)]) == 0
    assert vendor_sdks.main([str(results)]) == 0
    table = vendor_sdks.TABLE.read_text()
    assert "| one | fail |\n| unplayed |  |\n" in table
    assert "\n| the samples |\n" in table
    assert "ours" not in table
    assert 'path: expected "a", got "\'http://127.0.0.1:PORT/API_ID"`\n' in table
    assert "|---|---|---|---|---|---|---|\n| curl | 0 | 1 | 0 | 0 | 0 | 0 % |\n" in table
    assert "\n- curl: trailing slash. It is so.\n" in table
    literal = [{**RESULTS["scenarios"][0], "serve": [{}]}]
    assert ID in vendor_sdks.table_of({**RESULTS, "scenarios": literal}, [])


def test_other_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other.json"
    other.write_text("[]")
    assert vendor_sdks.main([str(other)]) == 2
    assert "expected the keys clients, scenarios and cells" in capsys.readouterr().err
