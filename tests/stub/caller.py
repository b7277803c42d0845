"""Calls to a running stub, over HTTP and as raw bytes."""

import socket
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from scripts.stub.harness import Stub
from tests.support import caller
from tests.support.caller import JSON

# When a clock stands still. Not a whole second, so that cutting and rounding differ.
NOW = datetime(2026, 2, 3, 4, 5, 6, 700_000, tzinfo=UTC)


class Caller(caller.Caller):
    """Calls a stub, and its two-party session unless another is named."""

    def __init__(self, stub: Stub) -> None:
        super().__init__(stub.url, stub.auth_id, stub.auth_token)
        self.stub = stub
        self.session = stub.sessions.two_party

    def path(self, session: str = "") -> str:
        """The path of a session of the stub's account."""
        return f"/v1/Account/{self.stub.auth_id}/Masking/Session/{session or self.session}"

    def update(self, body: Any, session: str = "", **parts: Any) -> httpx.Response:
        """Update a session with a JSON body."""
        return self.send(self.path(session), json=body, **parts)

    def content(self, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """Update the two-party session with these bytes."""
        return self.send(self.path(), content=content, headers=JSON if headers is None else headers)

    def send(self, path: str, method: str = "POST", **parts: Any) -> httpx.Response:
        """Send any request; auth=None sends no credentials."""
        return self.request(method, self.stub.url.removesuffix("/v1") + path, **parts)

    def raw(self, request: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
        """Send these bytes. Returns the status line, the headers in lower case and the body."""
        reply = exchange(self.stub, request)
        head, _, body = reply.partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        headers = (line.partition(b": ") for line in lines)
        return status, {name.lower(): value for name, _, value in headers}, body


def exchange(stub: Stub, request: bytes, *, close: bool = False) -> bytes:
    """Send these bytes, and then nothing more if close. Returns all bytes received until the end."""
    with connected(stub) as connection:
        connection.sendall(request)
        if close:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


def connected(stub: Stub) -> socket.socket:
    """A connection to the stub; it gives up after 10 seconds instead of hanging."""
    address = urlsplit(stub.url)
    assert address.hostname and address.port
    return socket.create_connection((address.hostname, address.port), timeout=10)


def error_of(reply: httpx.Response, status: int = 400) -> str:
    """The text of an error reply, after a look at the rest of it."""
    assert reply.status_code == status, f"expected {status}, got {reply.status_code}: {reply.text}"
    assert reply.headers["content-type"] == "application/json"
    body = reply.json()
    assert set(body) == {"api_id", "error"}
    assert isinstance(body["error"], str) and body["error"]
    assert len(body["error"]) < 400
    return str(body["error"])
