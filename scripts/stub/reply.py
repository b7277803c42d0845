"""A reply before it goes out, with the faults that a test can ask for."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from scripts.stub import document


@dataclass
class Reply:
    """status: of three digits. delay: seconds to wait first. drop: close the connection instead."""

    status: int
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drop: bool = False

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, or close the connection."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.drop:
            scope["extensions"]["stub.transport"].abort()
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await Response(self.content, self.status, self.headers)(scope, receive, send)


def json_reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    """A reply in JSON, of another content type only if the headers say so."""
    headers = headers or {}
    if "content-type" not in map(str.lower, headers):
        headers = {"Content-Type": "application/json", **headers}
    return Reply(status, _ENCODER.encode(body).encode(), headers)


def error(status: int, text: str) -> Reply:
    """A documented error, with the headers that the document shows for its status."""
    return json_reply(status, {"api_id": str(uuid4()), "error": text}, document.headers(status))


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
