"""Plays every subset of the fields through a client, which must send what is set and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from scripts.conformance.adapter import Adapter, AdapterFault
from scripts.conformance.clients import Client
from scripts.conformance.compare import Difference, shortened
from scripts.conformance.judge import SEVERAL, judge_requests
from scripts.conformance.scenario import Scenario
from scripts.conformance.server import Server, serving

# The scenario whose fields are set or left out.
ALL_FIELDS = "all thirteen fields"
# Updates in one line to the adapter. The journal is emptied between two batches, so that it stays small.
BATCH = 256
EXAMPLES = 3


@dataclass
class Subsets:
    """What came of them. total: how many there are. wrong: how many requests were not as expected.
    examples: the first of those, each with the fields that were set and what differs.
    problem: why it ended early."""

    total: int
    played: int = 0
    wrong: int = 0
    examples: list[tuple[list[str], Sequence[Difference]]] = field(default_factory=list)
    problem: str = ""

    def failed(self) -> bool:
        return bool(self.wrong or self.problem)


def play_subsets(
    client: Client, scenarios: Sequence[Scenario], patience: float, *, isolated: bool
) -> Iterator[Subsets]:
    """Plays them in batches; gives the state after each batch."""
    (scenario,) = (one for one in scenarios if one.name == ALL_FIELDS)
    fields = scenario.call["fields"]
    subsets = list(_subsets(fields))
    found = Subsets(total=len(subsets))
    adapter = Adapter(client.command, client.folder, patience, isolated)
    try:
        with serving(lenient=client.lenient) as server:
            for start in range(0, len(subsets), BATCH):
                updates = subsets[start : start + BATCH]
                call = scenario.call | {"fields": {}, "updates": updates, "at_once": False}
                _play(replace(scenario, call=call), client, adapter, server, found)
                yield found
                if found.problem:
                    return
    finally:
        adapter.close()


def _subsets(fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for chosen in product((False, True), repeat=len(fields)):
        yield {
            name: value
            for (name, value), is_set in zip(fields.items(), chosen, strict=True)
            if is_set
        }


def _play(
    scenario: Scenario, client: Client, adapter: Adapter, server: Server, found: Subsets
) -> None:
    server.prepare([])
    try:
        outcome = adapter.ask({"name": "subsets", "base_url": server.url, **scenario.call})
    except AdapterFault as fault:
        found.problem = str(fault)
        return
    received, updates = server.received(), scenario.updates()
    if outcome["outcome"] != SEVERAL:
        found.problem = f"expected the outcome {SEVERAL!r}, got {outcome['outcome']!r}"
    elif len(received) != len(updates):
        others = [one for one in outcome["outcomes"] if one["outcome"] != "reply"]
        example = f"; an update ended with {shortened(others[0])}" if others else ""
        found.problem = f"expected {len(updates)} requests, got {len(received)}{example}"
    else:
        for update, request in zip(updates, received, strict=True):
            _note(update, judge_requests(update, [request], list(client.always))[0], found)


def _note(update: Scenario, differences: Sequence[Difference], found: Subsets) -> None:
    found.played += 1
    found.wrong += bool(differences)
    if differences and len(found.examples) < EXAMPLES:
        found.examples.append((list(update.call["fields"]), differences))
