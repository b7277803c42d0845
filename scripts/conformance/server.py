"""The stub as the kit uses it: as new for each scenario, and asked what it received."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scripts.conformance.judge import Received
from scripts.conformance.scenario import OTHER_ORIGIN
from scripts.stub.harness import Stub, running_stub

# A client that sends a request again gets the same reply again, or the repetition would pay off; the
# official SDKs send up to three.
REPETITIONS = 3


@dataclass(frozen=True)
class Server:
    """A running stub. url: the address that clients are given, with /v1. other: a server of another
    origin, to which only a redirect leads."""

    url: str
    stub: Stub
    other: Stub

    def prepare(self, serve: Sequence[dict[str, Any]]) -> None:
        """Makes the stub as new, and lets it serve these replies next; none: its own behaviour."""
        self.stub.reset()
        repeated = [reply for reply in serve[-1:] for _ in range(REPETITIONS - 1)]
        for reply in [*serve, *repeated]:
            self.stub.next_reply(**self._as_next(reply))

    def received(self) -> list[Received]:
        """The requests since then, in order, and then those that came to the other server."""
        strayed = self.other.journal()
        if strayed:
            self.other.reset()
        return [
            *(_received(entry, elsewhere=False) for entry in self.stub.journal()),
            *(_received(entry, elsewhere=True) for entry in strayed),
        ]

    def _as_next(self, serve: dict[str, Any]) -> dict[str, Any]:
        reply = {("body_text" if key == "text" else key): value for key, value in serve.items()}
        origin = self.other.url.removesuffix("/v1")
        headers = serve.get("headers", {})
        replaced = {key: value.replace(OTHER_ORIGIN, origin) for key, value in headers.items()}
        return reply | ({"headers": replaced} if headers else {})


@contextmanager
def serving(*, lenient: bool) -> Iterator[Server]:
    """Runs both servers on loopback for as long as the block lasts."""
    with running_stub(lenient=lenient) as stub, running_stub() as other:
        yield Server(stub.url, stub, other)


def _received(entry: dict[str, Any], *, elsewhere: bool) -> Received:
    query = f"?{entry['query']}" if entry["query"] else ""
    return Received(
        method=entry["method"],
        path=entry["raw_path"] + query,
        authorization_sha256=entry["authorization_sha256"],
        content_type=entry["headers"].get("content-type", ""),
        body=entry["body"] or "",
        status=entry["status"],
        reply=entry["reply"],
        elsewhere=elsewhere,
    )
