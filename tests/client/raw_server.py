"""A loopback server that answers with exactly the bytes it is told."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


class RawServer(ThreadingHTTPServer):
    """Holds the requests that came, as method, path and body, with their headers, and counts connections."""

    def __init__(self, answer: Callable[[str], bytes], tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.requests: list[tuple[str, str, bytes]] = []
        self.headers: list[Message] = []
        self.connections = 0
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.server_port}"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.raw = cast(RawServer, self.server)
        self.raw.connections += 1

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.raw.requests.append((self.command, self.path, body))
        self.raw.headers.append(self.headers)
        self.wfile.write(self.raw.answer(self.path))

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        pass


def reply(status: int, content: bytes = b"", **headers: bytes) -> bytes:
    """A reply's bytes."""
    head = b"HTTP/1.1 %d Any\r\nContent-Length: %d\r\n" % (status, len(content))
    for name, value in headers.items():
        head += b"%b: %b\r\n" % (name.replace("_", "-").title().encode(), value)
    return head + b"\r\n" + content


@contextmanager
def serving(
    answer: Callable[[str], bytes], tls: ssl.SSLContext | None = None
) -> Iterator[RawServer]:
    """Serve for as long as the block lasts. answer: the reply's bytes for a path."""
    with RawServer(answer, tls) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
