"""Calls to a running stub, of every kind that a client should not make."""

import socket
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from scripts.stub.harness import Stub

# When a clock stands still. Not a whole second, so that cutting and rounding differ.
NOW = datetime(2026, 2, 3, 4, 5, 6, 700_000, tzinfo=UTC)
JSON = {"Content-Type": "application/json"}


class Caller:
    """Calls the stub with its credentials unless told otherwise."""

    def __init__(self, stub: Stub, client: httpx.Client) -> None:
        self.stub = stub
        self._client = client

    def path(self, session: str = "") -> str:
        """The path of a session of the stub's account; of the two-party session when none is named."""
        return f"/v1/Account/{self.stub.auth_id}/Masking/Session/{session or self.session}"

    @property
    def session(self) -> str:
        """Id of the session that calls go to."""
        return self.stub.sessions.two_party

    def update(self, body: Any, session: str = "", **options: Any) -> httpx.Response:
        """Updates a session with a JSON body."""
        return self.send(self.path(session), json=body, **options)

    def content(self, content: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
        """Updates the two-party session with these bytes."""
        return self.send(self.path(), content=content, headers=JSON if headers is None else headers)

    def send(self, path: str, method: str = "POST", **options: Any) -> httpx.Response:
        """Sends any request; auth=None sends no credentials."""
        options.setdefault("auth", (self.stub.auth_id, self.stub.auth_token))
        host = self.stub.url.removesuffix("/v1")
        return self._client.request(method, host + path, **options)

    def raw(self, request: bytes) -> tuple[bytes, dict[bytes, bytes], bytes]:
        """Sends these bytes; gives the status line, the headers in lower case and the body."""
        reply = exchange(self.stub, request)
        head, _, body = reply.partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        headers = (line.partition(b": ") for line in lines)
        return status, {name.lower(): value for name, _, value in headers}, body


def exchange(stub: Stub, request: bytes, *, close: bool = False) -> bytes:
    """Sends these bytes, and then nothing more if close; all bytes that come back until the end."""
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
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/json"
    body = reply.json()
    assert set(body) == {"api_id", "error"}
    assert isinstance(body["error"], str) and body["error"]
    assert len(body["error"]) < 400
    return str(body["error"])
