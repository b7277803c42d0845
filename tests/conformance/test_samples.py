"""The vendor page's eight sample calls, against the stub and in the table."""

import pytest

from scripts.conformance import samples
from scripts.conformance.samples import accepted, table
from scripts.conformance.scenario import HERE, load_checked, load_scenarios

SAMPLES = load_checked(HERE / "samples.yaml", "samples.schema.json")
SCENARIOS = {scenario.sample: scenario for scenario in load_scenarios() if scenario.sample}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["language"])
def test_the_lenient_stub_accepts_what_the_official_client_sends(
    sample: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    assert accepted(sample, SCENARIOS[str(sample["language"])], lenient=True)


def test_the_stub_does_not_accept_just_anything() -> None:
    sample = {"language": "curl", "ends": "/nonsense", "body": {"record": True}}
    assert not accepted(sample, SCENARIOS["curl"], lenient=True)


def test_what_is_said_to_be_run_here_stands_in_the_official_table() -> None:
    """A pass there means: this request, but for what the client adds to every one."""
    clients = {"Python": "plivo-python", "Node": "plivo-node", "Go": "plivo-go", "curl": "curl"}
    found = (HERE / "results" / "vendor_sdks.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in found.splitlines() if line.startswith("| ")]
    columns = next(row for row in rows if row[0] == "scenario")
    run_here = [sample["language"] for sample in SAMPLES if sample["known"] == "run here"]
    assert "Python" in run_here
    for language in run_here:
        row = next(row for row in rows if row[0] == f"the {language} sample")
        assert row[columns.index(clients[language])] == "pass", language


def test_the_table_of_samples_is_what_the_stub_and_the_client_do() -> None:
    lines = list(table())
    assert len(lines) == 2 + 8
    assert all("| passes |" in line for line in lines[2:])
    found = (HERE / "results" / "vendor_sdks.md").read_text(encoding="utf-8")
    assert "\n".join(["", *lines, ""]) in found


def test_a_sample_that_a_client_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = "wrong=python -m tests.support.mutants wrong-verb"
    monkeypatch.setattr(samples, "GENERATED_PYTHON", (wrong, "python-sync"))
    assert all("| fails |" in line for line in list(table())[2:])
