"""The vendor page's eight sample calls: what each sends, whether the stub accepts what the official
client makes of it, and whether the generated Python client makes the call right.

`python -m scripts.conformance.samples` prints the table that README.md holds.
"""

import json
import sys
from typing import Any

from scripts.conformance.clients import chosen_clients
from scripts.conformance.errors import KitError
from scripts.conformance.isolation import enter
from scripts.conformance.options import GENERATED_PYTHON
from scripts.conformance.report import heading, row
from scripts.conformance.runner import grade
from scripts.conformance.scenario import HERE, Scenario, load_checked, load_scenarios
from scripts.conformance.server import serving
from tests.support.mutants.right import Right

COLUMNS = (
    "Language",
    "The sample sends, once valid",
    "Official client sends",
    "Stub accepts that",
    "Generated client",
)


class AsSent(Right):
    """Sends what an official client sends: its end of the path and its body."""

    def __init__(self, sample: dict[str, Any]) -> None:
        self.sample = sample

    def path(self, call: dict[str, Any]) -> str:
        return super().path(call) + str(self.sample["ends"])

    def body(self, call: dict[str, Any]) -> dict[str, Any]:
        known = {"SESSION": call["session_uuid"]}
        return {key: known.get(str(value), value) for key, value in self.sample["body"].items()}


def accepted(sample: dict[str, Any], scenario: Scenario, *, lenient: bool) -> bool:
    """Whether the stub answers the official client's request with 200."""
    with serving(lenient=lenient) as server:
        call = {"base_url": server.url, **scenario.call}
        return bool(AsSent(sample).outcome(call)["outcome"] == "reply")


def table(*, isolated: bool) -> str:
    """The eight rows, as Markdown. isolated: whether this process reaches loopback only."""
    scenarios = {scenario.sample: scenario for scenario in load_scenarios() if scenario.sample}
    passed = _passed(list(scenarios.values()), isolated=isolated)
    lines = heading(list(COLUMNS))
    for sample in load_checked(HERE / "samples.yaml", "samples.schema.json"):
        scenario = scenarios[sample["language"]]
        sent = f"{_code(sample['body'])} to `…/{{session_uuid}}{sample['ends']}`"
        cells = [
            sample["language"],
            _code(scenario.call["fields"]),
            f"{sent} ({sample['known']})",
            _acceptance(sample, scenario),
            "passes" if passed[scenario.name] else "fails",
        ]
        lines.append(row(cells))
    return "\n".join(lines)


def _passed(scenarios: list[Scenario], *, isolated: bool) -> dict[str, bool]:
    results = {scenario.name: True for scenario in scenarios}
    for client in chosen_clients(GENERATED_PYTHON, results):
        for scenario, result in grade(client, scenarios, patience=10.0, isolated=isolated):
            results[scenario.name] &= result.status == "pass"
    return results


def _acceptance(sample: dict[str, Any], scenario: Scenario) -> str:
    if accepted(sample, scenario, lenient=False):
        return "yes"
    return "lenient stub only" if accepted(sample, scenario, lenient=True) else "no"


def _code(body: dict[str, Any]) -> str:
    return f"`{json.dumps(body)}`"


def main() -> int:
    """Prints the table; gives the exit code."""
    try:
        isolation = enter(["-m", "scripts.conformance.samples"], "auto")
        print(table(isolated=isolation.isolated))
    except KitError as problem:
        print(f"samples: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
