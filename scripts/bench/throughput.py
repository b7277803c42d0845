"""10,000 updates, 50 at a time: tasks of one event loop, or threads where there is no async client."""

from collections.abc import Callable

from scripts.bench.contenders import started
from scripts.bench.measure import Goal, Sample, Work
from scripts.bench.options import Options
from scripts.bench.processes import Client, stub

NAMES = [
    "vendor's SDK",
    "ours on httpx async",
    "ours on httpx2 async",
    "ours on aiohttp",
    "ours on aiohttp, uvloop",
    "ours on httpx2",
]
AT_ONCE = 50


def works(options: Options) -> list[Work]:
    work = Work("throughput", "10,000 updates, 50 at a time", plot="updates/s")
    work.goals = [Goal("updates/s", name, "vendor's SDK", at_least=3) for name in NAMES[1:]]
    count = options.tiny(100, 10_000)
    with stub() as server, started(NAMES, work, options.peers, server.url) as clients:
        each = {name: _many(client, count) for name, client in clients.items()}
        return [work.measure(each, options.tiny(1, 3))]


def _many(client: Client, count: int) -> Callable[[], Sample]:
    def run() -> Sample:
        took = client.update(count, AT_ONCE)
        return {
            "updates/s": count / took["wall"],
            "CPU µs": took["cpu"] / count * 1e6,
        }

    return run
