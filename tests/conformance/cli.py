"""The command line: grades clients, prints the table and writes the reports."""

import argparse
import sys
from pathlib import Path

from tests.conformance.clients import GENERATED_PYTHON, Client, chosen_clients
from tests.conformance.errors import KitError
from tests.conformance.report import write_reports
from tests.conformance.results import Results, as_data
from tests.conformance.runner import Result, grade
from tests.conformance.scenario import Scenario, load_scenarios
from tests.conformance.terminal import end_progress, failures, show_progress, table


def main(arguments: list[str]) -> int:
    """Runs the kit in a process that reaches loopback only. Exit code: 1 on any failure of
    a client that isn't marked official, 2 when the run itself isn't possible."""
    options = _options(arguments)
    try:
        scenarios = load_scenarios()
        clients = chosen_clients(options.adapter, (scenario.name for scenario in scenarios))
        chosen = _named(scenarios, options.name)
        graded = {client.name: _graded(client, chosen, options.patience) for client in clients}
        results = as_data(clients, chosen, graded)
        write_reports(results, options.out)
    except KitError as problem:
        print(f"conformance: {problem}", file=sys.stderr)
        return 2
    print("\n".join([*failures(results), "", table(results), ""]))
    print(f"Reports: {options.out}/report.html, report.md, results.json")
    return 1 if _failed(results) else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.conformance",
        description="Grades clients against the contract. tests/conformance/README.md says more.",
    )
    parser.add_argument(
        "--adapter",
        action="append",
        metavar="CLIENT",
        help="a known client's name, an adapter.yaml, name=command, or a command; repeatable "
        f"(default: {' and '.join(GENERATED_PYTHON)})",
    )
    parser.add_argument(
        "--name",
        action="append",
        metavar="TEXT",
        default=[],
        help="only scenarios with this text in their name; repeatable",
    )
    parser.add_argument(
        "--patience",
        type=float,
        metavar="SECONDS",
        default=10.0,
        help="what an adapter may take beyond a call's timeout (default: 10; thrice at its start)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        default=Path("build/conformance"),
        help="where the reports go (default: build/conformance)",
    )
    options = parser.parse_args(arguments)
    options.adapter = options.adapter or list(GENERATED_PYTHON)
    return options


def _named(scenarios: list[Scenario], texts: list[str]) -> list[Scenario]:
    chosen = [s for s in scenarios if not texts or any(text in s.name for text in texts)]
    if not chosen:
        raise KitError(f"no scenario's name contains {' or '.join(map(repr, texts))}")
    return chosen


def _graded(client: Client, scenarios: list[Scenario], patience: float) -> dict[str, Result]:
    cells: dict[str, Result] = {}
    for scenario, result in grade(client, scenarios, patience):
        cells[scenario.name] = result
        position = f"[{len(cells)}/{len(scenarios)}]"
        show_progress(position, client.name, scenario.name, result)
    end_progress()
    return cells


def _failed(results: Results) -> bool:
    return any(
        cell["status"] == "fail"
        for client in results["clients"]
        if not client["official"]
        for cell in results["cells"][client["name"]].values()
    )
