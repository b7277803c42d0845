"""What decides over the clients in other languages: their builds, their tools, their leaks, their grades."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.conformance import builds, leaks, results, sdks
from scripts.conformance.builds import ADAPTERS, VALIDATORS, VIEWS, sources
from scripts.conformance.clients import chosen_clients, known_clients
from scripts.conformance.errors import KitError
from scripts.conformance.leaks import PARTIAL, SWITCH_OFF, TABLES, Unknown, leaked, sends_false
from scripts.conformance.scenario import load_scenarios
from tests.conformance.conftest import TOP, Screen
from tests.support.document import load

SOURCES = sources(ADAPTERS)
MADE = [name for name, source in SOURCES.items() if source.script.exists()]
GENERATED = [name for name in MADE if not SOURCES[name].official]


def rows(file: str, table: int = 0) -> list[list[str]]:
    """The cells of a table in results/, without its heading."""
    blocks = (TABLES / file).read_text(encoding="utf-8").split("\n\n")
    tables = [block.splitlines()[2:] for block in blocks if block.startswith("| ")]
    return [line.strip("| ").split(" | ") for line in tables[table]]


# —— Builds


def folder(
    parent: Path, name: str, script: str, probe: str = "true", *, official: bool = False
) -> Path:
    """A folder of adapters/ with this build.sh."""
    made = parent / name
    made.mkdir(parents=True)
    needs = [{"name": f"tool of {name}", "probe": probe, "debian": ["cowsay"]}]
    clients = [{"name": name, "command": ["./adapter"], "official": official}]
    (made / "adapter.yaml").write_text(json.dumps({"needs": needs, "clients": clients}))
    (made / "build.sh").write_text(script)
    return made


def test_a_build_starts_from_a_fresh_copy_and_a_failed_one_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", screen := Screen(is_terminal=False))
    adapters, into, document = tmp_path / "adapters", tmp_path / "a b", tmp_path / "the document"
    document.write_text("openapi")
    folder(adapters, "good", 'set -e\ncat "$DOCUMENT" >> made\necho "$PATH" > path\n')
    long = "head -c 5000 /dev/zero | tr '\\0' x; echo"
    folder(adapters, "killed", "kill -9 $$")
    folder(adapters, "bad", f"set -e\n{long}\necho no such option\nfalse\ntouch made\n")
    for _ in range(2):
        built = builds.build(list(sources(adapters).values()), document, into)
        assert [source.name for source in built] == ["good"]
    assert (into / "good" / "made").read_text() == "openapi"
    first, _, _ = (into / "good" / "path").read_text().partition(os.pathsep)
    assert first == str(Path(sys.executable).parent)
    assert not (into / "bad" / "made").exists()
    printed = screen.seen
    assert printed == screen.getvalue()
    assert printed.count("good: ready\n") == 2
    assert "FAIL bad: build.sh ended with 1" in printed
    assert "FAIL killed: build.sh ended with -9" in printed
    end = "\nno such option\n"
    assert f"\n{'x' * (4000 - len(end))}{end}" in printed


def test_a_failed_build_and_a_missing_tool_are_told_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path / "adapters", "bad", "exit 3\n")
    folder(tmp_path / "adapters", "lacking", "exit 0\n", probe="false")
    monkeypatch.setattr(sdks, "ADAPTERS", tmp_path / "adapters")
    monkeypatch.setattr(builds, "ROOT", tmp_path)
    monkeypatch.delenv("CI", raising=False)
    for view in VIEWS:
        assert sdks.main(["--view", view]) == 1
        printed = capsys.readouterr()
        assert "FAIL bad: build.sh ended with 3" in printed.out
        assert "Left out: lacking" in printed.out
        assert "missing for lacking: tool of lacking. Get it with: apt-get install" in printed.err
    # Nor does the success of others hide it.
    folder(tmp_path / "adapters", "good", "exit 0\n")
    monkeypatch.setattr(sdks, "subprocess", Kit([0, 0]))
    assert sdks.main([]) == 1
    assert sdks.main(["good"]) == 0
    assert sdks.main(["lacking"]) == 2
    monkeypatch.setenv("CI", "true")
    assert sdks.main([]) == 2


class Kit:
    """Stands in for the kit's process: ends with these codes in turn, and notes the words."""

    def __init__(self, codes: list[int]) -> None:
        self.codes, self.words = codes, ""

    def run(self, words: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
        self.words = " ".join(words[1:])
        return subprocess.CompletedProcess(words, self.codes.pop(0))


def test_what_is_built_is_graded_and_failures_count_in_the_sdk_view_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        folder(tmp_path / "adapters", name, "exit 0\n")
    # Neither is among those made from the document.
    folder(tmp_path / "adapters", "vendor", "exit 3\n", official=True)
    (folder(tmp_path / "adapters", "plain", "") / "build.sh").unlink()
    monkeypatch.setattr(sdks, "ADAPTERS", tmp_path / "adapters")
    monkeypatch.setattr(builds, "ROOT", tmp_path)
    for words, out, more in (
        (["--view", "sdk"], "build/conformance/sdk", ""),
        (["--view", "document"], "build/conformance/document", ""),
        (["one", "two"], "build/conformance", ""),
        (["--exhaustive", "--out", "x"], "x", " --exhaustive"),
    ):
        view = "document" if "document" in words else "sdk"
        for code in (0, 1, 2):
            kit = Kit([code])
            monkeypatch.setattr(sdks, "subprocess", kit)
            assert sdks.main(words) == (0 if view == "document" and code == 1 else code)
            asked = f"-m scripts.conformance --view {view} --out {out}{more}"
            assert kit.words == f"{asked} --adapter one --adapter two"
    assert "Left out" not in capsys.readouterr().out


def test_a_client_that_is_not_built_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert known_clients("document")["go"].folder == TOP / "build" / "sdks" / "document" / "go"
    monkeypatch.setattr(builds, "ROOT", tmp_path)
    names = [scenario.name for scenario in load_scenarios()]
    with pytest.raises(KitError, match="run: make sdk NAME=go"):
        chosen_clients(["go"], names)


def test_two_clients_of_one_name_are_refused(tmp_path: Path) -> None:
    shutil.copytree(folder(tmp_path, "one", ""), tmp_path / "two")
    with pytest.raises(KitError, match="another adapter is named 'one'"):
        known_clients(folder=tmp_path)


def run_without_tools(tmp_path: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """`python -m scripts.conformance.sdks` where no tool but Python is at hand."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.conformance.sdks", *names],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_missing_tool_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    run = run_without_tools(tmp_path, "go", "oapi-codegen", "ruby")
    assert run.returncode == 2
    assert "missing for ruby: ruby. Get it with: apt-get install" in run.stderr
    assert "ruby-faraday" in run.stderr
    assert "missing for go, oapi-codegen: go. Get it with: python3 -m venv" in run.stderr
    # What the probes print is no concern of the user.
    assert all(line.startswith("missing for ") for line in run.stderr.splitlines())


def test_a_client_that_is_unknown_is_named(tmp_path: Path) -> None:
    run = run_without_tools(tmp_path, "cobol")
    assert run.returncode == 2
    assert "got 'cobol'" in run.stderr


# —— Leaks


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
    assert leaked(cells(partial={}, off={})) == []


def test_an_explicit_false_must_arrive_as_false() -> None:
    assert sends_false(CLEAN)
    assert not sends_false(LEAKING)
    assert not sends_false(cells(partial={}, off={"record": 0}))


def test_no_request_is_no_proof_of_anything() -> None:
    for found, complaint in (
        ([], "expected one request in the results, got 0"),
        ([{"body": "{}"}] * 2, "expected one request in the results, got 2"),
        ([{"body": "[]"}], r"expected a JSON object in the request, got \[\]"),
    ):
        with pytest.raises(Unknown, match=complaint):
            leaked({PARTIAL: {"requests": found}})
    with pytest.raises(Unknown, match="got 0"):
        leaked({})


def test_the_table_shows_both_views() -> None:
    lines = leaks.leaks_of_clients({"sdk": {"a": CLEAN}, "document": {"a": LEAKING}})
    assert lines[-1] == "| a | nothing | `record` | no |"
    with pytest.raises(Unknown, match="a was not built from the document"):
        leaks.leaks_of_clients({"sdk": {"a": CLEAN}, "document": {}})


def test_a_client_whose_results_say_nothing_is_named() -> None:
    cells = {view: {"a": CLEAN, "b": {PARTIAL: {"requests": []}}} for view in VIEWS}
    with pytest.raises(Unknown, match="b: 'record is switched off'"):
        leaks.leaks_of_clients(cells)


def test_the_subsets_of_a_client_stand_until_they_are_played_again() -> None:
    found = {"total": 8192, "played": 8192, "wrong": 0, "problem": ""}
    standing = "\n".join(
        ["| a | other table |", leaks.SUBSETS, "| client | … |", "| a | old |", "| b | old |"]
    )
    clients = [{"name": "a", "subsets": found}, {"name": "b", "subsets": None}]
    lines = leaks.subsets_of_clients(
        {"clients": [*clients, {"name": "c", "subsets": None}]}, standing
    )
    rest = ["| a | each of 8192 subsets as set |", "| b | old |", "| c | not played |"]
    assert lines[2:] == rest
    for changed, told in (
        ({"wrong": 4096}, "4096 of 8192 subsets other than as set"),
        ({"played": 256, "problem": "it ended"}, "256 of 8192 subsets; then: it ended"),
    ):
        assert results.subsets_told({"subsets": found | changed}) == told


def test_tables_are_compared_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = {tmp_path / "s.md": "", tmp_path / "t.md": "| a | nothing |\n"}
    assert leaks.compare_or_write(table, "make x", write=False) == 1
    assert leaks.compare_or_write(table, "make x", write=True) == 0
    assert leaks.compare_or_write(table, "make x", write=False) == 0
    capsys.readouterr()
    for old in ("| a | `record` |", "| a | old |"):
        (tmp_path / "t.md").write_text(f"{old}\n")
        assert leaks.compare_or_write(table, "make x", write=False) == 1
        printed = capsys.readouterr().out
        assert "s.md is up to date." in printed
        assert f"-{old}\n+| a | nothing |" in printed
        assert "make x" in printed


def test_the_tables_are_made_from_the_last_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "build" / "conformance"
    monkeypatch.setattr(leaks, "ROOT", tmp_path)
    monkeypatch.setattr(leaks, "TABLES", tmp_path)
    monkeypatch.setattr(leaks, "FOUND", into / "validators.json")
    (tmp_path / "leaks.md").write_text("")
    of_views = {"sdk": CLEAN, "document": LEAKING}
    played: dict[str, Any] = {"total": 8, "played": 8, "wrong": 0, "problem": ""}
    for view, found in of_views.items():
        assert leaks.main([]) == 2
        assert f"leaks: {into / view}" in capsys.readouterr().err
        (into / view).mkdir(parents=True)
        statuses = dict(zip(found, ("pass", "fail"), strict=True))
        run = {
            "clients": [{"name": "a", "subsets": played}],
            "scenarios": [{"name": name} for name in found],
            "cells": {
                "a": {name: cell | {"status": statuses[name]} for name, cell in found.items()}
            },
        }
        (into / view / "results.json").write_text(json.dumps(run))
    assert leaks.main([]) == 2
    assert "run: python -m scripts.conformance.validators" in capsys.readouterr().err
    added = {view: {"two fields": ["b"], "empty": ["c", "d"]} for view in VIEWS}
    added["sdk"] = {"two fields": [], "empty": []}
    (into / "validators.json").write_text(json.dumps({"v": added}))
    assert [leaks.main(words) for words in ([], ["--write"], [])] == [1, 0, 0]
    for line in (
        "| a | nothing | `record` | no |",
        "| v | nothing | `b` | `c`, `d` |",
        "| a | each of 8 subsets as set |",
    ):
        assert f"|\n{line}\n" in (tmp_path / "leaks.md").read_text()
    text = (tmp_path / "clients.md").read_text()
    assert "Of 2 scenarios:\n\n| client |" in text
    assert "|---|---|---|---|\n| a | 1 | 0 | 1 |\n" in text


# —— The committed tables. Whether they are right is for `make leaks`, which needs every language.


def test_no_client_leaks_anything_when_built_from_the_sdk_view() -> None:
    table = rows("leaks.md")
    assert [row[0] for row in table] == GENERATED
    assert {row[1] for row in table} == {"nothing"}
    assert {row[3] for row in table} == {"yes"}


def test_validators_of_three_languages_add_nothing_by_the_sdk_view() -> None:
    table = rows("leaks.md", table=1)
    assert [row[0] for row in table] == list(sources(VALIDATORS))
    assert {row[1] for row in table} == {"nothing"}
    assert {row[3].count("`") for row in table} == {2 * 7}


def test_every_client_sends_each_subset_of_the_fields_as_set() -> None:
    sent = (
        f"each of {2 ** len(load()['components']['schemas']['MaskingSessionUpdate']['properties'])}"
    )
    assert rows("leaks.md", table=2) == [[name, f"{sent} subsets as set"] for name in GENERATED]


def test_every_client_passes_what_it_does_not_declare() -> None:
    table, known = rows("clients.md"), known_clients()
    assert [row[0] for row in table] == GENERATED
    for name, *numbers in table:
        declared = len(known[name].declared)
        assert list(map(int, numbers)) == [len(load_scenarios()) - declared, declared, 0], name


@pytest.mark.parametrize("name", ["typescript", "go", "java", "ruby", "php", "csharp"])
def test_a_language_passes_95_percent_even_when_all_that_it_declares_fails(name: str) -> None:
    assert len(known_clients()[name].declared) <= 0.05 * len(load_scenarios())
