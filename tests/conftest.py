"""No test of this process reaches another machine: only loopback is looked up and connected to."""

import ipaddress
import os
import sys
from typing import Any

from tests.contract import reach

# Audit hooks see every connection that Python makes, by whatever library, and can't be taken off again.
_EVENTS = {
    "socket.connect": lambda arguments: arguments[1],
    "socket.sendto": lambda arguments: arguments[1],
    "socket.sendmsg": lambda arguments: arguments[1],
    "socket.getaddrinfo": lambda arguments: arguments[0],
    "socket.gethostbyname": lambda arguments: arguments[0],
}


class NotLoopback(RuntimeError):
    """A test tried to reach another machine."""


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    address = _EVENTS[event](arguments) if event in _EVENTS else None
    # Paths of Unix sockets, and the absence of an address, lead nowhere else.
    host = address[0] if isinstance(address, tuple) else address
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and host is address:
        return
    if isinstance(host, bytes):
        host = host.decode("idna")
    if host and not _is_loopback(str(host)) and str(host) not in reach.opened:
        raise NotLoopback(f"expected a loopback address, got {host!r} ({event})")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_guard)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are CPUs, because tests spend a quarter of their time waiting."""
    return (os.cpu_count() or 1) + 1
