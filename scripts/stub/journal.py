"""What the stub received and answered, with the credentials masked."""

import asyncio
import base64
import hashlib
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from starlette.types import Scope

from scripts.stub import accounts
from scripts.stub.body import BadBody, parse
from scripts.stub.clock import Clock
from scripts.stub.reply import Reply

# A stub that stays up forgets the oldest requests rather than filling the memory.
ENTRIES = 10_000
BYTES = 18 * 1024 * 1024
# What an entry takes beside its bytes, measured.
_OVERHEAD = 400


@dataclass(slots=True)
class Entry:
    """One request and its reply. replied, status, reply: None while none was sent, and status and reply
    also for a dropped connection. Headers in one piece take a third of the memory."""

    received: datetime
    method: str
    raw_path: bytes
    query: bytes
    headers: bytes
    content: bytes
    replied: datetime | None = None
    status: int | None = None
    reply: bytes | None = None

    def shown(self) -> bytes:
        """The entry as a JSON object.

        received, replied: times by the stub's clock. raw_path, query: as they came, percent-encoding
        kept. headers: names in lower case; the values of a repeated one joined by ", ".
        authorization_sha256: digest of the header's value, by which a test knows it without the journal
        showing it. authorization_known: whether it is that of an account of the stub; both are null
        without the header. body: the text, null when it is not UTF-8; body_base64: the bytes then.
        json: the value of the body, null when it is no sound JSON. status, reply: what was answered.
        """
        headers = self._joined()
        authorization = headers.get("authorization")
        text = _text(self.content)
        return orjson.dumps(
            {
                "received": self.received,
                "replied": self.replied,
                "method": self.method,
                "raw_path": self.raw_path.decode("latin-1"),
                "query": self.query.decode("latin-1"),
                "headers": {name: _masked(name, value) for name, value in headers.items()},
                "authorization_sha256": None if authorization is None else _digest(authorization),
                "authorization_known": None
                if authorization is None
                else accounts.credentials_problem([authorization.encode("latin-1")]) is None,
                "body": text,
                "body_base64": base64.b64encode(self.content).decode() if text is None else None,
                # As it came, because orjson has no integers beyond 64 bits.
                "json": orjson.Fragment(self.content) if _is_sound(self.content) else None,
                "status": self.status,
                "reply": None if self.reply is None else self.reply.decode("utf-8", "replace"),
            }
        )

    def size(self) -> int:
        """Bytes of memory that the entry takes."""
        kept = (self.raw_path, self.query, self.headers, self.content, self.reply or b"")
        return _OVERHEAD + sum(map(len, kept))

    def _joined(self) -> dict[str, str]:
        joined: dict[str, str] = {}
        for line in self.headers.decode("latin-1").split("\n") if self.headers else ():
            name, _, value = line.partition(":")
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return joined


class Journal:
    """The requests since the last reset, in the order in which they came."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque()
        self._size = 0

    def record(self, scope: Scope, content: bytes) -> Entry:
        """Write a request down, before it is answered."""
        headers = b"\n".join([b"%b:%b" % header for header in scope["headers"]])
        raw_path: bytes = scope["raw_path"]
        if self._entries:
            # A client's requests are alike, and so share the memory.
            last = self._entries[-1]
            headers = last.headers if headers == last.headers else headers
            raw_path = last.raw_path if raw_path == last.raw_path else raw_path
        entry = Entry(
            self._clock.now(),
            scope["method"],
            raw_path,
            scope["query_string"],
            headers,
            content,
        )
        self._entries.append(entry)
        self._grow(entry.size())
        return entry

    def answer(self, entry: Entry, reply: Reply) -> None:
        """Write down what a request is answered with, before it is sent."""
        entry.replied = self._clock.now()
        if reply.drop:
            return
        entry.status, entry.reply = reply.status, reply.content
        # Nothing came since, so it is the last one, unless it was too large to keep.
        if self._entries:
            self._grow(len(reply.content))

    def reset(self) -> None:
        """Forget all requests."""
        self._entries.clear()
        self._size = 0

    async def shown(self) -> AsyncIterator[bytes]:
        """The entries as a JSON array, other requests are served between them."""
        yield b"["
        for place, entry in enumerate(list(self._entries)):
            yield (b"," if place else b"") + entry.shown()
            await asyncio.sleep(0)
        yield b"]"

    def _grow(self, size: int) -> None:
        self._size += size
        while len(self._entries) > ENTRIES or self._size > BYTES:
            self._size -= self._entries.popleft().size()


def _masked(name: str, value: str) -> str:
    if name not in ("authorization", "proxy-authorization"):
        return value
    # What stands before the first space is shown only where it can't be the secret itself.
    return "Basic ***" if value.lower().startswith("basic ") else "***"


def _digest(authorization: str) -> str:
    return hashlib.sha256(authorization.encode("latin-1")).hexdigest()


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_sound(content: bytes) -> bool:
    try:
        parse(content)
    except BadBody:
        return False
    return True
