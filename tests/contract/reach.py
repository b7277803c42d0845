"""The one host beside loopback that `make contract ALLOW_HOST=…` opens for its tests."""

import socket
from typing import Any

# The name and the addresses that it was found at. The guard of all tests lets these through.
opened: set[str] = set()


def open_host(host: str) -> None:
    """From now on this host can be looked up and connected to."""
    look_up: Any = socket.getaddrinfo

    def remembering(name: Any, *arguments: Any, **further: Any) -> Any:
        found = look_up(name, *arguments, **further)
        # asyncio's clients look it up as bytes.
        if name in (host, host.encode()):
            opened.update(str(address[0]) for *_, address in found)
        return found

    opened.add(host)
    module: Any = socket
    module.getaddrinfo = remembering
