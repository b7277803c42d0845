"""How the bytes of a reply travel: compressed, in chunks, in two halves, over a connection that then ends."""

import asyncio
import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

ENCODINGS: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress}
CHUNKS = 3


@dataclass(frozen=True)
class Delivery:
    """encoding: one of ENCODINGS, used where the client accepts it. chunked: in chunks, without a length.
    pause: seconds between the two halves of the body. close: end the connection afterwards, without
    having said so."""

    encoding: str | None
    chunked: bool
    pause: float
    close: bool

    async def send(self, reply: Response, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the reply that way."""
        if self.encoding and _accepts(self.encoding, Headers(scope=scope)):
            content = ENCODINGS[self.encoding](bytes(reply.body))
            reply = Response(content, reply.status_code, dict(reply.headers))
            reply.headers["Content-Length"] = str(len(content))
            reply.headers["Content-Encoding"] = self.encoding
        if self.chunked:
            del reply.headers["Content-Length"]
        await send(_start(reply))
        first, *others = _pieces(bytes(reply.body), CHUNKS if self.chunked else 2)
        await send({"type": "http.response.body", "body": first, "more_body": True})
        await asyncio.sleep(self.pause)
        for piece in others:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        if self.close:
            scope["extensions"]["stub.transport"].close()


def _accepts(encoding: str, headers: Headers) -> bool:
    offered = ",".join(headers.getlist("accept-encoding")).lower().replace(" ", "").split(",")
    return any(
        coding == encoding and quality.strip("0.") != "q="
        for coding, _, quality in (offer.partition(";") for offer in offered)
    )


def _start(reply: Response) -> Message:
    return {
        "type": "http.response.start",
        "status": reply.status_code,
        "headers": reply.raw_headers,
    }


def _pieces(content: bytes, count: int) -> Sequence[bytes]:
    size = -(-len(content) // count)
    return [content[number * size : (number + 1) * size] for number in range(count)]
