"""Grades clients, prints the table and writes the reports."""

import argparse
import sys

from scripts.conformance.clients import Client, chosen_clients
from scripts.conformance.errors import KitError
from scripts.conformance.isolation import Isolation
from scripts.conformance.report import write_reports
from scripts.conformance.results import Results, as_data
from scripts.conformance.runner import Result, grade
from scripts.conformance.scenario import Scenario, load_scenarios
from scripts.conformance.subsets import Subsets, play_subsets
from scripts.conformance.terminal import (
    end_progress,
    failures,
    of_subsets,
    show_progress,
    show_subsets,
    table,
)


def main(options: argparse.Namespace, isolation: Isolation) -> int:
    """Runs the kit. Exit code: 1 on any failure of a client that isn't marked official,
    2 when the run itself isn't possible."""
    try:
        scenarios = load_scenarios()
        names = (scenario.name for scenario in scenarios)
        clients = chosen_clients(options.adapter, names, options.view)
        _refuse_hard_coded(clients, isolation)
        chosen = _named(scenarios, options.name)
        graded = {
            client.name: _graded(client, chosen, options.patience, isolation) for client in clients
        }
        subsets = {
            client.name: _subsets(client, scenarios, options.patience, isolation)
            for client in clients
            if options.exhaustive
        }
        results = as_data(clients, chosen, graded, isolation, subsets)
        write_reports(results, options.out)
    except KitError as problem:
        print(f"conformance: {problem}", file=sys.stderr)
        return 2
    print("\n".join([*failures(results), "", table(results), "", *of_subsets(results)]))
    print(f"Reports: {options.out}/report.html, report.md, results.json")
    wrong = any(subsets[c.name].failed() for c in clients if c.name in subsets and not c.official)
    return 1 if wrong or _failed(results) else 0


def _refuse_hard_coded(clients: list[Client], isolation: Isolation) -> None:
    names = [client.name for client in clients if client.hard_coded_host]
    if names and not isolation.isolated:
        raise KitError(
            f"refused without isolation, because its host is hard-coded: {', '.join(names)} "
            f"(isolation: {isolation.told})"
        )


def _named(scenarios: list[Scenario], texts: list[str]) -> list[Scenario]:
    chosen = [s for s in scenarios if not texts or any(text in s.name for text in texts)]
    if not chosen:
        raise KitError(f"no scenario's name contains {' or '.join(map(repr, texts))}")
    return chosen


def _graded(
    client: Client, scenarios: list[Scenario], patience: float, isolation: Isolation
) -> dict[str, Result]:
    cells: dict[str, Result] = {}
    for scenario, result in grade(client, scenarios, patience, isolated=isolation.isolated):
        cells[scenario.name] = result
        position = f"[{len(cells)}/{len(scenarios)}]"
        show_progress(position, client.name, scenario.name, result)
    end_progress()
    return cells


def _subsets(
    client: Client, scenarios: list[Scenario], patience: float, isolation: Isolation
) -> Subsets:
    played = play_subsets(client, scenarios, patience, isolated=isolation.isolated)
    found = Subsets(total=0)
    for found in played:
        show_subsets(client.name, found)
    end_progress()
    return found


def _failed(results: Results) -> bool:
    return any(
        cell["status"] == "fail"
        for client in results["clients"]
        if not client["official"]
        for cell in results["cells"][client["name"]].values()
    )
