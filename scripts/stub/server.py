"""The stub as a running server on loopback."""

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
import uvloop
from starlette.types import ASGIApp, Receive, Scope, Send

from scripts.stub.api import Api
from scripts.stub.clock import Clock
from scripts.stub.controls import controls
from scripts.stub.journal import Journal
from scripts.stub.protocol import Protocol
from scripts.stub.rate_limit import RateLimit
from scripts.stub.sessions import Sessions
from scripts.stub.terminal import Terminal


class _Server(uvicorn.Server):
    """Ends at the first signal, also while a reply is being delayed."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = True
        super().handle_exit(sig, frame)


def application(
    *,
    lenient: bool = False,
    strict_keys: bool = False,
    rate_limit: bool = False,
    terminal: Terminal | None = None,
    clock: Clock | None = None,
) -> ASGIApp:
    """The stub as an ASGI application.

    lenient: take what the official SDKs send [S-lenient]. strict_keys: refuse what is no field of an
    update. rate_limit: enforce the documented one. terminal: where each request is shown, if anywhere.
    """
    clock = clock or Clock()
    sessions, journal = Sessions(clock), Journal(clock)
    limit = RateLimit(clock) if rate_limit else None
    api = Api(
        sessions,
        journal,
        lenient=lenient,
        strict_keys=strict_keys,
        limit=limit,
        terminal=terminal,
    )
    own = controls(api, sessions, journal, clock, limit)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        application = own if scope["raw_path"].startswith(b"/_stub/") else api
        await application(scope, receive, send)

    return dispatch


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """A socket that already listens, so that nobody has to wait for readiness.

    Raises:
        ValueError: If the host is not a loopback address.
        OSError: If the port is taken.
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise ValueError(f"host: expected a loopback address such as 127.0.0.1, got {host!r}")
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((str(address), port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def url(listener: socket.socket) -> str:
    """The base URL of the API on this socket, with /v1."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/v1" if ":" in host else f"http://{host}:{port}/v1"


def server(app: ASGIApp) -> uvicorn.Server:
    """A uvicorn server for the application, to be run on a socket from `listen`."""
    config = uvicorn.Config(
        app,
        http=Protocol,
        loop="uvloop",
        ws="none",
        lifespan="off",
        # As other servers do: uvicorn's 5 s close the connection of a client that a busy machine holds up.
        timeout_keep_alive=75,
        # Else a delayed reply that is cut off by the end of the server looks like a failure of it.
        log_level="critical",
        access_log=False,
    )
    return _Server(config)


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve the application from a thread for as long as the block lasts; gives its base URL."""
    with listen() as listener:
        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
        loop = runner.get_loop()
        task = loop.create_task(server(app).serve(sockets=[listener]))

        def run() -> None:
            with runner, contextlib.suppress(asyncio.CancelledError):
                loop.run_until_complete(task)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield url(listener)
        finally:
            # Asking uvicorn to exit takes two of its ticks of 0.1 s.
            loop.call_soon_threadsafe(task.cancel)
            thread.join()
