"""Paths and methods that are not the endpoint's: 404, 405 or 400, in JSON, whatever they hold."""

import pytest

from tests.stub.caller import Caller, connected, error_of

AUTHORIZATION = b"Authorization: Basic TUFYWFhYWFhYWFhYWFhYWFhYWFg6dG9r\r\n"


UNKNOWN = [
    *["unknown", "TWO-PARTY", "two-party%20", "two-party%0A", "two-party%00", "two%2Fparty"],
    *["..", "%2e%2e", "..%2f..%2f", ".", "%F0%9F%93%9E", "%ff", "%", "a+b", "two-party;a=b"],
    "a" * 20_000,
]


def test_an_unknown_id_is_404(call: Caller, subtests: pytest.Subtests) -> None:
    for session in UNKNOWN:
        with subtests.test(session[:40]):
            status, headers, body = call.raw(request(b"POST", call.path(session).encode()))
            assert status == b"HTTP/1.1 404 Not Found"
            assert headers[b"content-type"] == b"application/json"
            assert b'"api_id"' in body and b"Session not found." in body


PATHS = [
    "/",
    "/v1",
    "/v1/",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session//",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session//two-party",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party//",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/a/../two-party",
    "/v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party/a",
    "/v1/Account//Masking/Session/two-party",
    "/v1/account/MAXXXXXXXXXXXXXXXXXX/masking/session/two-party",
    "/v1%2FAccount/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party",
    "/v2/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party",
    "//v1/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party",
    "/_stub",
    "/_stub%2Fjournal",
    "*",
    "/" + "a" * 60_000,
]


def test_any_other_path_is_404(call: Caller, subtests: pytest.Subtests) -> None:
    for path in PATHS:
        for method in (b"POST", b"GET"):
            with subtests.test(path[:80], method=method):
                status, headers, body = call.raw(request(method, path.encode()))
                assert status == b"HTTP/1.1 404 Not Found"
                assert headers[b"content-type"] == b"application/json"
                assert b'"error":"Not found. Expected ' in body
                assert len(body) < 400


def test_any_other_method_is_405_with_any_credentials(
    call: Caller, subtests: pytest.Subtests
) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"):
        for session, auth in (("two-party", None), ("unknown", (call.stub.auth_id, "tok"))):
            with subtests.test(method, session=session):
                reply = call.send(call.path(session), method, auth=auth)
                assert error_of(reply, 405) == f"Method not allowed. Expected POST, got {method}."
                assert reply.headers["allow"] == "POST"


def test_head_is_405_without_a_body(call: Caller) -> None:
    status, headers, body = call.raw(request(b"HEAD", call.path().encode()))
    assert (status, body) == (b"HTTP/1.1 405 Method Not Allowed", b"")
    assert headers[b"allow"] == b"POST"
    assert int(headers[b"content-length"]) > 0


@pytest.mark.parametrize("offer", [b"", b"Upgrade: h2c\r\n"])
def test_connect_is_405_and_the_end_of_the_connection(call: Caller, offer: bytes) -> None:
    wanted = request(b"CONNECT", call.path().encode()).replace(
        b"Connection: close\r\n", b"Connection: Upgrade\r\nX-More: 1\r\n" + offer
    )
    status, headers, body = call.raw(wanted + wanted)
    assert status == b"HTTP/1.1 405 Method Not Allowed"
    assert (headers[b"allow"], headers[b"connection"]) == (b"POST", b"close")
    assert b"Expected POST, got CONNECT." in body


NO_HTTP = [
    b"POST /v1/Account/M\xc3\xa4/Masking/Session/two-party HTTP/1.1",
    b"POST /v1/\xff HTTP/1.1",
    b"POST /%b HTTP/1.1" % (b"a" * 70_000),
    b"POST : HTTP/1.1",
    b"CONNECT example.com:443 HTTP/1.1",
    b"NONSENSE / HTTP/1.1",
    b"POST / HTTP/9.9",
    b"POST two words HTTP/1.1",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
]


def test_what_is_no_http_with_a_path_is_400(call: Caller, subtests: pytest.Subtests) -> None:
    for line in NO_HTTP:
        with subtests.test(repr(line[:40])):
            status, headers, body = call.raw(line + b"\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            assert status == b"HTTP/1.1 400 Bad Request"
            assert headers[b"content-type"] == b"application/json"
            assert b'"api_id"' in body and b'"error":"Invalid request: expected HTTP/1.1' in body
    assert call.update({}).status_code == 200


def test_an_absolute_target_is_taken(call: Caller) -> None:
    target = b"http://127.0.0.1" + call.path().encode()
    assert call.raw(request(b"POST", target))[0] == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    "body",
    [
        b'Content-Length: 15\r\n\r\n{"record":true}',
        b'Transfer-Encoding: chunked\r\n\r\n8\r\n{"record\r\n7\r\n":true}\r\n0\r\n\r\n',
    ],
)
@pytest.mark.parametrize("pieces", [1, 1000])
def test_an_offer_to_upgrade_is_passed_over(call: Caller, body: bytes, pieces: int) -> None:
    """Java's HTTP client makes one with every first request, and sends the body at once."""
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEA\r\nX-More: 1\r\n"
    plain = request(b"POST", call.path().encode())
    sent = plain.replace(b"Connection: close\r\n", offer).replace(
        b"Content-Length: 2\r\n\r\n{}", body
    )
    size = -(-len(sent) // pieces)
    with connected(call.stub) as connection:
        for start in range(0, len(sent), size):
            connection.sendall(sent[start : start + size])
        assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert call.stub.shown(call.session)["record"] is True
        connection.sendall(plain)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    assert b"HTTP/1.1 200 OK" in received
    offered, again = call.stub.journal()
    assert (offered["status"], again["status"]) == (200, 200)
    assert offered["headers"].keys() - again["headers"] >= {"http2-settings", "x-more"}


def request(method: bytes, target: bytes) -> bytes:
    return (
        b"%b %b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%b"
        b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        % (method, target, AUTHORIZATION)
    )
