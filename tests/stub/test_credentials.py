"""Credentials as raw headers, and an account of its own path alone; the rules are in tests/contract."""

import base64

import pytest

from tests.stub.caller import Caller, error_of

OTHER = ("SAXXXXXXXXXXXXXXXXXX", "subaccount-tok")


def basic(text: bytes) -> bytes:
    return b"Basic " + base64.b64encode(text)


RIGHT = basic(b"MAXXXXXXXXXXXXXXXXXX:tok")
# Each with the part of the text that is the stub's own.
REFUSED = [
    ([], b"got no Authorization header"),
    ([b""], b"expected the scheme Basic"),
    ([b"Basic \xff\xfe"], b"expected base64"),
    ([b"Basic TUFY!WFhYWFhYWFhYWFhYWFhYWFg6dG9r"], b"expected base64"),
    ([basic(b"MAXXXXXXXXXXXXXXXXXX")], b"expected a colon"),
    ([basic(b"\xff\xfe:\xff")], b"is wrong"),
    ([basic(b"MAXXXXXXXXXXXXXXXXXX:tok:")], b"is wrong"),
    ([basic(b"maxxxxxxxxxxxxxxxxxx:tok")], b"is wrong"),
    ([basic(b"SAXXXXXXXXXXXXXXXXXX:subaccount-tok")], b"got another account's"),
    ([RIGHT, RIGHT], b"expected one Authorization header, got 2"),
]


def test_the_text_says_what_is_wrong_with_credentials(
    call: Caller, subtests: pytest.Subtests
) -> None:
    before = call.stub.shown(call.session)
    for authorization, part in REFUSED:
        with subtests.test(authorization=authorization):
            lines = b"".join(b"Authorization: %b\r\n" % value for value in authorization)
            status, headers, body = call.raw(
                b"POST %b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                b"Content-Type: application/json\r\n"
                b'%bContent-Length: 15\r\n\r\n{"record":true}' % (call.path().encode(), lines)
            )
            assert status == b"HTTP/1.1 401 Unauthorized"
            assert headers[b"www-authenticate"].startswith(b"Basic realm=")
            assert b'"error":"Authentication failed: ' in body and part in body
            assert b"tok" not in body.replace(b"auth token", b"")
    assert call.stub.shown(call.session) == before


def test_the_scheme_is_taken_in_any_case(call: Caller) -> None:
    for scheme in (b"Basic ", b"basic ", b"BASIC  "):
        headers = {b"Authorization": scheme + RIGHT.removeprefix(b"Basic ")}
        assert call.update({}, auth=None, headers=headers).status_code == 200, scheme


def test_another_account_opens_its_own_path_alone(call: Caller) -> None:
    error_of(call.update({}, auth=OTHER), 401)
    path = call.path().replace(call.stub.auth_id, OTHER[0])
    error_of(call.send(path, json={}), 401)
    error_of(call.send(path, json={}, auth=OTHER), 404)


def test_an_account_of_any_other_name_is_401(call: Caller) -> None:
    for account in ("MA", "max", "..", "%2e%2e", "MAXXXXXXXXXXXXXXXXXX%00"):
        status, _, _ = call.raw(
            b"POST /v1/Account/%b/Masking/Session/two-party HTTP/1.1\r\nHost: a\r\n"
            b"Authorization: %b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            % (account.encode(), RIGHT)
        )
        assert status.startswith(b"HTTP/1.1 401"), f"{account}: expected 401, got {status!r}"
