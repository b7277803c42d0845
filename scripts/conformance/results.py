"""The results of runs as JSON: written, read, and merged over several runs."""

import dataclasses
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from scripts.conformance.clients import Client
from scripts.conformance.compare import ABSENT, Difference
from scripts.conformance.errors import KitError
from scripts.conformance.isolation import Isolation
from scripts.conformance.runner import STATUSES, Result
from scripts.conformance.scenario import Scenario
from scripts.conformance.subsets import Subsets
from scripts.stub.pii import masked

Results = dict[str, Any]


def as_data(
    clients: Sequence[Client],
    scenarios: Sequence[Scenario],
    graded: dict[str, dict[str, Result]],
    isolation: Isolation,
    subsets: dict[str, Subsets],
) -> Results:
    """The results of one run, as JSON data: clients and scenarios in order, cells by both names.

    From here on all is written or printed, so the parties' numbers and PINs are masked.
    """
    data = {
        "clients": [
            {
                "name": client.name,
                "official": client.official,
                "lenient": client.lenient,
                "always": client.always,
                "isolation": isolation.told,
                "subsets": _of_subsets(subsets.get(client.name)),
            }
            for client in clients
        ],
        "scenarios": [dataclasses.asdict(scenario) for scenario in scenarios],
        "cells": {
            name: {scenario: _cell(result) for scenario, result in cells.items()}
            for name, cells in graded.items()
        },
    }
    return dict(masked(json.loads(json.dumps(data))))


def _cell(result: Result) -> dict[str, Any]:
    return dataclasses.asdict(result) | {"differences": list(map(_masked, result.differences))}


def _of_subsets(found: Subsets | None) -> dict[str, Any] | None:
    if found is None:
        return None
    examples = [
        {"set": fields, "differences": list(map(_masked, differences))}
        for fields, differences in found.examples
    ]
    return dataclasses.asdict(found) | {"examples": examples}


def subsets_told(client: dict[str, Any]) -> str:
    """The verdict on the subsets that a client of the results was asked to send."""
    found = client["subsets"]
    if found["problem"]:
        return f"{found['played']} of {found['total']} subsets; then: {found['problem']}"
    if found["wrong"]:
        return f"{found['wrong']} of {found['played']} subsets other than as set"
    return f"each of {found['played']} subsets as set"


def _masked(difference: Difference) -> dict[str, Any]:
    """A difference has its key in a text, apart from its two values."""
    key = difference.where.rpartition(".")[2]
    data = dataclasses.asdict(difference)
    values = {side: data[side] for side in ("expected", "got") if data[side] != ABSENT}
    return data | {side: masked({key: value})[key] for side, value in values.items()}


def read(path: Path) -> Results:
    """The results in a file; raises KitError when it holds something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KitError(f"{path}: expected the results of a run as JSON: {error}") from None
    if not isinstance(data, dict) or data.keys() != {"clients", "scenarios", "cells"}:
        raise KitError(f"{path}: expected the keys clients, scenarios and cells")
    return data


def merged(runs: Iterable[Results]) -> Results:
    """All runs side by side; of a client graded twice the later run counts."""
    clients: dict[str, Any] = {}
    scenarios: dict[str, Any] = {}
    cells: dict[str, Any] = {}
    for run in runs:
        clients |= {client["name"]: client for client in run["clients"]}
        cells |= run["cells"]
        for scenario in run["scenarios"]:
            if scenarios.setdefault(scenario["name"], scenario) != scenario:
                raise KitError(f"the runs were made with two versions of {scenario['name']!r}")
    return {
        "clients": list(clients.values()),
        "scenarios": list(scenarios.values()),
        "cells": cells,
    }


def counts(results: Results, client: str) -> dict[str, int]:
    """How many scenarios of a client have each status."""
    statuses = [cell["status"] for cell in results["cells"][client].values()]
    return {status: statuses.count(status) for status in STATUSES}


def pass_rate(count: dict[str, int]) -> str:
    """Passed scenarios as a percentage of the applicable ones, rounded down to a tenth."""
    applicable = sum(count.values()) - count["not-applicable"]
    if not applicable:
        return "n/a"
    return f"{count['pass'] * 1000 // applicable / 10:g} %"
