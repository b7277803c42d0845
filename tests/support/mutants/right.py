"""An adapter that does what the contract requires, with the standard library alone."""

import base64
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import quote, urlsplit

Json = dict[str, Any]


class Refused(Exception):
    """The call would reach another path."""


class Right:
    """Makes each update over a connection of its own; each step is a method that a mutant can override."""

    method = "POST"

    def outcome(self, call: Json) -> Json:
        """What the caller gets, as the protocol's outcome."""
        if "updates" not in call:
            return self.of_update(call)
        calls = [call | {"fields": fields} for fields in call["updates"]]
        with ThreadPoolExecutor(len(calls) if call["at_once"] else 1) as pool:
            return {"outcome": "several", "outcomes": list(pool.map(self.of_update, calls))}

    def of_update(self, call: Json) -> Json:
        """The outcome of one update."""
        try:
            status, content = self.send(call, self.path(call), json.dumps(self.body(call)).encode())
        except Refused as refusal:
            return {"outcome": "refused", "detail": str(refusal)}
        except (OSError, HTTPException) as error:
            return {"outcome": "transport", "detail": repr(error)}
        return self.read(status, content)

    def body(self, call: Json) -> Json:
        """The body of the update."""
        return dict(call["fields"])

    def segment(self, value: str) -> str:
        """A path segment, percent-encoded."""
        if value in ("", ".", ".."):
            raise Refused(f"expected one segment of a path, got {value!r}")
        return quote(value, safe="")

    def path(self, call: Json) -> str:
        """The path of the request."""
        account, session = self.segment(call["auth_id"]), self.segment(call["session_uuid"])
        return f"{urlsplit(call['base_url']).path}/Account/{account}/Masking/Session/{session}"

    def headers(self, call: Json) -> dict[str, str]:
        """The headers that the kit judges."""
        credentials = f"{call['auth_id']}:{call['auth_token']}".encode()
        return {
            "Authorization": f"Basic {base64.b64encode(credentials).decode()}",
            "Content-Type": "application/json",
        }

    def send(self, call: Json, path: str, body: bytes) -> tuple[int, bytes]:
        """Sends the update; returns the status and the body."""
        reply, content = self.exchange(call, self.method, call["base_url"], path, body)
        return reply.status, content

    def exchange(
        self, call: Json, method: str, origin: str, path: str, body: bytes
    ) -> tuple[HTTPResponse, bytes]:
        """Sends a request over its own socket; returns the reply and its body."""
        server = urlsplit(origin)
        headers = self.headers(call) | {
            "Host": server.netloc,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
        address = (server.hostname, server.port)
        with socket.create_connection(address, timeout=call["timeout_seconds"]) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            reply = HTTPResponse(connection)
            reply.begin()
            return reply, reply.read()

    def read(self, status: int, content: bytes) -> Json:
        """The outcome of a reply."""
        try:
            value = json.loads(content)
        except ValueError:
            value = None
        found = value if isinstance(value, dict) else {}
        if status == 200 and found and isinstance(found.get("session", {}), dict):
            return self.reply(found)
        return {
            "outcome": "error",
            "status": status,
            "message": found.get("error"),
            "api_id": found.get("api_id"),
        }

    def reply(self, content: Json) -> Json:
        """The outcome of an update that was made."""
        return {"outcome": "reply", "reply": content}
