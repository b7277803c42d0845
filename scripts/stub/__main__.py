"""Run the stub: python -m scripts.stub [--host 127.0.0.1] [--port 0] [--lenient]
[--strict-keys] [--rate-limit] [--quiet]."""

import argparse
import contextlib
import gc
import socket
import sys

from scripts.stub import accounts, sessions
from scripts.stub.server import application, listen, server, url
from scripts.stub.terminal import Terminal


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.stub",
        description="A stub of the API on loopback.",
        allow_abbrev=False,
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address (127.0.0.1)")
    parser.add_argument("--port", type=int, default=0, help="a port, 0 for a free one (0)")
    parser.add_argument("--lenient", action="store_true", help="take what the official SDKs send")
    parser.add_argument(
        "--strict-keys", action="store_true", help="refuse keys that are no field of an update"
    )
    parser.add_argument(
        "--rate-limit", action="store_true", help="answer 429 above the documented limit"
    )
    parser.add_argument("--quiet", action="store_true", help="print no line for each request")
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
        terminal = None if given.quiet else Terminal()
        app = application(
            lenient=given.lenient,
            strict_keys=given.strict_keys,
            rate_limit=given.rate_limit,
            terminal=terminal,
        )
        # What was loaded stays, so the collector need not look through it again and again.
        gc.freeze()
        try:
            server(app).run(sockets=[listener])
        finally:
            if terminal:
                terminal.flush()


if __name__ == "__main__":
    main()
