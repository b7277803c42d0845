"""A network that holds the loopback interface alone, so that no adapter can reach another host.

Linux only. The process is run again by util-linux's `unshare` in network and mount namespaces of
its own; without root that needs unprivileged user namespaces. Where neither is permitted and
another interface is up, nothing is run.

`python -m tests.conformance.isolation command …` runs any command that way.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence

from tests.conformance.errors import KitError

_UP = 0x1
_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
# What a process would need to leave the namespace again (setns, ptrace) or to add devices to it.
_LEAVING = "-sys_admin,-sys_ptrace,-net_admin,-sys_module"
_ENTERED = "CONFORMANCE_NAMESPACE_ENTERED"
# Unix sockets cross network namespaces: a name service behind one would still look names up.
_HIDE_SOCKETS = 'mount -t tmpfs tmpfs /run && exec "$@"'


def enter(arguments: Sequence[str]) -> None:
    """Returns when this process can reach loopback only; else runs `arguments` (a Python command
    line without the interpreter) again where that holds, and doesn't return. Raises KitError."""
    if _ENTERED in os.environ:
        if not _interfaces_up():
            _loopback_up()
        if not alone():
            raise KitError(f"the network namespace is not empty; up: {_interfaces_up()}")
        return
    unshare = _unshare()
    if unshare:
        command = [*unshare, "sh", "-c", _HIDE_SOCKETS, "sh", sys.executable, *arguments]
        os.execvpe(command[0], command, os.environ | {_ENTERED: "1"})
    if not alone():
        raise KitError(
            "this machine permits no network namespace, so an adapter could reach the network; "
            "needs Linux and util-linux, and either root, unprivileged user namespaces or a "
            "container without a network (docker run --network none)"
        )


def alone() -> bool:
    """Whether the loopback interface is up and no other interface is."""
    return _interfaces_up() == ["lo"]


def without_privileges(command: Sequence[str]) -> list[str]:
    """The command without the capabilities that would let it out; raises KitError unless alone."""
    if not alone():
        raise KitError(f"refused: {command[0]} could reach a network; up: {_interfaces_up()}")
    less = ["--inh-caps=-all", f"--bounding-set={_LEAVING}"] if os.geteuid() == 0 else []
    return ["setpriv", "--no-new-privs", *less, *command]


def _unshare() -> list[str] | None:
    """The command that makes the namespaces; None where it isn't there or isn't permitted."""
    if not all(map(shutil.which, ("unshare", "setpriv"))):
        return None
    attempts = [["unshare", "--net", "--mount"], ["unshare", "--net", "--mount", "--map-root-user"]]
    for attempt in attempts:
        if subprocess.run([*attempt, "true"], capture_output=True, check=False).returncode == 0:
            return attempt
    return None


def _interfaces_up() -> list[str]:
    return [name for _, name in socket.if_nameindex() if _flags(name) & _UP]


def _flags(name: str) -> int:
    request = struct.pack("16sH14s", name.encode(), 0, b"")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        reply = fcntl.ioctl(probe, _SIOCGIFFLAGS, request)
    return int(struct.unpack("16sH14s", reply)[1])


def _loopback_up() -> None:
    request = struct.pack("16sH14s", b"lo", _flags("lo") | _UP, b"")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, _SIOCSIFFLAGS, request)


if __name__ == "__main__":
    try:
        enter(["-m", "tests.conformance.isolation", *sys.argv[1:]])
        words = without_privileges(sys.argv[1:])
    except KitError as problem:
        sys.exit(f"isolation: {problem}")
    os.execvp(words[0], words)
