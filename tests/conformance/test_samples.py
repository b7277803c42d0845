"""The vendor page's eight sample calls, against the stub and in README's table."""

import subprocess
import sys

import pytest

from tests.conformance.conftest import TOP
from tests.conformance.samples import accepted
from tests.conformance.scenario import HERE, load_checked, load_scenarios

SAMPLES = load_checked(HERE / "samples.yaml", "samples.schema.json")
SCENARIOS = {scenario.sample: scenario for scenario in load_scenarios() if scenario.sample}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["language"])
def test_the_lenient_stub_accepts_what_the_official_client_sends(
    sample: dict[str, object],
) -> None:
    assert accepted(sample, SCENARIOS[str(sample["language"])], lenient=True)


def test_the_stub_does_not_accept_just_anything() -> None:
    sample = {"language": "curl", "ends": "/nonsense", "body": {"record": True}}
    assert not accepted(sample, SCENARIOS["curl"], lenient=True)


def test_readme_holds_the_table() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.conformance.samples"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) == 10
    assert "| passes |" in done.stdout
    assert done.stdout in (TOP / "README.md").read_text(), f"README.md lacks:\n{done.stdout}"
