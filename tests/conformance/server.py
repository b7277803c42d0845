"""The stub as the kit uses it: fresh for each scenario, and asked what it received."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from tests.stub.harness import running_stub

from tests.conformance.judge import Received

# A client that sends a request again must get the same reply again, or the repetition pays off.
REPETITIONS = 4


@dataclass(frozen=True)
class Server:
    """A running stub. url: the address that clients are given, with /v1."""

    url: str
    control: httpx.Client

    def prepare(self, serve: dict[str, Any] | None) -> None:
        """Makes the stub as new, and lets it serve this reply next; None: its own behaviour."""
        self.control.post("reset").raise_for_status()
        for _ in range(REPETITIONS if serve else 0):
            self.control.post("next", json=_as_next(serve or {})).raise_for_status()

    def received(self) -> list[Received]:
        """The requests since then, in order."""
        journal = self.control.get("journal").raise_for_status().json()
        return [_received(entry) for entry in journal]


@contextmanager
def serving(*, lenient: bool) -> Iterator[Server]:
    """Runs a stub on loopback for as long as the block lasts."""
    with running_stub(lenient=lenient) as stub:
        address = stub.url.removesuffix("/v1") + "/_stub/"
        with httpx.Client(base_url=address, trust_env=False) as control:
            yield Server(stub.url, control)


def _as_next(serve: dict[str, Any]) -> dict[str, Any]:
    return {("body_text" if key == "text" else key): value for key, value in serve.items()}


def _received(entry: dict[str, Any]) -> Received:
    headers = entry["headers"]
    return Received(
        method=entry["method"],
        path=entry["raw_path"],
        authorization_sha256=entry["authorization_sha256"],
        content_type=headers.get("content-type", ""),
        body=entry["body"],
        status=entry["status"],
        reply=entry["reply"],
    )
