"""Plays scenarios with a client against the stub, and gives each call its status."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from scripts.conformance.adapter import Adapter, AdapterFault, GivenUp
from scripts.conformance.clients import Client
from scripts.conformance.compare import Difference
from scripts.conformance.judge import Received, is_false_refusal, judge
from scripts.conformance.scenario import Scenario
from scripts.conformance.server import Server, serving

GIVEN_UP = (
    "not asked: the adapter failed twice without ever giving an outcome; the first failure says how"
)
STATUSES = ("pass", "fail", "not-implemented", "not-supported", "not-applicable")


@dataclass(frozen=True)
class Result:
    """One cell of the table: the status (one of STATUSES), why, and what came."""

    status: str
    differences: Sequence[Difference] = ()
    set_aside: Sequence[str] = ()
    reason: str = ""
    issue: str | None = None
    requests: Sequence[Received] = ()
    outcome: dict[str, Any] = field(default_factory=dict)
    stderr: str = ""


def grade(
    client: Client, scenarios: Sequence[Scenario], patience: float, *, isolated: bool
) -> Iterator[tuple[Scenario, Result]]:
    """Plays the scenarios in order, each with the stub as new; gives each result when it is there.

    patience: seconds that the adapter may take beyond the timeout of a call. isolated: whether this
    process reaches loopback only.
    """
    adapter = Adapter(client.command, client.folder, patience, isolated)
    try:
        with serving(lenient=client.lenient) as server:
            for scenario in scenarios:
                yield scenario, _declared(client, scenario, adapter, server)
                if client.restart:
                    adapter.close()
    finally:
        adapter.close()


def _declared(client: Client, scenario: Scenario, adapter: Adapter, server: Server) -> Result:
    declaration = client.declared.get(scenario.name)
    if declaration is None:
        return _play(client, scenario, adapter, server)
    if declaration.status == "not-applicable":
        return Result("not-applicable", reason=declaration.reason, issue=declaration.issue)
    result = _play(client, scenario, adapter, server)
    if result.status == "pass":
        stale = Difference("declaration", "", "not-supported", "it passes: declaration is stale")
        return dataclasses.replace(result, status="fail", differences=[stale])
    # No declaration excuses this: a caller who believes it repeats an update that was made.
    if result.outcome and is_false_refusal(result.outcome, result.requests):
        return result
    return dataclasses.replace(
        result, status="not-supported", reason=declaration.reason, issue=declaration.issue
    )


def _play(client: Client, scenario: Scenario, adapter: Adapter, server: Server) -> Result:
    server.prepare(scenario.serve)
    call = {"name": scenario.name, "base_url": server.url, **scenario.call}
    try:
        outcome = adapter.ask(call)
    except AdapterFault as fault:
        found = [Difference("adapter", "", "an outcome", str(fault))]
        return Result("fail", found, requests=server.received(), stderr=adapter.stderr())
    except GivenUp:
        return Result("fail", reason=GIVEN_UP)
    received = server.received()
    if outcome["outcome"] == "not-implemented":
        return Result("not-implemented", reason=outcome["detail"], outcome=outcome)
    found, set_aside = judge(scenario, outcome, received, list(client.always))
    status = "fail" if found else "pass"
    stderr = adapter.stderr() if found else ""
    return Result(status, found, set_aside, "", None, received, outcome, stderr)
