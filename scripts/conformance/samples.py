"""The vendor page's eight sample calls: what each sends, whether the stub accepts what the official
client makes of it, and whether the generated Python client makes the call right."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from scripts.conformance.clients import chosen_clients
from scripts.conformance.options import GENERATED_PYTHON
from scripts.conformance.report import heading, row
from scripts.conformance.runner import grade
from scripts.conformance.scenario import HERE, Scenario, load_checked, load_scenarios
from scripts.conformance.server import serving

COLUMNS = (
    "language",
    "the sample sends, once valid",
    "official client sends",
    "stub accepts that",
    "generated client",
)
PATIENCE = 10.0


def accepted(sample: dict[str, Any], scenario: Scenario, *, lenient: bool) -> bool:
    """Whether the stub answers with 200 what the official client sends: its end of the path and its body."""
    call = scenario.call
    known = {"SESSION": call["session_uuid"]}
    body = {key: known.get(str(value), value) for key, value in sample["body"].items()}
    path = f"/Account/{call['auth_id']}/Masking/Session/{call['session_uuid']}{sample['ends']}"
    with serving(lenient=lenient) as server, httpx.Client(trust_env=False) as client:
        credentials = (call["auth_id"], call["auth_token"])
        reply = client.post(server.url + path, json=body, auth=credentials)
    return reply.status_code == 200


def table() -> Iterator[str]:
    """The eight rows, as Markdown."""
    scenarios = {scenario.sample: scenario for scenario in load_scenarios() if scenario.sample}
    passed = _passed(list(scenarios.values()))
    yield from heading(list(COLUMNS))
    for sample in load_checked(HERE / "samples.yaml", "samples.schema.json"):
        scenario = scenarios[sample["language"]]
        sent = f"{_code(sample['body'])} to `…/{{session_uuid}}{sample['ends']}`"
        yield row(
            [
                sample["language"],
                _code(scenario.call["fields"]),
                f"{sent} ({sample['known']})",
                _acceptance(sample, scenario),
                "passes" if passed[scenario.name] else "fails",
            ]
        )


def _passed(scenarios: list[Scenario]) -> dict[str, bool]:
    """By scenario, whether the committed client passes it both ways; it needs no isolation."""
    results = {scenario.name: True for scenario in scenarios}
    for client in chosen_clients(GENERATED_PYTHON, results):
        for scenario, result in grade(client, scenarios, PATIENCE, isolated=False):
            results[scenario.name] &= result.status == "pass"
    return results


def _acceptance(sample: dict[str, Any], scenario: Scenario) -> str:
    if accepted(sample, scenario, lenient=False):
        return "yes"
    return "lenient stub only" if accepted(sample, scenario, lenient=True) else "no"


def _code(body: dict[str, Any]) -> str:
    return f"`{json.dumps(body)}`"
