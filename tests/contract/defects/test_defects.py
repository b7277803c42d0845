"""A stub with any one defect must fail the tests that its caller would run against it."""

import base64

import pytest

from scripts.stub import accounts, sessions
from scripts.stub.server import application, serving
from tests.contract.defects.stubs import DEFECTS
from tests.contract.defects.verdict import judge
from tests.contract.hypothesis_settings import DEEP

# Tried always; the others in a deep run, for each takes about a second.
FEW = {
    "false_is_dropped",
    "defaults_are_applied",
    "updates_are_lost",
    "any_token_opens",
    "api_id_is_constant",
    "integers_as_text_are_taken",
}


def test_the_few_are_among_them() -> None:
    assert DEFECTS.keys() >= FEW


@pytest.mark.parametrize("name", [name for name in DEFECTS if DEEP or name in FEW])
def test_a_defect_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    defect, caught_by = DEFECTS[name]
    file, _, test = caught_by.partition("::")
    defect(monkeypatch)
    with serving(application()) as url:
        environment = {
            "URL": url,
            "AUTH_ID": accounts.AUTH_ID,
            "AUTH_TOKEN": accounts.AUTH_TOKEN,
            "SESSION": sessions.TWO_PARTY,
            "SINGLE_PARTY_SESSION": sessions.SINGLE_PARTY,
            "DEEP": "",
        }
        verdict = judge([f"tests/contract/{file}", "-k", test or "test", "-x", "-q"], environment)
    assert verdict.exit_code == 1, f"expected failing tests, got {verdict.printed}"
    assert f"FAILED tests/contract/{file}::{test}" in verdict.printed, verdict.printed
    check_reproducible(verdict.printed)


def check_reproducible(printed: str) -> None:
    """The report says how to see it again, and tells nobody the token."""
    assert "curl -i -X " in printed and "SEED=" in printed, printed
    pair = f"{accounts.AUTH_ID}:{accounts.AUTH_TOKEN}"
    assert pair not in printed and base64.b64encode(pair.encode()).decode() not in printed
