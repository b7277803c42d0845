"""Stands between a judge and a hidden stub, and changes what passes: requests, replies, or both."""

import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scripts.stub.accounts import AUTH_ID, AUTH_TOKEN

RIGHT = "Basic " + base64.b64encode(f"{AUTH_ID}:{AUTH_TOKEN}".encode()).decode()


@dataclass(frozen=True)
class Seen:
    """A request. path: as it came. running: the paths of all requests in progress, with this one's."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    running: tuple[str, ...] = ()

    @property
    def json(self) -> dict[str, Any]:
        """The body's object, empty when there is none."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    @property
    def session(self) -> str:
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def authorizations(self) -> list[str]:
        return [value for name, value in self.headers if name == "authorization"]

    @property
    def pair(self) -> tuple[str, str]:
        """Auth id and token of the last Authorization header, empty when it has none."""
        try:
            text = base64.b64decode(self.authorizations[-1].partition(" ")[2]).decode("latin-1")
        except (IndexError, ValueError):
            return "", ""
        auth_id, _, token = text.partition(":")
        return auth_id, token

    def to(self, session: str) -> "Seen":
        """The same request to another session."""
        return replace(self, path=f"/v1/Account/{AUTH_ID}/Masking/Session/{session}")

    def saying(self, body: Any) -> "Seen":
        """The same request with another body."""
        return replace(self, body=json.dumps(body).encode())

    def let_in(self) -> "Seen":
        """The same request with the right credentials, on the right path."""
        others = tuple(header for header in self.headers if header[0] != "authorization")
        return replace(self.to(self.session), headers=(*others, ("authorization", RIGHT)))


@dataclass(frozen=True)
class Answer:
    """A reply."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def saying(self, body: Any) -> "Answer":
        """The same reply with another body."""
        return self.written(json.dumps(body))

    def written(self, text: str) -> "Answer":
        """The same reply with another text."""
        return replace(self, body=text.encode())

    def without(self, *names: str) -> "Answer":
        """The same reply without some headers."""
        kept = tuple(header for header in self.headers if header[0] not in names)
        return replace(self, headers=kept)


Ask = Callable[[Seen], Awaitable[Answer]]
Change = Callable[[Seen, Ask], Awaitable[Answer]]


def between(app: ASGIApp, change: Change) -> ASGIApp:
    """The application without its controls, every exchange passed through `change`."""
    running: list[str] = []

    async def changed(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["raw_path"].decode("latin-1")
        running.append(path)
        try:
            body, most = b"", tuple(running)
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
                most = max(most, tuple(running), key=len)
            headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in scope["headers"])
            query = scope["query_string"].decode("latin-1")
            # What the controls would be is a path like any other.
            hidden = path.replace("/_stub/", "/none/")
            seen = Seen(scope["method"], hidden, query, headers, body, most)

            async def ask(wanted: Seen) -> Answer:
                return await _ask(app, scope, wanted)

            answer = await change(seen, ask)
        finally:
            running.remove(path)
        kept = [(name, value) for name, value in answer.headers if name != "content-length"]
        kept.append(("content-length", str(len(answer.body))))
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        await send({"type": "http.response.body", "body": answer.body})

    return changed


async def _ask(app: ASGIApp, scope: Scope, seen: Seen) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": seen.body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in seen.headers]
    target = {"path": seen.path, "raw_path": seen.path.encode("latin-1"), "headers": headers}
    query = seen.query.encode("latin-1")
    await app({**scope, **target, "query_string": query, "method": seen.method}, receive, send)
    start = sent[0]
    shown = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in start["headers"])
    return Answer(start["status"], shown, b"".join(m.get("body", b"") for m in sent[1:]))
