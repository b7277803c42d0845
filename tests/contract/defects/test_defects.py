"""A stub with any one defect fails the test that is there for it, with the message of its judge."""

import base64
from pathlib import Path

import pytest
from hypothesis import Phase

from scripts.stub import accounts, sessions
from scripts.stub.harness import running_stub
from scripts.stub.server import application, serving
from tests.contract import hypothesis_settings, test_schemathesis
from tests.contract.defects.direct import rows, run
from tests.contract.defects.stubs import DEFECTS
from tests.contract.defects.verdict import judge
from tests.contract.target import target_at


@pytest.mark.parametrize("name", rows(DEFECTS))
def test_a_defect_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    defect = DEFECTS[name]
    defect.apply(monkeypatch)
    # A few tries find it, and it need not be made small.
    monkeypatch.setattr(hypothesis_settings, "PHASES", [Phase.generate])
    monkeypatch.setattr(hypothesis_settings, "examples", lambda ordinary: min(ordinary, 8))
    monkeypatch.setattr(test_schemathesis, "examples", lambda ordinary: 1)
    with running_stub() as stub, pytest.raises(AssertionError) as found:
        target = target_at(stub.url, stub=stub)
        run(defect.judge, target, end=defect.end, folder=tmp_path, **defect.given)
    assert defect.says in str(found.value)


def test_a_failure_can_be_repeated_and_shows_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with the rule, its row, what was expected and what came; then curl, then the seed."""
    DEFECTS["any_token_opens"].apply(monkeypatch)
    with serving(application()) as url:
        environment = {
            "URL": url,
            "AUTH_ID": accounts.AUTH_ID,
            "AUTH_TOKEN": accounts.AUTH_TOKEN,
            "SESSION": sessions.TWO_PARTY,
        }
        verdict = judge(
            ["tests/contract/test_auth.py", "-k", "wrong_token and plain", "-q"], environment
        )
    assert verdict.exit_code == 1, verdict.printed
    (line,) = {line for line in verdict.printed.splitlines() if line.startswith("E   ")}
    assert "is refused [S-status-401]: expected 401, got 200" in line
    _, _, reproduced = verdict.printed.partition("Reproduce ---")
    curl, seed = reproduced.splitlines()[1:3]
    assert curl.startswith("curl -i -X POST") and "authorization: Basic ***" in curl
    assert seed.startswith("make contract SEED=")
    pair = f"{accounts.AUTH_ID}:{accounts.AUTH_TOKEN}"
    assert pair not in verdict.printed
    assert base64.b64encode(pair.encode()).decode() not in verdict.printed
