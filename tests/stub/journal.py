"""What the stub received and answered, with the credentials masked."""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from starlette.requests import Request

from tests.stub.reply import Reply

# A stub that stays up forgets the oldest requests rather than filling the memory.
LIMIT = 10_000


@dataclass
class Entry:
    """One request and its reply.

    raw_path, query: the bytes as they came, percent-encoding kept. authorization_sha256: digest of the
    header's value, by which a test knows it without the journal showing it. body: the text, None when it is
    not UTF-8; body_base64: the bytes then. status, reply: None while no reply was sent.
    """

    method: str
    raw_path: str
    query: str
    headers: dict[str, str]
    authorization_sha256: str | None
    body: str | None
    body_base64: str | None
    json: Any
    status: int | None = None
    reply: str | None = None


class Journal:
    """The requests since the last reset, in the order in which they came."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def record(self, request: Request, content: bytes) -> Entry:
        """Write a request down, before it is answered."""
        headers = {
            name: value for name, value in request.headers.items() if name != "authorization"
        }
        authorization = request.headers.get("authorization")
        if authorization is not None:
            headers["authorization"] = f"{authorization.partition(' ')[0]} ***"
        text = _text(content)
        entry = Entry(
            method=request.method,
            raw_path=request.scope["raw_path"].decode("latin-1"),
            query=request.scope["query_string"].decode("latin-1"),
            headers=headers,
            authorization_sha256=_digest(authorization),
            body=text,
            body_base64=None if text is not None else base64.b64encode(content).decode(),
            json=_parsed(text),
        )
        del self.entries[: max(0, len(self.entries) - LIMIT + 1)]
        self.entries.append(entry)
        return entry

    def answered(self, entry: Entry, reply: Reply) -> None:
        """Write the reply down beside its request; a dropped connection has none."""
        if not reply.drop:
            entry.status = reply.status
            entry.reply = reply.content.decode("utf-8", "replace")

    def shown(self) -> list[dict[str, Any]]:
        """The entries as JSON objects."""
        return [asdict(entry) for entry in self.entries]


def _digest(authorization: str | None) -> str | None:
    return (
        None
        if authorization is None
        else hashlib.sha256(authorization.encode("latin-1")).hexdigest()
    )


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _parsed(text: str | None) -> Any:
    try:
        return json.loads(text or "null", parse_constant=str)
    except (ValueError, RecursionError):
        return None
