"""A stub with any one defect fails the test that is there for it, with the message of its judge."""

import base64

import pytest

from scripts.stub import accounts, sessions
from scripts.stub.server import application, serving
from tests.contract.defects.stubs import DEFECTS
from tests.contract.defects.verdict import FEW_EXAMPLES, judge


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    defect = DEFECTS[name]
    file, _, test = defect.test.partition("::")
    defect.apply(monkeypatch)
    with serving(application()) as url:
        environment = {
            "URL": url,
            "AUTH_ID": accounts.AUTH_ID,
            "AUTH_TOKEN": accounts.AUTH_TOKEN,
            "SESSION": sessions.TWO_PARTY,
            "SINGLE_PARTY_SESSION": sessions.SINGLE_PARTY,
            "DEEP": "",
        }
        few = [] if file == "test_sequences.py" else FEW_EXAMPLES
        verdict = judge([f"tests/contract/{file}", "-k", test, "-x", "-q", *few], environment)
    assert verdict.exit_code == 1, f"expected failing tests, got {verdict.printed}"
    assert f"tests/contract/{defect.test}" in verdict.printed, verdict.printed
    assert defect.says in verdict.printed, verdict.printed
    check_reproducible(verdict.printed)


def check_reproducible(printed: str) -> None:
    """The report says how to see it again, and does not show the token."""
    assert "curl -" in printed and "SEED=" in printed, printed
    pair = f"{accounts.AUTH_ID}:{accounts.AUTH_TOKEN}"
    assert pair not in printed and base64.b64encode(pair.encode()).decode() not in printed
