"""The stub beside other servers: time to ready, then requests/s and memory under wrk."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from scripts.bench.measure import Failed, Goal, Sample, Work
from scripts.bench.options import Options
from scripts.bench.peers import HERE, VIEW, program
from scripts.bench.processes import (
    PYTHON,
    SESSION_PATH,
    Server,
    command,
    free_port,
    server,
)

QUIET = {"stub": ["--quiet"], "Prism": ["--verboseLevel", "silent"], "Steady": ["--quiet"]}
# As it comes, each but the bare route prints a line for each request.
NAMES = ["bare Starlette route", *QUIET, *(f"{name}, quiet" for name in QUIET)]
CONNECTIONS = (8, 64)
_UNITS = {"us": 1e-3, "ms": 1, "s": 1e3}


def works(options: Options) -> list[Work]:
    made = [_ready(options)]
    loads = [_load(connections) for connections in CONNECTIONS]
    with ExitStack() as stack:
        running: dict[str, Server] = {}
        for name in NAMES:
            try:
                running[name] = stack.enter_context(_serving(name, options))
            except Failed as failed:
                for work in loads:
                    work.lacks(name, failed)
        for work, connections in zip(loads, CONNECTIONS, strict=True):
            each = {
                name: _wrk(one, connections, options.tiny(1, 3)) for name, one in running.items()
            }
            made.append(work.measure(each, options.tiny(1, 5)))
    return made


def _ready(options: Options) -> Work:
    work = Work("stub-ready", "Stub: from start to first answer", plot="ready s")
    work.goals = [Goal("ready s", "stub, quiet", at_most=0.4)]

    def start(name: str) -> Callable[[], Sample]:
        def run() -> Sample:
            with _serving(name, options) as running:
                return {"ready s": running.ready, "memory MiB": running.memory() / 2**20}

        return run

    quiet = [name for name in NAMES if name not in QUIET]
    return work.measure({name: start(name) for name in quiet}, options.tiny(1, 7))


def _load(connections: int) -> Work:
    work = Work(f"stub-{connections}", f"Stub: {connections} connections", plot="requests/s")
    work.goals = [
        Goal("requests/s", "stub, quiet", "bare Starlette route", at_least=0.65),
        Goal("requests/s", "stub", "Prism", at_least=6),
        Goal("requests/s", "stub, quiet", "Prism, quiet", at_least=6),
        # The journal is full by then.
        Goal("memory MiB", "stub", at_most=60),
    ]
    return work


@contextmanager
def _serving(name: str, options: Options) -> Iterator[Server]:
    port, prefix = free_port(), "/v1"
    tool, quiet, _ = name.partition(", quiet")
    if tool == "stub":
        words = [PYTHON, "-m", "scripts.stub", f"--port={port}"]
    elif tool == "bare Starlette route":
        words = [PYTHON, "-m", "scripts.bench.bare", str(port)]
    else:
        # Neither serves under the path of the document's server.
        tools, prefix = options.peers.folder("node") / "node_modules" / ".bin", ""
        words = [str(tools / "prism"), "mock"] if tool == "Prism" else [str(tools / "steady")]
        words += ["--host", "127.0.0.1", "--port", str(port), str(VIEW)]
    words += QUIET[tool] if quiet else []
    with server(words, port, prefix) as running:
        yield running


def _wrk(running: Server, connections: int, seconds: int) -> Callable[[], Sample]:
    def run() -> Sample:
        wrk = program("wrk", "apt-get install --no-install-recommends wrk")
        words = [wrk, "--threads=1", f"--connections={connections}", f"--duration={seconds}s"]
        words += ["--latency", "--timeout=20s", f"--script={HERE / 'update.lua'}"]
        _, told = command([*words, running.url + SESSION_PATH])
        rate = re.search(r"Requests/sec: +([0-9.]+)", told)
        slow = re.search(r"99% +([0-9.]+)(us|ms|s)", told)
        if not rate or not slow or "Non-2xx" in told or "Socket errors" in told:
            raise Failed(f"expected rate and latency of successes from wrk, got: {told[-200:]}")
        return {
            "requests/s": float(rate[1]),
            "p99 ms": float(slow[1]) * _UNITS[slow[2]],
            "memory MiB": running.memory() / 2**20,
        }

    return run
