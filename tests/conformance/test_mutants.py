"""The judge passes the right adapter in every scenario, and catches each mutant."""

from collections.abc import Iterator

import pytest

from scripts.conformance.judge import judge
from scripts.conformance.scenario import Scenario, load_scenarios
from scripts.conformance.server import Server, serving
from tests.support.mutants.mutants import MUTANTS
from tests.support.mutants.right import Right

SCENARIOS = load_scenarios()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(lenient=False) as running:
        yield running


def complaints(adapter: Right, scenario: Scenario, server: Server) -> list[str]:
    """What the judge finds in one call."""
    server.prepare(scenario.serve)
    outcome = adapter.outcome({"base_url": server.url, **scenario.call})
    received = server.received()
    found, _ = judge(scenario, outcome, received)
    return [f"{one.part} {one.where}: {one.expected!r}, {one.got!r}" for one in found]


def test_the_right_adapter_passes(server: Server, subtests: pytest.Subtests) -> None:
    """It encodes path and credentials by itself, so this also checks the requests expected."""
    for scenario in SCENARIOS:
        with subtests.test(scenario=scenario.name):
            assert complaints(Right(), scenario, server) == []


def one_of_each_topic(scenarios: list[Scenario]) -> list[Scenario]:
    # The first: those that wait for slow replies come last.
    return list({scenario.topic: scenario for scenario in reversed(scenarios)}.values())[::-1]


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_fails_where_it_should_and_nowhere_else(name: str, server: Server) -> None:
    """In one scenario of each topic, because the calls of a topic are judged alike."""
    mutant = MUTANTS[name]
    failing = one_of_each_topic([one for one in SCENARIOS if mutant.fails(one)])
    passing = one_of_each_topic([one for one in SCENARIOS if not mutant.fails(one)])
    caught = [one.name for one in failing + passing if complaints(mutant(), one, server)]
    assert failing
    assert caught == [one.name for one in failing]


@pytest.mark.parametrize(
    "name", ["follows-anywhere", "follows-with-get", "repeats-dropped", "mixes-up-replies"]
)
def test_what_http_permits_is_judged_scenario_by_scenario(name: str, server: Server) -> None:
    """Because these are not judged alike."""
    mutant = MUTANTS[name]
    chosen = [one for one in SCENARIOS if one.topic == "HTTP"]
    caught = [one.name for one in chosen if complaints(mutant(), one, server)]
    assert caught == [one.name for one in chosen if mutant.fails(one)]
