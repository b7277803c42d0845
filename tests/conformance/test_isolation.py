"""No adapter reaches a host other than loopback, and nothing is run where that can't be had."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance import isolation
from tests.conformance.conftest import TOP, Run
from tests.conformance.errors import KitError

# 192.0.2.1 and 2001:db8::1 are documentation addresses (RFC 5737, RFC 3849): no host has them.
ROGUE = """
import errno, fcntl, json, os, socket, struct, subprocess

def attempt(reach):
    try:
        reach()
        return "reached"
    except OSError as error:
        return errno.errorcode.get(error.errno, "no such name")

def tcp(address):
    return lambda: socket.create_connection((address, 443), timeout=3)

def udp():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.sendto(b"hello", ("192.0.2.1", 53))

def loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=3).close()

def interface():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        up_as_before = struct.pack("16sH14s", b"lo", 0x49, b"")
        fcntl.ioctl(probe, 0x8914, up_as_before)

def run(*words):
    return "reached" if subprocess.run(words, capture_output=True).returncode == 0 else "refused"

told = {
    "tcp": attempt(tcp("192.0.2.1")),
    "tcp over IPv6": attempt(tcp("2001:db8::1")),
    "udp": attempt(udp),
    "name": attempt(lambda: socket.getaddrinfo("example.com", 443)),
    "back into the first namespace": run("nsenter", "--target", os.environ["OUTSIDE"], "--net", "true"),
    "change of an interface": attempt(interface),
    "sockets of name services": "refused" if not os.listdir("/run") else "reached",
    "loopback": attempt(loopback),
}
"""
LEAVES = [
    "tcp",
    "tcp over IPv6",
    "udp",
    "name",
    "back into the first namespace",
    "change of an interface",
    "sockets of name services",
]


# A process that is in the machine's own namespaces.
OUTSIDE = str(os.getpid())


def isolated(*words: str, before: tuple[str, ...] = ()) -> tuple[int, str, str]:
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.conformance.isolation", *words],
        cwd=TOP,
        env=os.environ | {"OUTSIDE": OUTSIDE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def check_rogue(told: dict[str, str]) -> None:
    assert {what for what in LEAVES if told[what] == "reached"} == set()
    # At once and by the kernel, not by a timeout that the next machine might not run into.
    assert {told[what] for what in ("tcp", "tcp over IPv6", "udp")} == {"ENETUNREACH"}
    assert told["loopback"] == "reached"


# Without CAP_SYS_ADMIN root can do no more than any user: the way over a user namespace is taken.
PLAIN_USER = (
    ("setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin") if os.geteuid() == 0 else ()
)


@pytest.mark.parametrize("before", [(), PLAIN_USER], ids=["as this user", "without privileges"])
def test_a_rogue_program_reaches_loopback_only(before: tuple[str, ...]) -> None:
    script = f"{ROGUE}\nprint(json.dumps(told))"
    code, printed, complaint = isolated(sys.executable, "-c", script, before=before)
    assert code == 0, complaint
    check_rogue(json.loads(printed))


def test_a_rogue_adapter_reaches_loopback_only(
    kit: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTSIDE", OUTSIDE)
    script = tmp_path / "rogue.py"
    answer = 'print(json.dumps({"outcome": "not-implemented", "detail": json.dumps(told)}))'
    script.write_text(f"input()\n{ROGUE}\n{answer}\n")
    run = kit("--adapter", f"rogue=python {script}", "--name", "record is switched on")
    cell = run.cells["rogue"]["record is switched on"]
    assert cell["status"] == "not-implemented", run.printed
    check_rogue(json.loads(cell["reason"]))


def test_an_adapter_gets_neither_proxies_nor_real_credentials(
    kit: Callable[..., Run], scripted: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    command = scripted(
        "print(json.dumps({'outcome': 'not-implemented', 'detail': ' '.join(os.environ)}))"
    )
    run = kit("--adapter", command, "--name", "record is switched on")
    names = run.cells["adapter"]["record is switched on"]["reason"].lower().split()
    assert not [name for name in names if name.endswith("_proxy") or name.startswith("plivo")]
    assert "path" in names


def test_nothing_runs_where_namespaces_are_not_permitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stand-in for `unshare` that is refused, as in a container without the permission."""
    unshare = tmp_path / "unshare"
    unshare.write_text("#!/bin/sh\nexit 1\n")
    unshare.chmod(0o755)
    monkeypatch.setattr(isolation, "_interfaces_up", lambda: ["lo", "eth0"])
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(KitError, match="permits no network namespace"):
        isolation.enter(["-m", "tests.conformance"])


def test_no_adapter_is_started_while_another_interface_is_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(isolation, "_interfaces_up", lambda: ["lo", "eth0"])
    with pytest.raises(KitError, match=r"curl could reach a network; up: .*eth0"):
        isolation.without_privileges(["curl"])


def test_a_namespace_that_is_not_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_interfaces_up", lambda: ["lo", "eth0"])
    monkeypatch.setenv("CONFORMANCE_NAMESPACE_ENTERED", "1")
    with pytest.raises(KitError, match=r"not empty; up: .*eth0"):
        isolation.enter(["-m", "tests.conformance"])
