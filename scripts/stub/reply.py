"""A reply before it goes out, with the faults that a test can ask for."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from scripts.stub import document
from scripts.stub.delivery import Delivery


@dataclass
class Reply:
    """status: of three digits. delay: seconds to wait first. drop: close the connection instead."""

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drop: bool = False
    delivery: Delivery | None = None

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or close the connection."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.drop:
            scope["extensions"]["stub.transport"].abort()
            # Until the server knows that nobody waits for a reply.
            await receive()
            return
        if self.delivery:
            answer = Response(self.content, self.status, self.headers)
            await self.delivery.send(answer, scope, receive, send)
            return
        # What every update gets takes the short way.
        headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in self.headers.items()
        ]
        headers.append((b"content-length", b"%d" % len(self.content)))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.content})


def json_reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    """A reply in JSON, of another content type only if the headers say so."""
    headers = headers or {}
    if "content-type" not in map(str.lower, headers):
        headers = {"Content-Type": "application/json", **headers}
    try:
        # Copied, because orjson's own bytes keep eight times the memory that they need.
        content = bytes(memoryview(orjson.dumps(body)))
    except TypeError:  # An integer of more than 64 bits, which a test may queue.
        content = json.dumps(body).encode()
    return Reply(status, content, headers)


# Its own, because property tests reset the shared one.
_RANDOM = random.Random()


def api_id() -> str:
    """A new id of a request. It is no secret, so it need not cost a system call, as uuid4 does."""
    return str(UUID(int=_RANDOM.getrandbits(128), version=4))


def error(status: int, text: str) -> Reply:
    """A documented error, with the headers that the document shows for its status."""
    return json_reply(status, {"api_id": api_id(), "error": text}, document.headers(status))


def too_many_requests(wait: int) -> Reply:
    """The documented 429. wait: whole seconds, for Retry-After."""
    example = next(iter(document.examples(429).values()))
    reply = error(429, example["error"])
    reply.headers["Retry-After"] = str(wait)
    return reply
