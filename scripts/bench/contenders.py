"""The clients that are measured, by name."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from scripts.bench.measure import Failed, Sample, Work
from scripts.bench.peers import HERE, Peers
from scripts.bench.processes import PYTHON, Client
from scripts.view import ROOT

# Name: the program of clients/, its argument before the URL, the peer whose environment it needs.
CLIENTS = {
    "httpx": ("raw.py", "httpx", ""),
    "ours on httpx": ("ours.py", "httpx", ""),
    "httpx2": ("raw.py", "httpx2", ""),
    "ours on httpx2": ("ours.py", "httpx2", ""),
    "httpx async": ("raw.py", "httpx-async", ""),
    "ours on httpx async": ("ours.py", "httpx-async", ""),
    "httpx2 async": ("raw.py", "httpx2-async", ""),
    "ours on httpx2 async": ("ours.py", "httpx2-async", ""),
    "ours on aiohttp": ("ours.py", "aiohttp", ""),
    "ours on aiohttp, uvloop": ("ours.py", "aiohttp-uvloop", ""),
    "vendor's SDK": ("plivo_sdk.py", "", "plivo-python"),
    "openapi-generator, urllib3": ("openapi_urllib3.py", "", "openapi-urllib3"),
    "openapi-generator, httpx async": ("openapi_httpx.py", "", "openapi-python"),
}
# Those that make one update after the other.
SYNC = [
    "httpx",
    "ours on httpx",
    "httpx2",
    "ours on httpx2",
    "vendor's SDK",
    "openapi-generator, urllib3",
]


def start(name: str, peers: Peers, url: str) -> Client:
    """Start a client. Raises Absent if its peer can't be had."""
    script, argument, peer = CLIENTS[name]
    python = peers.python(peer) if peer else PYTHON
    path = peers.folder(peer) if peer else ROOT / "generated"
    words = [python, str(HERE / "clients" / script), *([argument] if argument else []), url]
    return Client(words, str(path))


@contextmanager
def started(
    names: Sequence[str], work: Work, peers: Peers, url: str
) -> Iterator[dict[str, Client]]:
    """Start clients that live as long as the block; a peer that can't be had is missing in the work."""
    clients: dict[str, Client] = {}
    try:
        for name in names:
            try:
                clients[name] = start(name, peers, url)
            except Failed as failed:
                work.lacks(name, failed)
        yield clients
    finally:
        for client in clients.values():
            client.close()


def per_update(client: Client, count: int) -> Callable[[], Sample]:
    """Makes updates one after the other; microseconds of each."""

    def run() -> Sample:
        took = client.update(count)
        return {
            "CPU µs": took["cpu"] / count * 1e6,
            "wall µs": took["wall"] / count * 1e6,
        }

    return run
