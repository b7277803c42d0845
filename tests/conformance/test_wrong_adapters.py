"""Each wrong adapter fails in exactly the scenarios it should, and the right one in none."""

from collections.abc import Callable

from scripts.conformance.scenario import load_scenarios
from tests.conformance.conftest import Run
from tests.support.mutants.mutants import WRONG

SCENARIOS = load_scenarios()


def test_each_adapter_fails_in_exactly_the_scenarios_it_should(kit: Callable[..., Run]) -> None:
    """All in one run, because starting the kit takes as long as grading one of them."""
    names = ["right", *WRONG]
    commands = [f"{name}=python -m tests.support.mutants {name}" for name in names]
    run = kit(*(word for command in commands for word in ("--adapter", command)))
    should = {
        name: {scenario.name for scenario in SCENARIOS if WRONG[name].fails(scenario)}
        for name in WRONG
    }
    failed = {
        name: {scenario for scenario, cell in run.cells[name].items() if cell["status"] == "fail"}
        for name in names
    }
    passed = [cell["status"] == "pass" for cell in run.cells["right"].values()]
    assert failed == {"right": set(), **should}
    assert passed == [True] * len(SCENARIOS)
    assert len(WRONG) == 10
    assert all(should.values())
    assert run.code == 1
