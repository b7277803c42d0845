"""The runner: statuses, exit codes, adapters that break the protocol, and the merge of runs."""

import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.conformance import adapter, report
from scripts.conformance.adapter import Adapter, AdapterFault
from scripts.conformance.cli import main
from scripts.conformance.clients import chosen_clients
from scripts.conformance.isolation import Isolation
from scripts.conformance.options import parsed
from scripts.conformance.runner import Result, grade
from scripts.conformance.scenario import load_scenarios
from scripts.conformance.server import serving
from tests.conformance.conftest import TOP, Run, run_kit, script_of

RIGHT = "right=python -m tests.support.mutants right"
ON, OFF = "record is switched on", "record is switched off"
TWO = ("--name", "record is switched")
# More than a pipe holds.
LARGE = {"timeout_seconds": 0.1, "updates": ["x" * 300_000]}
TRANSPORT = "print(json.dumps({'outcome': 'transport', 'detail': os.getpid()}))"


def mutant(name: str) -> list[str]:
    return ["python", "-m", "tests.support.mutants", name]


def declaring(folder: Path, *clients: dict[str, Any]) -> str:
    """An adapter.yaml for clients with these declarations, the right adapter unless one says else."""
    path = folder / "adapter.yaml"
    path.write_text(json.dumps({"clients": [{"command": mutant("right"), **c} for c in clients]}))
    return str(path)


def declared(reason: str, *scenarios: str) -> list[dict[str, Any]]:
    return [{"scenarios": list(scenarios), "reason": reason}]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of two scenarios with a client for each fact."""
    folder = tmp_path_factory.mktemp("run")
    code = 'print(json.dumps({"outcome": "not-implemented", "detail": "later"}))'
    counting = "n = globals().get('n', 0) + 1\n" + code.replace('"later"', "str(n)")
    clients = declaring(
        folder,
        {"name": "verb", "command": mutant("wrong-verb")},
        {"name": "forgetful", "command": mutant("loses-reply-key")},
        {"name": "later", "command": shlex.split(script_of(folder, code))},
        {"name": "stale", "not-supported": declared("It can't.", ON)},
        {
            "name": "unable",
            "command": mutant("wrong-verb"),
            "not-supported": declared("It can't.", ON),
        },
        {"name": "lenient", "stub": "lenient"},
        {"name": "without", "not-applicable": declared("It has no such thing.", ON)},
        {"name": "slash", "always": [{"adds": "trailing slash", "reason": "It is so."}]},
        {"name": "counting", "command": shlex.split(script_of(folder, counting))},
        {
            "name": "restarted",
            "command": shlex.split(script_of(folder, counting)),
            "restart": "scenario",
        },
    )
    return run_kit(folder / "out", "--adapter", RIGHT, "--adapter", clients, *TWO)


def statuses(run: Run, client: str) -> list[str]:
    assert list(run.cells[client]) == [ON, OFF]
    return [cell["status"] for cell in run.cells[client].values()]


def row(run: Run, client: str) -> list[str]:
    """The client's row of the table that ends the output."""
    (words,) = [line.split() for line in run.printed.splitlines() if line.split()[:1] == [client]]
    return words[1:]


def test_a_right_client_passes(run: Run) -> None:
    assert statuses(run, "right") == ["pass", "pass"]
    assert f"[2/2] right: {OFF}: pass" in run.printed
    assert row(run, "right") == ["2", "0", "0", "0", "0", "100", "%"]


def test_only_a_client_that_asks_for_it_gets_the_lenient_stub(run: Run) -> None:
    clients = json.loads((run.folder / "results.json").read_text())["clients"]
    assert [client["name"] for client in clients if client["lenient"]] == ["lenient"]


def test_a_failing_client_fails_the_run(run: Run) -> None:
    assert statuses(run, "verb") == ["fail", "fail"]
    assert 'method: expected "POST", got "PUT"' in run.printed
    assert run.code == 1


def test_a_client_that_sends_right_and_reads_wrong_fails(run: Run) -> None:
    assert statuses(run, "forgetful") == ["fail", "fail"]
    assert "reply session.expiry_time: expected " in run.printed


def test_not_implemented_is_no_pass(run: Run) -> None:
    assert statuses(run, "later") == ["not-implemented", "not-implemented"]
    assert row(run, "later")[-2:] == ["0", "%"]


def test_a_declared_scenario_that_passes_is_an_error(run: Run) -> None:
    assert statuses(run, "stale") == ["fail", "pass"]
    assert "it passes: declaration is stale" in run.printed


def test_a_declared_scenario_that_fails_is_not_supported(run: Run) -> None:
    assert statuses(run, "unable") == ["not-supported", "fail"]
    assert run.cells["unable"][ON]["reason"] == "It can't."


def test_not_applicable_is_not_played_and_does_not_lower_the_rate(run: Run) -> None:
    assert statuses(run, "without") == ["not-applicable", "pass"]
    assert run.cells["without"][ON]["requests"] == []
    assert row(run, "without")[-2:] == ["100", "%"]


def test_an_addition_that_is_not_made_is_an_error(run: Run) -> None:
    assert statuses(run, "slash") == ["fail", "fail"]
    assert "declaration is stale (trailing slash)" in run.printed


def test_an_adapter_is_started_anew_for_each_scenario_only_if_it_asks_for_that(run: Run) -> None:
    calls = {name: [c["reason"] for c in run.cells[name].values()] for name in run.cells}
    assert (calls["counting"], calls["restarted"]) == (["1", "2"], ["1", "1"])


def test_the_three_reports_are_written(run: Run) -> None:
    names = sorted(path.name for path in run.folder.iterdir())
    assert names == ["report.html", "report.md", "results.json"]
    assert f"| {ON} | pass | fail |" in (run.folder / "report.md").read_text()
    assert ON in (run.folder / "report.html").read_text()


def test_runs_are_merged_and_a_failing_official_client_fails_no_run(
    run: Run, kit: Callable[..., Run], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    official = {"name": "vendor", "command": mutant("wrong-verb"), "official": True}
    other = kit("--adapter", declaring(tmp_path, official), *TWO)
    assert (other.code, statuses(other, "vendor")) == (0, ["fail", "fail"])
    files = [str(one.folder / "results.json") for one in (run, other)]
    assert report.main([*files, "--out", str(tmp_path / "both")]) == 0
    merged = json.loads((tmp_path / "both" / "results.json").read_text())["cells"]
    assert list(merged) == [*run.cells, "vendor"]
    assert "vendor" in capsys.readouterr().out


def graded(command: str, names: list[str]) -> dict[str, Result]:
    """The results of an adapter in these scenarios, without a run of the kit."""
    (client,) = chosen_clients([command], [])
    chosen = [scenario for scenario in load_scenarios() if scenario.name in names]
    return {s.name: result for s, result in grade(client, chosen, 10.0, isolated=False)}


# The first scenario, which these leave alone, is answered: an adapter that never answers is given up.
BREAKS = {
    OFF: ("os.kill(os.getpid(), 9)", "ended without an outcome (exit code -9)"),
    "record_file_format is mp3": ("print('Traceback')", "printed no JSON"),
    "record_file_format is wav": ("print('[]')", "`outcome` is none of"),
    "callback_method is GET": ('print(\'{"outcome": ["fine"]}\')', "`outcome` is none of"),
    "ring_timeout alone": ("sys.exit(3)", "ended without an outcome (exit code 3)"),
    "callback_method is POST": ('print(\'{"outcome": "error"}\')', "lacks api_id, message, status"),
    "two updates over one client": (
        'print(\'{"outcome": "several", "outcomes": [1]}\')',
        "expected `outcomes` to have 2, got 1",
    ),
    "a kept connection that the server has closed": (
        'print(\'{"outcome": "several", "outcomes": [1, 2, 3]}\')',
        "expected `outcomes` to have 2, got 3",
    ),
    "a kept connection that the server drops at the second update": (
        'print(\'{"outcome": "several", "outcomes": {}}\')',
        "expected `outcomes` to have 2, got no list",
    ),
    "eight updates at once over one client": (
        'print(json.dumps({"outcome": "several", "outcomes": [{"outcome": "several"}] * 8}))',
        "`outcome` is none of reply",
    ),
    "an empty session id": (TRANSPORT, "transport"),
}


def test_a_broken_adapter_fails_and_is_started_again(scripted: Callable[[str], str]) -> None:
    """Each scenario is graded whether or not the one before left the process alive."""
    said = "a word to stderr".ljust(4000, ".")
    code = f"print({said!r}, end='', file=sys.stderr, flush=True)\n"
    code += "".join(
        f"if call['name'] == {name!r}:\n    {breaks}\nel" for name, (breaks, _) in BREAKS.items()
    )
    code += "se:\n    print(json.dumps({'outcome': 'not-implemented', 'detail': 'later'}))"
    sound = [ON, "call_time_limit alone"]
    results = graded(scripted(code), [*BREAKS, *sound])
    assert {name for name in results if results[name].status == "fail"} == set(BREAKS)
    assert {results[name].status for name in sound} == {"not-implemented"}
    for name, (_, complaint) in BREAKS.items():
        (found,) = results[name].differences
        assert complaint in found.got
        assert results[name].stderr == said


def test_a_repeated_request_gets_the_same_reply_and_all_are_told() -> None:
    with serving(lenient=False) as server, httpx.Client(trust_env=False) as client:
        for _ in range(2):
            server.prepare([{"status": 503, "text": "busy"}])
            replies = [client.post(f"{server.url}/here?n={n}").status_code for n in range(4)]
            assert replies == [503, 503, 503, 404]
            client.get(f"{server.other.url}/there")
            here = [(f"/v1/here?n={n}", False) for n in range(4)]
            received = [(one.path, one.elsewhere) for one in server.received()]
            assert received == [*here, ("/v1/there", True)]


def test_an_adapter_that_hangs_fails(scripted: Callable[[str], str]) -> None:
    """The first answer of a process may take three times as long, for its start."""
    hangs = scripted(f"if call['hangs']: time.sleep(60)\n{TRANSPORT}")
    running = Adapter(hangs.split(), TOP, 10.0, isolated=False)
    running.ask({"timeout_seconds": 5, "hangs": False})
    running.patience = 0.2
    for seconds in ("0.3", "0.7"):
        with pytest.raises(AdapterFault, match=f"^the adapter printed nothing within {seconds} s$"):
            running.ask({"timeout_seconds": 0.1, "hangs": True})


@pytest.mark.parametrize(
    ("code", "patience", "complaint"),
    [
        ("sleep 60", 0.1, "printed nothing within 0.4 s"),
        ("exit 3", 10.0, "ended before it read the call (exit code 3)"),
    ],
)
def test_a_call_that_no_pipe_holds_may_stay_unread(
    code: str, patience: float, complaint: str
) -> None:
    with pytest.raises(AdapterFault, match=f"^the adapter {re.escape(complaint)}$"):
        Adapter(["sh", "-c", code], TOP, patience, isolated=False).ask(LARGE)


def test_an_adapter_that_does_not_end_is_ended(
    scripted: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "GRACE", 0.1)
    stays = f"{TRANSPORT}\nsys.stdout.flush()\ntime.sleep(60)"
    running = Adapter(scripted(stays).split(), TOP, 10.0, isolated=False)
    pid = int(running.ask({"timeout_seconds": 5})["detail"])
    running.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    # It closed its output and lives on, so there is no exit code to tell.
    closes = scripted("os.close(1)\ntime.sleep(60)")
    with pytest.raises(AdapterFault, match=r"^the adapter ended without an outcome$"):
        Adapter(closes.split(), TOP, 10.0, isolated=False).ask({"timeout_seconds": 5})
    # It answers, but never reads the rest of the call.
    answers = ["python", "-c", "import time; print('{}', flush=True); time.sleep(60)"]
    with pytest.raises(AdapterFault, match=r"^the adapter printed an outcome before it read "):
        Adapter(answers, TOP, 10.0, isolated=False).ask(LARGE)


def test_no_declaration_excuses_a_refusal_after_sending(tmp_path: Path) -> None:
    name = "400 record is invalid"
    lying = {"name": "lying", "command": mutant("refuses-after-sending")}
    path = declaring(tmp_path, lying | {"not-supported": declared("It can't.", name)})
    (client,) = chosen_clients([path], [name])
    (scenario,) = [scenario for scenario in load_scenarios() if scenario.name == name]
    ((_, result),) = grade(client, [scenario], 10.0, isolated=False)
    assert result.status == "fail"


def test_an_adapter_that_dies_at_its_start_is_reported_once(kit: Callable[..., Run]) -> None:
    commands = {"dies": "python -c 'import no_such_module'", "missing": "no-such-program-at-all"}
    complaints = {"dies": "ModuleNotFoundError", "missing": "no-such-program-at-all"}
    adapters = [w for name in commands for w in ("--adapter", f"{name}={commands[name]}")]
    run = kit(*adapters, "--name", "text with")
    assert run.code == 1
    for name in commands:
        assert {cell["status"] for cell in run.cells[name].values()} == {"fail"}
        ending = run.printed[run.printed.index(f"FAIL {name}") :].partition("\nclient ")[0]
        ending = ending if name == "missing" else ending.partition("FAIL missing")[0]
        assert ending.count(complaints[name]) == 1
        assert f"FAIL {name}: {len(run.cells[name]) - 1} more scenarios" in ending
        assert "not asked: the adapter failed twice" in ending


def test_help_names_the_clients_graded_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert f"(default: {' and '.join(parsed([]).adapter)})" in words


def test_a_command_may_have_a_name() -> None:
    for word, name, command in (
        ("true", "adapter", ["true"]),
        ("env A=b true", "adapter", ["env", "A=b", "true"]),
        ("my-1.0=env A=b true", "my-1.0", ["env", "A=b", "true"]),
    ):
        (client,) = chosen_clients([word], [])
        assert (client.name, client.command) == (name, command)


def test_a_bad_command_line_is_refused(
    tmp_path: Path, subtests: pytest.Subtests, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = {"name": "a", "not-supported": declared("It can't.", "record is toggled")}
    vendors, doubles = tmp_path / "vendors", tmp_path / "doubles"
    vendors.mkdir()
    doubles.mkdir()
    once = declared("It can't.", ON)
    twice = declaring(doubles, {"name": "a", "not-supported": once, "not-applicable": once})
    hard_coded = declaring(vendors, {"name": "vendors", "hard-coded-host": True})
    lines = {
        ("--name", "no such name"): "no scenario's name contains 'no such name'",
        ("--adapter", "no/adapter.yaml"): "no/adapter.yaml: no such file",
        ("--adapter", ""): "expected a known client's name or a command",
        ("--adapter", declaring(tmp_path, unknown)): "no scenario has that name",
        ("--adapter", twice): f"a declares {ON!r} twice",
        ("--adapter", hard_coded): "its host is hard-coded: vendors (isolation: none",
    }
    for words, complaint in lines.items():
        with subtests.test(words=words):
            options = parsed([*words, "--out", str(tmp_path / "out")])
            assert main(options, Isolation(False, "none: off")) == 2
            assert complaint in capsys.readouterr().err
            assert not (tmp_path / "out").exists()
