"""Run the stub: python -m scripts.stub [--host 127.0.0.1] [--port 0] [--lenient]."""

import argparse
import contextlib
import socket
import sys

from scripts.stub import accounts, sessions
from scripts.stub.server import application, listen, server, url


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.stub", description="A stub of the API on loopback."
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="a port, 0 for a free one (0)")
    parser.add_argument("--lenient", action="store_true", help="take what the official SDKs send")
    return parser.parse_args()


def greeting(listener: socket.socket) -> str:
    base = url(listener)
    ids = (
        sessions.TWO_PARTY,
        sessions.SINGLE_PARTY,
        sessions.WITH_PIN,
        sessions.EXPIRED,
        *sessions.MORE,
        sessions.EXAMPLE,
    )
    session = f"{base}/Account/{accounts.AUTH_ID}/Masking/Session/{sessions.TWO_PARTY}"
    return (
        f"The stub listens on {base}\n"
        f"auth id {accounts.AUTH_ID}, auth token {accounts.AUTH_TOKEN}\n"
        f"sessions {', '.join(ids)}\n"
        f"what it received: {base.removesuffix('/v1')}/_stub/journal\n\n"
        f"curl -u {accounts.AUTH_ID}:{accounts.AUTH_TOKEN} -H 'Content-Type: application/json' \\\n"
        f"  -d '{{\"record\": false}}' {session}\n\n"
        "Ctrl-C ends it."
    )


def main() -> None:
    given = arguments()
    try:
        listener = listen(given.host, given.port)
    except (ValueError, OSError, OverflowError) as error:
        sys.exit(f"The stub can't listen on {given.host} port {given.port}: {error}")
    # Ctrl-C is how it is meant to end.
    with listener, contextlib.suppress(KeyboardInterrupt):
        print(greeting(listener), flush=True)
        server(application(lenient=given.lenient)).run(sockets=[listener])


if __name__ == "__main__":
    main()
