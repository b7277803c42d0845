"""What the stub received and answered, with the credentials masked."""

import base64
import hashlib
from collections import deque
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from scripts.stub import accounts
from scripts.stub.body import BadBody, parse
from scripts.stub.reply import Reply

# A stub that stays up forgets the oldest requests rather than filling the memory.
ENTRIES = 10_000
BYTES = 64 * 1024 * 1024


@dataclass
class Entry:
    """One request and its reply. reply: None while none was sent, and for a dropped connection."""

    method: str
    raw_path: bytes
    query: bytes
    headers: list[tuple[bytes, bytes]]
    content: bytes
    reply: Reply | None = None

    def shown(self) -> dict[str, Any]:
        """The entry as a JSON object.

        raw_path, query: as they came, percent-encoding kept. headers: names in lower case; the values
        of a repeated one joined by ", ". authorization_sha256: digest of the header's value, by which a
        test knows it without the journal showing it. authorization_known: whether it is that of an
        account of the stub; both are null without the header. body: the text, null when it is not
        UTF-8; body_base64: the bytes then. json: the value of the body, null when it is no sound JSON.
        status, reply: what was answered.
        """
        authorization = self._joined().get("authorization")
        text = _text(self.content)
        return {
            "method": self.method,
            "raw_path": self.raw_path.decode("latin-1"),
            "query": self.query.decode("latin-1"),
            "headers": {name: _masked(name, value) for name, value in self._joined().items()},
            "authorization_sha256": None if authorization is None else _digest(authorization),
            "authorization_known": None
            if authorization is None
            else accounts.credentials_problem([authorization.encode("latin-1")]) is None,
            "body": text,
            "body_base64": base64.b64encode(self.content).decode() if text is None else None,
            "json": _parsed(self.content),
            "status": None if self.reply is None else self.reply.status,
            "reply": None if self.reply is None else self.reply.content.decode("utf-8", "replace"),
        }

    def size(self) -> int:
        """Bytes that were received and are kept."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.content) + len(self.raw_path) + len(self.query) + headers

    def _joined(self) -> dict[str, str]:
        joined: dict[str, str] = {}
        for name, value in self.headers:
            key, text = name.decode("latin-1").lower(), value.decode("latin-1")
            joined[key] = f"{joined[key]}, {text}" if key in joined else text
        return joined


class Journal:
    """The requests since the last reset, in the order in which they came."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._size = 0

    def record(self, request: Request, content: bytes) -> Entry:
        """Write a request down, before it is answered."""
        scope = request.scope
        entry = Entry(
            request.method, scope["raw_path"], scope["query_string"], scope["headers"], content
        )
        self._entries.append(entry)
        self._size += entry.size()
        while len(self._entries) > ENTRIES or self._size > BYTES:
            self._size -= self._entries.popleft().size()
        return entry

    def reset(self) -> None:
        """Forget all requests."""
        self._entries.clear()
        self._size = 0

    def shown(self) -> list[dict[str, Any]]:
        """The entries as JSON objects."""
        return [entry.shown() for entry in self._entries]


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


def _parsed(content: bytes) -> Any:
    try:
        return parse(content)
    except BadBody:
        return None
