"""Each wrong adapter fails in exactly the scenarios it should, and the right one in none."""

from collections.abc import Callable

import pytest

from tests.conformance.conftest import Run
from tests.conformance.scenario import load_scenarios
from tests.conformance.wrong.wrong import WRONG

SCENARIOS = load_scenarios()


def test_the_right_adapter_passes_all(kit: Callable[..., Run]) -> None:
    run = kit("--adapter", "right=python -m tests.conformance.wrong right")
    assert run.code == 0, run.printed
    assert {cell["status"] for cell in run.cells["right"].values()} == {"pass"}
    assert run.cells["right"].keys() == {scenario.name for scenario in SCENARIOS}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_adapter_fails_where_it_should(name: str, kit: Callable[..., Run]) -> None:
    should = {scenario.name for scenario in SCENARIOS if WRONG[name].fails(scenario)}
    run = kit("--adapter", f"{name}=python -m tests.conformance.wrong {name}")
    failed = {scenario for scenario, cell in run.cells[name].items() if cell["status"] == "fail"}
    assert failed == should
    assert 0 < len(should) <= len(SCENARIOS)
    assert run.code == 1
