"""The runner: statuses, exit codes, adapters that break the protocol, and the merge of runs."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.conftest import TOP, Run

RIGHT = "right=python -m tests.support.mutants right"
TWO = ("--name", "record is switched")


def statuses(run: Run, client: str) -> dict[str, str]:
    return {scenario: cell["status"] for scenario, cell in run.cells[client].items()}


def test_a_right_client_passes_and_the_table_says_so(kit: Callable[..., Run]) -> None:
    run = kit("--adapter", RIGHT, *TWO)
    assert run.code == 0
    assert statuses(run, "right") == {
        "record is switched on": "pass",
        "record is switched off": "pass",
    }
    assert "[2/2] right: record is switched off: pass" in run.printed
    assert run.printed.splitlines()[-3].split() == ["right", "2", "0", "0", "0", "0", "100", "%"]


def test_several_clients_stand_side_by_side(kit: Callable[..., Run]) -> None:
    other = "verb=python -m tests.support.mutants wrong-verb"
    run = kit("--adapter", RIGHT, "--adapter", other, *TWO)
    assert run.code == 1
    assert list(run.cells) == ["right", "verb"]
    assert 'method: expected "POST", got "PUT"' in run.printed


def test_not_implemented_is_no_pass(
    kit: Callable[..., Run], scripted: Callable[[str], str]
) -> None:
    command = scripted('print(json.dumps({"outcome": "not-implemented", "detail": "later"}))')
    run = kit("--adapter", command, *TWO)
    assert set(statuses(run, "adapter").values()) == {"not-implemented"}
    assert run.printed.splitlines()[-3].split()[-2:] == ["0", "%"]


# The first scenario, which this leaves alone, is answered: an adapter that never answers is given up.
BREAKS = {
    "record is switched off": (
        "os.kill(os.getpid(), 9)",
        "ended without an outcome (exit code -9)",
    ),
    "record_file_format is mp3": ("print('Traceback')", "printed no JSON"),
    "record_file_format is wav": ("print('[]')", "`outcome` is none of"),
    "callback_method is GET": ('print(\'{"outcome": "fine"}\')', "`outcome` is none of"),
    "ring_timeout alone": ("sys.exit(3)", "ended without an outcome (exit code 3)"),
    "callback_method is POST": ('print(\'{"outcome": "error"}\')', "lacks api_id, message, status"),
}


def test_a_broken_adapter_fails_and_is_started_again(
    kit: Callable[..., Run], scripted: Callable[[str], str]
) -> None:
    """Each scenario gets its verdict from a process that the one before left alive or not."""
    code = "print('a word to stderr', file=sys.stderr, flush=True)\n"
    code += "".join(
        f"if call['name'] == {name!r}:\n    {breaks}\nel" for name, (breaks, _) in BREAKS.items()
    )
    code += "se:\n    print(json.dumps({'outcome': 'not-implemented', 'detail': 'later'}))"
    sound = ["record is switched on", "call_time_limit alone"]
    names = [word for name in (*BREAKS, *sound) for word in ("--name", name)]
    run = kit("--adapter", scripted(code), *names)
    status = statuses(run, "adapter")
    assert {name for name in status if status[name] == "fail"} == set(BREAKS)
    assert {status[name] for name in sound} == {"not-implemented"}
    for name, (_, complaint) in BREAKS.items():
        (found,) = run.cells["adapter"][name]["differences"]
        assert complaint in found["got"]
        assert "a word to stderr" in run.cells["adapter"][name]["stderr"]
    assert run.code == 1


@pytest.mark.parametrize("command", ["python -c 'import no_such_module'", "no-such-program-at-all"])
def test_an_adapter_that_dies_at_its_start_is_reported_once(
    kit: Callable[..., Run], command: str
) -> None:
    run = kit("--adapter", command)
    assert run.code == 1
    assert set(statuses(run, "adapter").values()) == {"fail"}
    assert len(run.cells["adapter"]) > 100
    ending = run.printed[run.printed.index("FAIL ") :]
    assert ending.count(command.split()[-1].strip("'")) == 1
    assert "more scenarios\n     not asked: the adapter failed twice" in ending
    assert len(ending.splitlines()) < 20


def test_an_adapter_that_hangs_fails(
    kit: Callable[..., Run], scripted: Callable[[str], str]
) -> None:
    """The call's own timeout is short here, and so is what the adapter may take beyond it."""
    slow = "a reply slower than the timeout"
    run = kit("--adapter", scripted("time.sleep(60)"), "--patience", "0.2", "--name", slow)
    assert statuses(run, "adapter") == {slow: "fail"}
    assert "printed nothing within" in run.printed


def declaring(folder: Path, **declared: object) -> str:
    """An adapter.yaml for the right adapter with these declarations."""
    client = {"name": "declared", "command": RIGHT.partition("=")[2].split(), **declared}
    path = folder / "adapter.yaml"
    path.write_text(json.dumps({"clients": [client]}))
    return str(path)


def test_a_declared_scenario_that_passes_is_an_error(
    kit: Callable[..., Run], tmp_path: Path
) -> None:
    entry = {"scenarios": ["record is switched on"], "reason": "It can't."}
    run = kit("--adapter", declaring(tmp_path, **{"not-supported": [entry]}), *TWO)
    assert statuses(run, "declared")["record is switched on"] == "fail"
    assert "declaration is stale" in run.printed


def test_a_declared_scenario_that_fails_is_not_supported(
    kit: Callable[..., Run], tmp_path: Path
) -> None:
    entry = {"scenarios": ["record is switched on"], "reason": "It can't."}
    wrong = {"command": ["python", "-m", "tests.support.mutants", "wrong-verb"]}
    run = kit("--adapter", declaring(tmp_path, **wrong, **{"not-supported": [entry]}), *TWO)
    assert statuses(run, "declared") == {
        "record is switched on": "not-supported",
        "record is switched off": "fail",
    }
    assert run.cells["declared"]["record is switched on"]["reason"] == "It can't."


def test_not_applicable_is_not_played_and_does_not_lower_the_rate(
    kit: Callable[..., Run], tmp_path: Path
) -> None:
    entry = {"scenarios": ["record is switched on"], "reason": "It has no such thing."}
    run = kit("--adapter", declaring(tmp_path, **{"not-applicable": [entry]}), *TWO)
    assert statuses(run, "declared")["record is switched on"] == "not-applicable"
    assert run.cells["declared"]["record is switched on"]["requests"] == []
    assert run.printed.splitlines()[-3].split()[-2:] == ["100", "%"]


def test_an_addition_that_is_not_made_is_an_error(kit: Callable[..., Run], tmp_path: Path) -> None:
    always = [{"adds": "trailing slash", "reason": "It is so."}]
    run = kit("--adapter", declaring(tmp_path, always=always), *TWO)
    assert set(statuses(run, "declared").values()) == {"fail"}
    assert "declaration is stale (trailing slash)" in run.printed


def test_an_official_client_that_fails_is_a_result_and_no_failed_run(
    kit: Callable[..., Run], tmp_path: Path
) -> None:
    wrong = {"command": ["python", "-m", "tests.support.mutants", "wrong-verb"]}
    run = kit("--adapter", declaring(tmp_path, official=True, **wrong), *TWO)
    assert set(statuses(run, "declared").values()) == {"fail"}
    assert run.code == 0


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--name", "no such name"), "no scenario's name contains 'no such name'"),
        (("--adapter", ""), "expected a known client's name or a command"),
    ],
)
def test_a_bad_command_line_is_refused(
    kit: Callable[..., Run], arguments: tuple[str, ...], complaint: str
) -> None:
    run = kit(*arguments)
    assert run.code == 2
    assert complaint in run.printed


def test_a_declaration_of_an_unknown_scenario_is_refused(
    kit: Callable[..., Run], tmp_path: Path
) -> None:
    entry = {"scenarios": ["record is toggled"], "reason": "It can't."}
    run = kit("--adapter", declaring(tmp_path, **{"not-supported": [entry]}))
    assert run.code == 2
    assert "no scenario has that name" in run.printed


def test_runs_are_merged(kit: Callable[..., Run], tmp_path: Path) -> None:
    files = []
    for name in ("right", "wrong-verb"):
        command = f"{name}=python -m tests.support.mutants {name}"
        results = kit("--adapter", command, *TWO).folder / "results.json"
        files.append(results.rename(tmp_path / f"{name}.json"))
    both = tmp_path / "both"
    done = subprocess.run(
        [sys.executable, "-m", "scripts.conformance.report", *map(str, files), "--out", str(both)],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    assert list(json.loads((both / "results.json").read_text())["cells"]) == ["right", "wrong-verb"]
    assert "wrong-verb" in done.stdout
    assert "| record is switched on | pass | fail |" in (both / "report.md").read_text()
