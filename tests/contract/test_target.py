"""Naming a server that can't be tried ends the run at once, with what was expected."""

import pytest

from scripts.stub import accounts
from scripts.stub.api import Api
from scripts.stub.clock import Clock
from scripts.stub.journal import Journal
from scripts.stub.server import application, serving
from scripts.stub.sessions import TWO_PARTY, Sessions
from tests.contract.defects.verdict import FEW_EXAMPLES, judge
from tests.contract.variables import BadTarget, check_environment

WHOLE = {
    "URL": "http://127.0.0.1:1/v1",
    "AUTH_ID": "MAXXXXXXXXXXXXXXXXXX",
    "AUTH_TOKEN": "a-secret",
    "SESSION": "s",
    "SINGLE_PARTY_SESSION": "",
    "SEED": "",
    "ALLOW_HOST": "",
    "BUDGET": "",
    "OTHER_SESSION": "",
    "AUTH_ID2": "",
    "AUTH_TOKEN2": "",
    "SESSION2": "",
}
STAGING = "https://staging.example.com/v1"
ONE_TEST = ["tests/contract/test_update.py", "-k", "test_an_expiry_survives_the_next_update", "-q"]


REFUSED = [
    ({"AUTH_TOKEN": "", "SESSION": ""}, "got none of: AUTH_TOKEN, SESSION"),
    ({"AUTH_ID": ""}, "got none of: AUTH_ID$"),
    ({"URL": ""}, "expected URL="),
    ({"URL": "https://127.0.0.1/v1"}, "expected http://127.0.0.1:PORT/v1"),
    ({"URL": "https://api.plivo.com/v1"}, "got 'api.plivo.com'"),
    (
        {"URL": STAGING, "ALLOW_HOST": "example.com"},
        "expected the host of ALLOW_HOST, 'example.com'",
    ),
    ({"URL": STAGING, "ALLOW_HOST": "staging.example.com."}, "expected the host of ALLOW_HOST"),
    ({"URL": "http://127.0.0.1:1/v1", "ALLOW_HOST": "staging.example.com"}, "got '127.0.0.1'"),
    (
        {"URL": STAGING.replace("https", "http"), "ALLOW_HOST": "staging.example.com"},
        "expected https://staging.example.com, got http",
    ),
    ({"URL": "", "ALLOW_HOST": "staging.example.com"}, "expected URL="),
    ({"BUDGET": "many"}, "BUDGET: expected digits"),
    ({"AUTH_ID2": "SA"}, "expected AUTH_ID2 and AUTH_TOKEN2"),
    ({"AUTH_ID2": "SA:x", "AUTH_TOKEN2": "x"}, "AUTH_ID2: expected letters, digits"),
    ({"URL": "http://api.plivo.com/v1"}, "got 'api.plivo.com'"),
    ({"URL": "http://192.0.2.1/v1"}, "got '192.0.2.1'"),
    ({"URL": "http://0.0.0.0:8000/v1"}, "got '0.0.0.0'"),
    ({"URL": "http://127.0.0.1:8000/v1\n"}, "expected http://127.0.0.1:PORT/v1"),
    ({"URL": "http://127.0.0.1:8000/`id` $(id);'"}, "expected http://127.0.0.1:PORT/v1"),
    ({"URL": "http://MA:a-secret@127.0.0.1:8000/v1"}, "got one with credentials"),
    ({"AUTH_TOKEN": "a-secret\nX: y"}, "AUTH_TOKEN: expected one line"),
    ({"AUTH_ID": "a-secret:x"}, "AUTH_ID: expected letters, digits"),
    ({"SESSION": "a/b"}, "SESSION: expected letters, digits"),
    ({"SEED": "many"}, "SEED: expected digits"),
    ({"URL": "127.0.0.1:8000/v1"}, "expected http://127.0.0.1:PORT/v1"),
    ({"URL": "http://127.0.0.1:port/v1"}, "expected http://127.0.0.1:PORT/v1"),
]


def test_a_target_that_can_not_be_tried_is_refused(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for change, said in REFUSED:
        with subtests.test(said):
            for name, value in {**WHOLE, **change}.items():
                monkeypatch.setenv(f"CONTRACT_{name}", value)
            with pytest.raises(BadTarget, match=said) as refused:
                check_environment()
            assert "a-secret" not in str(refused.value)


def test_empty_variables_are_unset_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in WHOLE:
        monkeypatch.setenv(f"CONTRACT_{name}", "")
    check_environment()


def test_a_refusal_is_a_usage_error_of_the_run() -> None:
    verdict = judge(ONE_TEST, {**WHOLE, "SESSION": ""})
    assert verdict.exit_code == pytest.ExitCode.USAGE_ERROR, verdict.printed
    assert "got none of: SESSION" in verdict.printed


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_server_that_does_not_answer_ends_the_run_in_one_line(workers: str) -> None:
    verdict = judge([*ONE_TEST, "-n", workers], WHOLE)
    assert verdict.exit_code == pytest.ExitCode.USAGE_ERROR, verdict.printed
    (line,) = verdict.printed.strip().splitlines()
    assert "http://127.0.0.1:1/v1, got ConnectError" in line and "URL=" in line, line


@pytest.mark.further
def test_any_printable_token_works(monkeypatch: pytest.MonkeyPatch) -> None:
    # It has no letters whose case could be changed.
    token = """ 密1'2"3$4`5;6\\7%8 """
    monkeypatch.setitem(accounts.TOKENS, accounts.AUTH_ID, token)
    files = [f"tests/contract/test_{name}.py" for name in ("auth", "client", "schemathesis")]
    with serving(application()) as url:
        named = {"URL": url, "AUTH_TOKEN": token, "SESSION": TWO_PARTY}
        chosen = "wrong_token or garbage or refusal or nothing_false or unknown_ids and account"
        verdict = judge([*files, "-k", chosen, "-q", *FEW_EXAMPLES], {**WHOLE, **named})
    assert verdict.exit_code == 0, verdict.printed


def test_a_server_without_the_stubs_controls_is_judged_by_what_it_shows() -> None:
    """As any other server would be; what can't be tried is skipped with its reason."""
    bare = Api(Sessions(Clock()), Journal(Clock()), lenient=False, strict_keys=False)
    files = [f"tests/contract/test_{name}.py" for name in ("update", "parties")]
    with serving(bare) as url:
        named = {"URL": url, "AUTH_TOKEN": accounts.AUTH_TOKEN, "SESSION": TWO_PARTY}
        verdict = judge([*files, "-q", "-rs"], {**WHOLE, **named})
    assert verdict.exit_code == 0, verdict.printed
    assert "SINGLE_PARTY_SESSION is not given" in verdict.printed
