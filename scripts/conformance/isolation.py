"""A network that holds the loopback interface alone, so that no adapter can reach another host.

Linux only: util-linux's `unshare` runs the process again in a network namespace of its own, as root
or by a user namespace. Elsewhere adapters run without, unless isolation is required.

`python -m scripts.conformance.isolation command …` runs any command that way, or not at all.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.conformance.errors import KitError

MODES = ("auto", "required", "off")

_UP = 0x1
_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
# What a process would need to leave the namespace again (setns, ptrace) or to add devices to it.
_LEAVING = "-sys_admin,-sys_ptrace,-net_admin,-sys_module"
_ENTERED = "CONFORMANCE_NAMESPACE_ENTERED"
# Unix sockets cross network namespaces: a name service behind one would still look names up.
_HIDE_SOCKETS = ("sh", "-c", 'mount -t tmpfs tmpfs /run && exec "$@"', "sh")
# In a chroot root may make a network namespace, but no mount namespace.
_ATTEMPTS = (
    ("unshare", "--net", "--mount", *_HIDE_SOCKETS),
    ("unshare", "--net", "--mount", "--map-root-user", *_HIDE_SOCKETS),
    ("unshare", "--net"),
    ("unshare", "--net", "--map-root-user"),
)
_NEEDED = (
    "isolation needs Linux with util-linux, and root, unprivileged user namespaces or a container "
    "without a network (docker run --network none)"
)


@dataclass(frozen=True)
class Isolation:
    """Whether adapters reach loopback only, and how the reports name it."""

    isolated: bool
    told: str


def enter(arguments: Sequence[str], mode: str) -> Isolation:
    """The isolation of this process. Where a namespace can be made, runs `arguments` (a Python
    command line without the interpreter) again inside it and doesn't return.

    mode: one of MODES. Raises KitError when isolation is required and can't be had.
    """
    if mode == "off":
        return Isolation(False, "none: --isolation=off")
    if _ENTERED in os.environ:
        return _entered()
    problem = _missing() or _run_inside(arguments)
    if not problem:
        return Isolation(True, f"loopback is the only interface{_sockets()}")
    if mode == "required":
        raise KitError(f"{problem}; {_NEEDED}")
    print(f"conformance: no isolation, clients could reach the network: {problem}", file=sys.stderr)
    return Isolation(False, f"none: {problem}")


def alone() -> bool:
    """Whether the loopback interface is up and no other interface is."""
    return _interfaces_up() == ["lo"]


def without_privileges(command: Sequence[str]) -> list[str]:
    """The command without the capabilities that would let it out; raises KitError unless alone."""
    if not alone():
        raise KitError(f"refused: {command[0]} could reach a network; up: {_interfaces_up()}")
    less = ["--inh-caps=-all", f"--bounding-set={_LEAVING}"] if os.geteuid() == 0 else []
    return ["setpriv", "--no-new-privs", *less, *command]


def _missing() -> str:
    """What this machine lacks for any isolation; empty when nothing."""
    if sys.platform != "linux":
        return "only Linux has network namespaces"
    return "" if shutil.which("setpriv") else "util-linux's setpriv is not installed"


def _run_inside(arguments: Sequence[str]) -> str:
    """Runs the arguments in a namespace and doesn't return. Where none can be made: empty when there
    is no network anyway, else why."""
    environment = os.environ | {_ENTERED: "1"}
    trial = [sys.executable, "-m", "scripts.conformance.isolation", "true"]
    problem = ""
    for attempt in _ATTEMPTS:
        problem = _failure([*attempt, *trial], environment)
        if not problem:
            command = [*attempt, sys.executable, *arguments]
            os.execvpe(command[0], command, environment)
    if alone():
        return _failure(without_privileges(["true"]), dict(os.environ))
    return f"this machine permits no network namespace ({problem})"


def _failure(command: Sequence[str], environment: dict[str, str]) -> str:
    """The last line of a failing command's complaint; empty when it succeeds."""
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    complaint = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
    return complaint[-1] if done.returncode else ""


def _entered() -> Isolation:
    if not _interfaces_up():
        _loopback_up()
    if not alone():
        raise KitError(f"the network namespace is not empty; up: {_interfaces_up()}")
    return Isolation(True, f"network namespace{_sockets()}")


def _sockets() -> str:
    return "; Unix sockets under /run are not hidden" if any(Path("/run").glob("*")) else ""


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
        isolation = enter(["-m", "scripts.conformance.isolation", *sys.argv[1:]], "required")
        words = without_privileges(sys.argv[1:])
    except KitError as problem:
        sys.exit(f"isolation: {problem}")
    print(f"isolation: {isolation.told}", file=sys.stderr)
    os.execvp(words[0], words)
