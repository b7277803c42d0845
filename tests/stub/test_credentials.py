"""Who is let in: Basic credentials of the account that the path names, and nobody else."""

import base64

import pytest

from tests.stub.caller import JSON, Caller, error_of

OTHER = ("SAXXXXXXXXXXXXXXXXXX", "subaccount-tok")


def basic(text: bytes) -> bytes:
    return b"Basic " + base64.b64encode(text)


@pytest.mark.parametrize(
    "authorization",
    [
        [],
        [b""],
        [b"Basic"],
        [b"Basic "],
        [b"Basic not-base64!"],
        [b"Basic \xff\xfe"],
        [b"Basic TUFYW"],
        [b"Basic TUFY!WFhYWFhYWFhYWFhYWFhYWFg6dG9r"],
        [basic(b"MAXXXXXXXXXXXXXXXXXX")],
        [basic(b"MAXXXXXXXXXXXXXXXXXX:")],
        [basic(b"MAXXXXXXXXXXXXXXXXXX:wrong")],
        [basic(b"MAXXXXXXXXXXXXXXXXXX:tok ")],
        [basic(b"MAXXXXXXXXXXXXXXXXXX:tok:")],
        [basic(b"maxxxxxxxxxxxxxxxxxx:tok")],
        [basic(b":tok")],
        [basic(b"\xff\xfe:\xff")],
        [basic(b"SAXXXXXXXXXXXXXXXXXX:tok")],
        [basic(b"SAXXXXXXXXXXXXXXXXXX:subaccount-tok")],
        [b"Bearer tok"],
        [b"MAXXXXXXXXXXXXXXXXXX:tok"],
        [basic(b"MAXXXXXXXXXXXXXXXXXX:tok"), basic(b"MAXXXXXXXXXXXXXXXXXX:tok")],
    ],
)
def test_anyone_else_gets_a_401_that_names_the_scheme(
    call: Caller, authorization: list[bytes]
) -> None:
    before = call.stub.shown(call.session)
    lines = b"".join(b"Authorization: %b\r\n" % value for value in authorization)
    status, headers, body = call.raw(
        b"POST %b HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
        b'%bContent-Length: 15\r\n\r\n{"record":true}' % (call.path().encode(), lines)
    )
    assert status == b"HTTP/1.1 401 Unauthorized"
    assert headers[b"www-authenticate"].startswith(b"Basic realm=")
    assert headers[b"content-type"] == b"application/json"
    assert b'"error": "Authentication failed: ' in body
    assert b"tok" not in body.replace(b"auth token", b"")
    assert call.stub.shown(call.session) == before


@pytest.mark.parametrize("scheme", ["Basic ", "basic ", "BASIC  "])
def test_the_scheme_is_taken_in_any_case(call: Caller, scheme: str) -> None:
    given = f"{call.stub.auth_id}:{call.stub.auth_token}".encode()
    headers = {"Authorization": scheme + base64.b64encode(given).decode()}
    assert call.update({}, auth=None, headers=headers).status_code == 200


def test_another_account_opens_its_own_path_alone(call: Caller) -> None:
    error_of(call.update({}, auth=OTHER), 401)
    path = call.path().replace(call.stub.auth_id, OTHER[0])
    error_of(call.send(path, json={}), 401)
    error_of(call.send(path, json={}, auth=OTHER), 404)


@pytest.mark.parametrize("account", ["MA", "max", "..", "%2e%2e", "MAXXXXXXXXXXXXXXXXXX%00"])
def test_an_account_of_any_other_name_is_401(call: Caller, account: str) -> None:
    status, _, _ = call.raw(
        b"POST /v1/Account/%b/Masking/Session/two-party HTTP/1.1\r\nHost: a\r\n"
        b"Authorization: %b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        % (account.encode(), basic(b"MAXXXXXXXXXXXXXXXXXX:tok"))
    )
    assert status.startswith(b"HTTP/1.1 401")


def test_credentials_are_checked_before_session_and_body(call: Caller) -> None:
    wrong = (call.stub.auth_id, "wrong")
    error_of(call.update({}, "unknown", auth=wrong), 401)
    error_of(call.send(call.path(), content=b"{", headers=JSON, auth=wrong), 401)
