"""Processes that are measured: servers, clients that make updates on demand, and commands."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scripts.bench.measure import Failed, Sample
from scripts.view import ROOT

# Seconds in which a server answers, or a client makes what it is told to.
PATIENCE = 60
PYTHON = sys.executable
SESSION_PATH = "/Account/MAXXXXXXXXXXXXXXXXXX/Masking/Session/two-party"


def environment(**further: str) -> dict[str, str]:
    """An ordinary user's: Python buffers its output and keeps compiled modules, here outside the tree."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    cache = ROOT / "build" / "bench" / "pycache"
    # Tools look each other up by name, and stand beside this interpreter.
    path = os.pathsep.join([str(Path(PYTHON).parent), os.environ.get("PATH", os.defpath)])
    fixed = {"PATH": path, "PYTHONPYCACHEPREFIX": str(cache), "NO_PROXY": "*"}
    return {**kept, **fixed, **further}


@dataclass(frozen=True)
class Server:
    """A running server. url: the base URL of the API. ready: seconds until it answered."""

    url: str
    process: subprocess.Popen[bytes]
    ready: float

    def memory(self) -> float:
        """Bytes that it and its children hold. Raises OSError where there is no /proc."""
        return sum(_resident(pid) for pid in _tree(self.process.pid))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def server(command: Sequence[str], port: int, prefix: str = "") -> Iterator[Server]:
    """Run a server for as long as the block lasts. It is ready once it answers a request."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - begin > PATIENCE:
                raise Failed(f"expected a server on port {port}, got none: {' '.join(command)}")
            time.sleep(0.002)
        ready = time.perf_counter() - begin
        yield Server(f"http://127.0.0.1:{port}{prefix}", process, ready)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 15)
            process.wait()


@contextmanager
def stub(*, lenient: bool = True) -> Iterator[Server]:
    """The stub without its lines; lenient, because the vendor's SDK needs it."""
    port = free_port()
    words = [PYTHON, "-m", "scripts.stub", "--quiet", f"--port={port}"]
    words += ["--lenient"] if lenient else []
    with server(words, port, "/v1") as running:
        yield running


class Client:
    """A process of clients/ that makes updates when it is told to."""

    def __init__(self, command: Sequence[str], path: str = "") -> None:
        # What it prints to stderr is shown only if it fails.
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(PYTHONPATH=path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def update(self, count: int, at_once: int = 1) -> Sample:
        """Make this many updates; what it took. Raises Failed if the process ended instead."""
        assert self._process.stdin and self._process.stdout
        with suppress(BrokenPipeError):
            print(count, at_once, file=self._process.stdin, flush=True)
        for line in self._process.stdout:
            # The vendor's SDK prints, too.
            if line.startswith("{"):
                answer: Sample = json.loads(line)
                return answer
        self._errors.seek(0)
        raise Failed(f"expected figures, got: {self._errors.read().strip()[-200:]}")

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._errors.close()


def command(
    words: Sequence[str], cwd: Path = ROOT, variables: dict[str, str] | None = None
) -> tuple[Sample, str]:
    """Run a command to its end: its CPU and wall seconds and its output. Raises Failed if it failed."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment(**variables or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        told = output.read()
    if process.returncode:
        raise Failed(f"{words[0]} ended with {process.returncode}: {told.strip()[-200:]}")
    return {"CPU s": usage.ru_utime + usage.ru_stime, "wall s": wall}, told


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return bool(connection.recv(1))
    except OSError:
        return False


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _tree(int(child))


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
