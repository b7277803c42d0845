"""All subsets of the fields, here of four fields, through sound adapters and unsound ones."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.conformance import cli, subsets
from scripts.conformance.clients import chosen_clients
from scripts.conformance.isolation import Isolation
from scripts.conformance.options import parsed
from scripts.conformance.scenario import load_scenarios
from scripts.conformance.subsets import Subsets, play_subsets

FIELDS = {"record": False, "callback_url": "", "ring_timeout": 30, "first_party": "12025550143"}
SHORT = [
    replace(one, call=one.call | {"fields": FIELDS}) if one.name == subsets.ALL_FIELDS else one
    for one in load_scenarios()
]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subsets, "BATCH", 4)


BATCH = subsets.BATCH


def mutant(name: str) -> str:
    return f"{name}=python -m tests.support.mutants {name}"


def played(command: str) -> Subsets:
    (client,) = chosen_clients([command], [])
    *_, found = play_subsets(client, SHORT, 10.0, isolated=False)
    return found


def test_a_right_client_sends_each_subset_as_it_was_set() -> None:
    assert played(mutant("right")) == Subsets(total=16, played=16)


def test_progress_is_shown_after_each_quarter_because_a_batch_ends_there() -> None:
    (scenario,) = [one for one in load_scenarios() if one.name == subsets.ALL_FIELDS]
    assert 2 ** len(scenario.call["fields"]) // 4 % BATCH == 0


def test_what_was_not_set_and_what_was_lost_is_found() -> None:
    leaking, losing = played(mutant("sends-defaults")), played(mutant("drops-false"))
    assert (leaking.wrong, losing.wrong) == (16, 8)
    assert len(leaking.examples) == len(losing.examples) == 3
    names, (found, *_) = losing.examples[0]
    assert names == ["record"]
    assert (found.part, found.where, found.expected) == ("body", "record", False)


def test_a_client_that_gives_out_is_told(scripted: Callable[[str], str]) -> None:
    several = "print(json.dumps({'outcome': 'several', 'outcomes': [%s]}))"
    replies = "{'outcome': 'transport', 'detail': str(n)} for n in range(len(call['updates']))"
    unsent = "{'outcome': 'reply', 'reply': {}} for _ in call['updates']"
    later = "print(json.dumps({'outcome': 'not-implemented', 'detail': 'later'}))"
    for code, problem in {
        "sys.exit(3 + call['at_once'])": "the adapter ended without an outcome (exit code 3)",
        later: "expected the outcome 'several', got 'not-implemented'",
        several % unsent: "expected 4 requests, got 0",
        several % replies: "expected 4 requests, got 0; an update ended with "
        '{"outcome": "transport", "detail": "0"}',
    }.items():
        found = played(scripted(code))
        assert (found.played, found.problem) == (0, problem)


@pytest.mark.parametrize(
    ("name", "official", "code"),
    [("right", False, 0), ("drops-false", False, 1), ("drops-false", True, 0)],
)
def test_a_client_that_fails_one_fails_the_run_unless_it_is_official(
    name: str,
    official: bool,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cli, "load_scenarios", lambda: SHORT)
    path = tmp_path / "adapter.yaml"
    command = ["python", "-m", "tests.support.mutants", name]
    client = {"name": name, "command": command, "official": official}
    path.write_text(json.dumps({"clients": [client]}))
    words = ["--adapter", str(path), "--exhaustive", "--name", "record is switched on"]
    options = parsed([*words, "--out", str(tmp_path)])
    assert cli.main(options, Isolation(False, "none: off")) == code
    printed = capsys.readouterr().out
    assert [printed.count(f"[{n}/16] {name}: subsets") for n in (4, 8, 12, 16)] == [1] * 4
    told = {
        "right": "right sent each of 16 subsets as set",
        "drops-false": "drops-false sent 8 of 16 subsets other than as set",
    }
    assert told[name] in printed
    example = "     set: record\n     body record: expected false, got (absent)\n"
    assert (example in printed) == (name == "drops-false")
    assert "12025550143" not in printed + (tmp_path / "results.json").read_text()
