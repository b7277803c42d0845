"""One update after the other through each client: CPU time of the client alone, not of the server."""

from scripts.bench.contenders import SYNC, per_update, started
from scripts.bench.measure import Goal, Work
from scripts.bench.options import Options
from scripts.bench.processes import stub

NAMES = [
    *SYNC,
    "httpx async",
    "ours on httpx async",
    "httpx2 async",
    "ours on httpx2 async",
    "ours on aiohttp",
    "openapi-generator, httpx async",
]
LIBRARIES = ("httpx", "httpx2", "httpx async", "httpx2 async")


def works(options: Options) -> list[Work]:
    work = Work("update", "One update", plot="CPU µs")
    work.goals = [
        Goal("CPU µs", f"ours on {library}", library, at_most=1.03) for library in LIBRARIES
    ]
    work.goals += [
        Goal("CPU µs", "ours on httpx2", "openapi-generator, urllib3", at_most=1.0),
        Goal("CPU µs", "ours on httpx", "vendor's SDK", at_most=1.0),
        Goal("CPU µs", "ours on httpx2 async", "openapi-generator, httpx async", at_most=1.0),
    ]
    count = options.tiny(20, 500)
    with stub() as server, started(NAMES, work, options.peers, server.url) as clients:
        each = {name: per_update(client, count) for name, client in clients.items()}
        return [work.measure(each, options.tiny(1, 15))]
