"""A plugin of pytest: staging.test is this machine. No test looks up a name anywhere else."""

import socket
from typing import Any

HOST = "staging.test"

_look_up: Any = socket.getaddrinfo


def _here(name: Any, *arguments: Any, **further: Any) -> Any:
    return _look_up("127.0.0.1" if name in (HOST, HOST.encode()) else name, *arguments, **further)


module: Any = socket
module.getaddrinfo = _here
