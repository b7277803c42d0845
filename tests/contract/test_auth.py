"""Who may update: only HTTP Basic credentials of the account in the path."""

import base64

import httpx
import pytest

from tests.contract.wire import Wire
from tests.support.caller import JSON

UPDATE = {"record": True, "ring_timeout": 77}


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def check_refused(wire: Wire, session: str, headers: list[tuple[str, str]]) -> None:
    sent = [*JSON.items(), *headers]
    with wire.untouched(session):
        response = wire.raw(session, b'{"ring_timeout": 77}', headers=sent, auth=None)
    assert response.status_code == 401, f"expected 401, got {response.status_code}"
    challenge = response.headers.get("www-authenticate", "none")
    assert challenge.lower().startswith("basic"), (
        f"expected WWW-Authenticate to name Basic, got {challenge}"
    )
    assert response.json()["error"].strip()


def test_no_credentials(wire: Wire, session: str) -> None:
    check_refused(wire, session, [])


def test_a_wrong_token(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    token = wire.target.auth_token
    for change in ("wrong", "", "{}x", " {}", "{upper}", "{short}"):
        given = change.format(token, upper=token.swapcase(), short=token[:-1])
        if given == token:
            continue  # The token has no letters, so swapping their case changes nothing.
        with subtests.test(change):
            pair = basic(f"{wire.target.auth_id}:{given}")
            check_refused(wire, session, [("Authorization", pair)])


def test_a_wrong_auth_id(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    for auth_id in ("", "MA" + "Z" * 18, "MA", "x"):
        with subtests.test(auth_id):
            pair = basic(f"{auth_id}:{wire.target.auth_token}")
            check_refused(wire, session, [("Authorization", pair)])


def test_right_credentials_on_the_path_of_another_account(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for account in ("MA" + "Z" * 18, "SAXXXXXXXXXXXXXXXXXX", "x"):
        with subtests.test(account), wire.untouched(session):
            response = wire.post(session, UPDATE, url=wire.url(session, account=account))
            assert response.status_code == 401, f"expected 401, got {response.status_code}"


GARBAGE = [
    "Basic",
    "Basic !!!!",
    "Basic Og==",
    "Basic {unpadded}",
    "Bearer {right}",
    "Digest {right}",
    "{right}",
    "Basic {no_colon}",
    "Basic {right} {right}",
    "\\x00",
    "=?utf-8?b?AAAA?=",
    "Basic " + "A" * 4000,
]


def test_garbage_for_credentials(wire: Wire, session: str, subtests: pytest.Subtests) -> None:
    auth_id, token = wire.target.auth_id, wire.target.auth_token
    right = basic(f"{auth_id}:{token}").removeprefix("Basic ")
    no_colon = base64.b64encode(f"{auth_id}{token}".encode()).decode()
    unpadded = base64.b64encode(b"MA:x").decode().rstrip("=")
    for header in GARBAGE:
        with subtests.test(header[:40]):
            given = header.format(right=right, no_colon=no_colon, unpadded=unpadded)
            check_refused(wire, session, [("Authorization", given)])


def test_credentials_come_before_the_body(wire: Wire, session: str) -> None:
    """Who is not let in learns nothing of the session or of the body."""
    for content in (b"{", b'{"record": 5}', b""):
        response = wire.raw(session, content, auth=None)
        assert response.status_code == 401, f"expected 401, got {response.status_code}"
    assert wire.raw("no-such-session", b"{}", auth=None).status_code == 401


def test_a_token_is_compared_as_it_is(wire: Wire, session: str) -> None:
    wrong = httpx.BasicAuth(wire.target.auth_id, "tökén\u2019")
    wire.refused(session, {"ring_timeout": 77}, 401, auth=wrong)
    assert wire.post(session, {}).status_code == 200
