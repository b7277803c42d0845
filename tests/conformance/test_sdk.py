"""What decides over the clients in other languages: their grades, their leaks, their tools."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.conformance.clients import known_clients
from scripts.conformance.scenario import load_scenarios
from scripts.conformance.sdk.builds import SDKS
from scripts.conformance.sdk.leaks import (
    PARTIAL,
    SWITCH_OFF,
    TABLE,
    Unknown,
    leaked,
    sends_false,
    table,
)
from scripts.conformance.sdk.toolchain import TOOLS

LANGUAGES = ("typescript", "go", "java", "ruby", "php", "csharp")


def cells(*, partial: dict[str, Any], off: dict[str, Any]) -> dict[str, Any]:
    return {
        PARTIAL: {"requests": [{"body": json.dumps(partial)}]},
        SWITCH_OFF: {"requests": [{"body": json.dumps(off)}]},
    }


CLEAN = cells(partial={"call_time_limit": 3600, "session_expiry": 600}, off={"record": False})
LEAKING = cells(
    partial={"call_time_limit": 3600, "session_expiry": 600, "record": False}, off={"ring": 120}
)


def test_the_two_scenarios_of_the_table_exist_and_set_what_it_says() -> None:
    fields = {scenario.name: scenario.call["fields"] for scenario in load_scenarios()}
    assert fields[PARTIAL].keys() == {"call_time_limit", "session_expiry"}
    assert fields[SWITCH_OFF] == {"record": False}


def test_what_was_not_set_is_a_leak() -> None:
    assert leaked(CLEAN) == []
    assert leaked(LEAKING) == ["record"]


def test_an_explicit_false_must_arrive_as_false() -> None:
    assert sends_false(CLEAN)
    assert not sends_false(LEAKING)
    assert not sends_false(cells(partial={}, off={"record": 0}))


def test_no_request_is_no_proof_of_anything() -> None:
    with pytest.raises(Unknown, match="expected one request"):
        leaked({PARTIAL: {"requests": []}})


def test_the_table_shows_both_views() -> None:
    rows = table({"sdk": {"a": CLEAN}, "document": {"a": LEAKING}}).splitlines()
    assert rows[-1] == "| a | nothing | `record` | no |"


def test_the_committed_table_has_every_client_and_no_leak_from_the_sdk_view() -> None:
    rows = [line.split(" | ") for line in TABLE.read_text().splitlines() if line[:2] == "| "][1:]
    assert [row[0].removeprefix("| ") for row in rows] == list(SDKS)
    assert {row[1] for row in rows} == {"nothing"}
    assert {row[3] for row in rows} == {"yes |"}


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_passes_95_percent_even_when_all_that_it_declares_fails(name: str) -> None:
    assert len(known_clients()[name].declared) <= 0.05 * len(load_scenarios())


def test_each_client_names_tools_that_are_known() -> None:
    assert {tool for sdk in SDKS.values() for tool in sdk.needs} <= TOOLS.keys()


def sdk(tmp_path: Path, *names: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m sdk` where no tool but Python is at hand."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.conformance.sdk", *names],
        env={**os.environ, "PATH": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_tool_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    run = sdk(tmp_path, "ruby")
    assert run.returncode == 2
    assert "missing for ruby: ruby. Get it with: apt-get install" in run.stderr
    assert "ruby-faraday" in run.stderr


def test_in_ci_a_missing_tool_is_an_error_of_the_whole_run(tmp_path: Path) -> None:
    run = sdk(tmp_path, CI="true")
    assert run.returncode == 2
    assert "missing for go, oapi-codegen: go" in run.stderr
