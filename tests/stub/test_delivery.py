"""How a queued reply travels: compressed, in chunks, in two halves, over a connection that then ends."""

import json
import socket
from contextlib import suppress

import pytest

from scripts.stub.delivery import ENCODINGS
from tests.stub.caller import Caller, connected, exchange

BODY = {"text": "gespräch 会话 📞" * 20}


def request(call: Caller, *headers: str) -> bytes:
    lines = [f"POST {call.path()} HTTP/1.1", "Host: stub", "Content-Length: 0", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_reply_is_compressed_for_a_client_that_accepts_it(call: Caller, encoding: str) -> None:
    other = {"gzip": "deflate", "deflate": "gzip"}[encoding]
    for offer, used in {
        f"{other}, {encoding}; q=0.5": encoding,
        encoding.upper(): encoding,
        f"{encoding};q=0, {other}": None,
        "identity": None,
    }.items():
        call.stub.next_reply(body=BODY, encoding=encoding)
        reply = call.update({}, headers={"Accept-Encoding": offer})
        assert reply.headers.get("content-encoding") == used, offer
        assert reply.json() == BODY
    assert json.loads(call.stub.journal()[0]["reply"]) == BODY


def test_a_chunked_reply_has_no_length(call: Caller) -> None:
    call.stub.next_reply(body=BODY, chunked=True)
    received = exchange(call.stub, request(call, "Connection: close"))
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower()
    assert b"content-length" not in head.lower()
    assert len(body.split(b"\r\n")) == 2 * 3 + 3
    call.stub.next_reply(body=BODY, chunked=True, encoding="gzip", pause=0.01)
    assert call.update({}).json() == BODY


def until(connection: socket.socket, end: bytes) -> bytes:
    """Everything received, up to these bytes."""
    received = b""
    while not received.endswith(end):
        chunk = connection.recv(65536)
        assert chunk and len(received) < 1000
        received += chunk
    return received


def test_a_pause_lies_between_two_halves(call: Caller) -> None:
    call.stub.next_reply(body_text="halves", pause=60)
    with connected(call.stub) as connection:
        connection.sendall(request(call))
        assert b"content-length: 6" in until(connection, b"\r\n\r\nhal").lower()
        # Another connection is answered meanwhile, and the second half is still not there.
        assert call.update({}).status_code == 200
        connection.setblocking(False)
        with pytest.raises(BlockingIOError):
            connection.recv(1)


def test_a_connection_is_closed_without_a_word(call: Caller) -> None:
    call.stub.next_reply(body_text="bye", close=True)
    with connected(call.stub) as connection:
        connection.sendall(request(call))
        received = until(connection, b"\r\n\r\nbye")
        with suppress(ConnectionError):
            connection.sendall(request(call, "Connection: close"))
            received += connection.recv(65536)
    assert received.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" not in received.lower()
