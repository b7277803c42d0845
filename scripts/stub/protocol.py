"""HTTP/1.1 as uvicorn speaks it, adapted in four ways to a stub that meets every kind of client."""

import asyncio

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from scripts.stub.quoted import quoted
from scripts.stub.reply import error

# Seconds in which a request has to arrive whole; the vendor states none.
TIMEOUT = 30


class Protocol(HttpToolsProtocol):
    """One connection.

    The application gets the connection itself, which it must be able to drop. What is no HTTP, or has a
    target that is no path, is answered in JSON like any other error, but is not in the journal. An offer to
    upgrade is ignored; the journal shows such a request without its Upgrade header. A connection whose
    request takes too long to arrive is closed.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_wait()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_request()
        self.scope["extensions"] = {"stub.transport": self.transport}  # type: ignore[dict-item]

    def on_headers_complete(self) -> None:
        if not self._has_offer():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        if not self._has_offer():
            super().on_message_complete()
            self._end_wait()

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            if self._has_offer():
                (end,) = upgrade.args
                self._pass_over(data[end:])
            else:
                # CONNECT: what follows it would be no HTTP, so the connection ends with the reply.
                self.cycle.keep_alive = False
        except httptools.HttpParserError as wrong:
            self.send_400_response(str(wrong))

    def send_400_response(self, msg: str) -> None:
        detail = (
            f"expected HTTP/1.1 with a path in ASCII, got what the parser refused: {quoted(msg)}"
        )
        answer = error(400, f"Invalid request: {detail}")
        self.transport.write(
            b"HTTP/1.1 %d Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n%b" % (answer.status, len(answer.content), answer.content)
        )
        self.transport.close()

    def _await_request(self) -> None:
        self._end_wait()
        self._deadline = self.loop.call_later(TIMEOUT, self.transport.close)

    def _end_wait(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def _has_offer(self) -> bool:
        # The parser first, because hardly any request has one.
        return bool(self.parser.should_upgrade()) and any(
            name == b"upgrade" for name, _ in self.headers
        )

    def _pass_over(self, rest: bytes) -> None:
        """Reads the request again without its offer, after which the parser takes the body for another
        protocol. Java's HTTP client offers HTTP/2 with each first request, and sends the body with it."""
        lines = [b"%b: %b\r\n" % header for header in self.headers if header[0] != b"upgrade"]
        head = b"%b %b HTTP/1.1\r\n%b\r\n" % (self.parser.get_method(), self.url, b"".join(lines))
        self.parser = httptools.HttpRequestParser(self)
        self.data_received(head + rest)
