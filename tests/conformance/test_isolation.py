"""Where it can be had, no adapter reaches a host other than loopback; elsewhere the kit says so."""

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.conformance import isolation
from scripts.conformance.adapter import Adapter
from scripts.conformance.errors import KitError
from tests.conformance.conftest import TOP, Run, need_isolation

RIGHT = "right=python -m tests.support.mutants right"
ONE = ("--name", "record is switched on")

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
        [*before, sys.executable, "-m", "scripts.conformance.isolation", *words],
        cwd=TOP,
        env=os.environ | {"OUTSIDE": OUTSIDE},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def check_rogue(told: dict[str, str], isolation: str) -> None:
    shown = {"sockets of name services"} if "not hidden" in isolation else set()
    assert {what for what in LEAVES if told[what] == "reached"} <= shown
    # At once and by the kernel, not by a timeout that the next machine might not run into.
    assert {told[what] for what in ("tcp", "tcp over IPv6", "udp")} == {"ENETUNREACH"}
    assert told["loopback"] == "reached"


# Without CAP_SYS_ADMIN root can do no more than any user: the way over a user namespace is taken.
AS_ROOT = os.geteuid() == 0 and shutil.which("setpriv")
PLAIN_USER = ("setpriv", "--inh-caps=-all", "--bounding-set=-sys_admin") if AS_ROOT else ()
# As in a container without a network: loopback is all there is, and no namespace can be made.
LOOPBACK_ALONE = (
    *(sys.executable, "-m", "scripts.conformance.isolation"),
    *("env", "-u", "CONFORMANCE_NAMESPACE_ENTERED", ".ci/without-namespaces"),
)
WAYS = {
    "as this user": (),
    "without privileges": PLAIN_USER,
    "with loopback alone": LOOPBACK_ALONE,
}


@pytest.mark.parametrize("before", WAYS.values(), ids=list(WAYS))
def test_a_rogue_program_reaches_loopback_only(before: tuple[str, ...]) -> None:
    need_isolation(*before)
    script = f"{ROGUE}\nprint(json.dumps(told))"
    code, printed, complaint = isolated(sys.executable, "-c", script, before=before)
    assert code == 0, complaint
    check_rogue(json.loads(printed), complaint)
    assert before != LOOPBACK_ALONE or "isolation: loopback is the only interface" in complaint


def test_a_rogue_adapter_reaches_loopback_only(
    kit: Callable[..., Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_isolation()
    monkeypatch.setenv("OUTSIDE", OUTSIDE)
    script = tmp_path / "rogue.py"
    answer = 'print(json.dumps({"outcome": "not-implemented", "detail": json.dumps(told)}))'
    script.write_text(f"input()\n{ROGUE}\n{answer}\n")
    run = kit("--adapter", f"rogue=python {script}", *ONE, "--isolation", "required")
    cell = run.cells["rogue"]["record is switched on"]
    assert cell["status"] == "not-implemented", run.printed
    check_rogue(json.loads(cell["reason"]), reported(run))
    assert reported(run).startswith(("network namespace", "loopback is the only interface"))


def reported(run: Run) -> str:
    """The isolation of the one client, which all three reports name."""
    (client,) = json.loads((run.folder / "results.json").read_text())["clients"]
    assert client["isolation"] in (run.folder / "report.md").read_text()
    page = html.unescape((run.folder / "report.html").read_text())
    assert f"<td>{client['isolation']}</td>" in page
    return str(client["isolation"])


def test_an_adapter_gets_neither_proxies_nor_real_credentials(
    scripted: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    command = scripted(
        "names = [sys.executable, *os.environ]\n"
        "print(json.dumps({'outcome': 'not-implemented', 'detail': names}))"
    )
    adapter = Adapter(command.split(), TOP, 10.0, isolated=False)
    program, *names = adapter.ask({"timeout_seconds": 5})["detail"]
    adapter.close()
    assert program == sys.executable
    assert not [name for name in names if name.lower().endswith("_proxy") or "PLIVO" in name]
    assert "PATH" in names


@pytest.fixture
def unshare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`unshare(script)` puts a stand-in for `unshare` in its place."""
    monkeypatch.delenv("CONFORMANCE_NAMESPACE_ENTERED", raising=False)

    def write(script: str) -> None:
        stand_in = tmp_path / "unshare"
        stand_in.write_text(f"#!/bin/sh\n{script}\n")
        stand_in.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return write


# As in a container without the permission.
REFUSED = "echo unshare: not permitted >&2; exit 1"


def test_the_report_tells_whether_sockets_are_hidden(
    kit: Callable[..., Run], unshare: Callable[[str], None]
) -> None:
    need_isolation()
    mount = ["unshare", "--mount", "--map-root-user", "mount", "-t", "tmpfs", "tmpfs", "/run"]
    if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        assert reported(kit("--adapter", RIGHT, *ONE)) == "network namespace"
    # As in a chroot, where root may make a network namespace and no mount namespace.
    unshare(f'case "$*" in *--mount*) exit 1; esac; exec {shutil.which("unshare")} "$@"')
    note = "; Unix sockets under /run are not hidden" if any(Path("/run").iterdir()) else ""
    told = reported(kit("--adapter", RIGHT, *ONE))
    assert told.removeprefix("network namespace") in (note, f"loopback is the only interface{note}")


def test_without_namespaces_a_client_is_graded_and_the_report_says_so(
    kit: Callable[..., Run], unshare: Callable[[str], None]
) -> None:
    unshare(REFUSED)
    run = kit("--adapter", RIGHT, *ONE)
    assert (run.code, run.cells["right"]["record is switched on"]["status"]) == (0, "pass")
    told = reported(run)
    lines = [line for line in run.printed.splitlines() if "no isolation" in line]
    # Where this machine has loopback alone, that is isolation enough.
    isolated = told.startswith("loopback is the only interface")
    assert isolated or [line.endswith(told.removeprefix("none: ")) for line in lines] == [True]
    required = kit("--adapter", RIGHT, *ONE, "--isolation", "required")
    assert required.code == (0 if isolated else 2)
    assert isolated or "isolation needs Linux" in required.printed


def test_isolation_can_be_switched_off(kit: Callable[..., Run]) -> None:
    run = kit("--adapter", RIGHT, *ONE, "--isolation", "off")
    assert (run.code, reported(run)) == (0, "none: --isolation=off")


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(socket, "if_nameindex")
    monkeypatch.delattr(subprocess, "run")


def without_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")


def refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_interfaces_up", lambda: ["lo", "eth0"])


@pytest.mark.parametrize(
    ("machine", "reason"),
    [
        (elsewhere, "only Linux has network namespaces"),
        (without_tools, "util-linux's setpriv is not installed"),
        (refused, "permits no network namespace (unshare: not permitted)"),
    ],
)
def test_a_machine_without_isolation_says_why(
    machine: Callable[[pytest.MonkeyPatch], None],
    reason: str,
    unshare: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if machine is not elsewhere and sys.platform != "linux":
        pytest.skip("about the tools of Linux")
    unshare(REFUSED)
    machine(monkeypatch)
    found = isolation.enter(["-m", "scripts.conformance"], "auto")
    complaint = capsys.readouterr().err
    with pytest.raises(KitError, match=re.escape(reason)):
        isolation.enter(["-m", "scripts.conformance"], "required")
    assert not found.isolated
    assert found.told.startswith("none: ") and reason in found.told
    assert reason in complaint and complaint.count("\n") == 1


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
        isolation.enter(["-m", "scripts.conformance"], "auto")
