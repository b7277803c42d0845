"""Tests can reach this machine and no other."""

import asyncio
import socket

import httpx
import pytest

# 192.0.2.0/24 and 2001:db8::/32 are reserved for documentation: nobody would answer anyway.
OUTSIDE = ["192.0.2.1", "2001:db8::1", "0.0.0.0", "example.invalid", "api.plivo.com"]
WORDS = "expected a loopback address"


@pytest.mark.parametrize("host", OUTSIDE)
def test_no_connection_leaves_the_machine(host: str) -> None:
    with pytest.raises(RuntimeError, match=WORDS):
        socket.create_connection((host, 80), timeout=1)


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0"])
@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_no_bare_socket_leaves_the_machine(host: str, kind: socket.SocketKind) -> None:
    with socket.socket(socket.AF_INET, kind) as bare:
        with pytest.raises(RuntimeError, match=WORDS):
            bare.connect((host, 53))
        with pytest.raises(RuntimeError, match=WORDS):
            bare.connect_ex((host, 53))
        if kind == socket.SOCK_DGRAM:
            with pytest.raises(RuntimeError, match=WORDS):
                bare.sendto(b"x", (host, 53))
            with pytest.raises(RuntimeError, match=WORDS):
                bare.sendmsg([b"x"], [], 0, (host, 53))


@pytest.mark.parametrize("host", OUTSIDE)
def test_no_name_is_looked_up(host: str) -> None:
    with pytest.raises(RuntimeError, match=WORDS):
        socket.getaddrinfo(host, 80)


@pytest.mark.parametrize("host", OUTSIDE)
def test_no_asynchronous_connection_leaves_the_machine(host: str) -> None:
    async def connect() -> None:
        await asyncio.open_connection(host, 80)

    with pytest.raises(RuntimeError, match=WORDS):
        asyncio.run(connect())


@pytest.mark.parametrize("address", ["http://192.0.2.1/", "https://api.plivo.com/v1/"])
def test_httpx_can_not_leave_the_machine(address: str) -> None:
    with pytest.raises(RuntimeError, match=WORDS):
        httpx.get(address, trust_env=False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.9.10"])
def test_this_machine_can_be_reached(host: str) -> None:
    with socket.create_server(("0.0.0.0", 0)) as listener:
        port = listener.getsockname()[1]
        with socket.create_connection((host, port), timeout=5):
            listener.accept()[0].close()


def test_a_socket_file_can_be_reached() -> None:
    one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with one, other:
        one.send(b"x")
        assert other.recv(1) == b"x"
