"""A new process from the import of its client to the end of its first call, and the memory it has then."""

from collections.abc import Callable

from scripts.bench.contenders import SYNC, start
from scripts.bench.measure import Goal, Sample, Work
from scripts.bench.options import Options
from scripts.bench.processes import stub


def works(options: Options) -> list[Work]:
    work = Work("start-up", "Import to first call", plot="CPU ms")
    work.goals = [
        Goal(metric, "ours on httpx", "httpx", at_most=1.15) for metric in ("CPU ms", "memory MiB")
    ]
    with stub() as server:
        each = {name: _first(name, options, server.url) for name in SYNC}
        return [work.measure(each, options.tiny(1, 15))]


def _first(name: str, options: Options, url: str) -> Callable[[], Sample]:
    def run() -> Sample:
        client = start(name, options.peers, url)
        try:
            took = client.update(1)
        finally:
            client.close()
        return {
            "CPU ms": took["cpu_since_start"] * 1e3,
            "wall ms": took["wall_since_start"] * 1e3,
            "memory MiB": took["memory"] / 2**20,
        }

    return run
