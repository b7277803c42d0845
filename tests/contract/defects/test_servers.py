"""With its controls hidden, as any server would be: a wrong one is found, another sound one passes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.stub import accounts, sessions
from scripts.stub.server import application, serving
from tests.contract import (
    pace,
    rules,
    test_auth,
    test_bodies,
    test_parallel,
    test_parties,
    test_path,
    test_schemathesis,
    test_update,
    test_values,
)
from tests.contract.defects import servers, sound
from tests.contract.defects.between import Answer, Ask, Seen, between
from tests.contract.defects.direct import rows, run
from tests.contract.target import target_at


@pytest.mark.parametrize("name", rows(servers.SERVERS))
def test_a_wrong_server_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = servers.SERVERS[name]
    # Some break what is this document's own reading.
    monkeypatch.setenv("CONTRACT_STRICT", "1")
    with (
        serving(between(application(), wrong.change)) as url,
        pytest.raises(AssertionError) as found,
    ):
        run(wrong.judge, target_at(url), end=wrong.end, **wrong.given)
    (line, *_) = str(found.value).splitlines()
    assert f"[{wrong.row}" in line and "expected" in line and ", got " in line, line


JUDGES: dict[str, list[Callable[..., None]]] = {
    "easy-going": [
        test_auth.test_a_second_authorization_header,
        test_auth.test_no_credentials,
        test_bodies.test_a_body_in_chunks_is_taken_whole_or_refused,
        test_bodies.test_what_the_document_leaves_open_is_no_failure,
        test_parties.test_a_number_is_shown_without_its_plus,
        test_path.test_another_method_is_refused,
        test_schemathesis.test_a_session_of_two_parties,
        test_update.test_a_key_that_is_no_field_of_an_update_is_ignored,
        test_update.test_a_query_sets_no_field_and_chooses_no_session,
        test_values.test_one_wrong_value_undoes_all_others,
    ],
    "token of digits": [test_auth.test_a_wrong_token, test_auth.test_garbage_for_credentials],
    "token that is not ASCII": [
        test_auth.test_a_wrong_token,
        test_auth.test_garbage_for_credentials,
        test_auth.test_credentials_elsewhere_do_not_count,
    ],
    "limited": [
        test_auth.test_no_credentials,
        test_parallel.test_no_update_is_lost,
        test_update.test_an_expiry_survives_the_next_update,
    ],
}


@pytest.mark.further
@pytest.mark.parametrize("name", sound.SERVERS)
def test_another_sound_server_passes(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = sound.SERVERS[name]
    monkeypatch.setitem(accounts.TOKENS, accounts.AUTH_ID, server.token)
    monkeypatch.setattr(test_schemathesis, "examples", lambda ordinary: 1)
    # A limit like the documented one, without its five seconds.
    monkeypatch.setattr(pace, "rate_limit", lambda: (60, 1))
    with serving(between(application(), server.make())) as url:
        for judge in JUDGES[name]:
            run(judge, target_at(url, token=server.token), folder=tmp_path)
    # Where it reads the document otherwise than we do, that is noted.
    assert bool(rules.take_notes()) == (name == "easy-going")


def test_the_session_of_another_account_is_compared() -> None:
    """The stub's second account has none, so one of the first account's plays it."""
    mine, theirs = sessions.TWO_PARTY, sessions.MORE[1]

    async def right(seen: Seen, ask: Ask) -> Answer:
        if seen.session == "theirs" and servers.of_account(seen) != accounts.AUTH_ID:
            return servers.showing("theirs", await ask(seen.let_in().to(theirs)))
        return await ask(seen)

    async def wrong(seen: Seen, ask: Ask) -> Answer:
        if seen.session == mine and seen.json:
            await ask(seen.to(theirs))
        return await right(seen, ask)

    judge = test_update.test_an_update_touches_its_session_alone
    for change in (right, wrong):
        with serving(between(application(), change)) as url:
            target = target_at(url)
            assert target.other_account
            second = replace(target.other_account, session="theirs")
            target = replace(target, other_account=second)
            if change is right:
                run(judge, target)
                continue
            with pytest.raises(AssertionError, match="got SESSION2 theirs"):
                run(judge, target)
