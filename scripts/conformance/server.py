"""The stub as the kit uses it: as new for each scenario, and asked what it received."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scripts.conformance.judge import Received
from scripts.stub.harness import Stub, running_stub

# A client that sends a request again gets the same reply again, or the repetition would pay off; the
# official SDKs send up to three.
REPETITIONS = 3


@dataclass(frozen=True)
class Server:
    """A running stub. url: the address that clients are given, with /v1."""

    url: str
    stub: Stub

    def prepare(self, serve: dict[str, Any] | None) -> None:
        """Makes the stub as new, and lets it serve this reply next; None: its own behaviour."""
        self.stub.reset()
        for _ in range(REPETITIONS if serve else 0):
            self.stub.next_reply(**_as_next(serve or {}))

    def received(self) -> list[Received]:
        """The requests since then, in order."""
        return [_received(entry) for entry in self.stub.journal()]


@contextmanager
def serving(*, lenient: bool) -> Iterator[Server]:
    """Runs a stub on loopback for as long as the block lasts."""
    with running_stub(lenient=lenient) as stub:
        yield Server(stub.url, stub)


def _as_next(serve: dict[str, Any]) -> dict[str, Any]:
    return {("body_text" if key == "text" else key): value for key, value in serve.items()}


def _received(entry: dict[str, Any]) -> Received:
    query = f"?{entry['query']}" if entry["query"] else ""
    return Received(
        method=entry["method"],
        path=entry["raw_path"] + query,
        authorization_sha256=entry["authorization_sha256"],
        content_type=entry["headers"].get("content-type", ""),
        body=entry["body"] or "",
        status=entry["status"],
        reply=entry["reply"],
    )
