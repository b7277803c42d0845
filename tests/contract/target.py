"""The server under test: the stub, started here, or the one that the environment names."""

import ipaddress
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from tests.stub.harness import Stub, running_stub

_REQUIRED = ("AUTH_ID", "AUTH_TOKEN", "SESSION")
_OURS = ("AUTH_ID", "AUTH_TOKEN", "SINGLE_PARTY_SESSION")


class BadTarget(Exception):
    """The environment does not name a server that may be tested. Its text says what is missing."""


@dataclass(frozen=True)
class Target:
    """Where to send, as whom, and which sessions may be changed.

    url: the base URL with /v1. session: id of a session of two parties. single_party_session: id of one
    created with create_session_with_single_party, None when there is none. stub: the controls, when the
    server is the stub. started_here: whether this process started the server, so that both share a clock.
    """

    url: str
    auth_id: str
    auth_token: str
    session: str
    single_party_session: str | None
    stub: Stub | None
    started_here: bool

    @property
    def updatable(self) -> list[str]:
        """The sessions that the tests may change."""
        further = list(self.stub.sessions.more) if self.stub else []
        single = [self.single_party_session] if self.single_party_session else []
        return [self.session, *single, *further]


def check_environment() -> None:
    """Raises BadTarget when URL is set and can't be used, or when the rest is set without it."""
    url = os.environ.get("URL", "")
    missing = [name for name in _REQUIRED if not os.environ.get(name)]
    if not url:
        # SESSION alone says nothing: some desktops set a variable of this name.
        given = [name for name in _OURS if os.environ.get(name)]
        if given:
            raise BadTarget(
                f"expected URL=http://127.0.0.1:PORT/v1 beside {', '.join(given)}, got none"
            )
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadTarget(f"URL: expected http://127.0.0.1:PORT/v1, got {url!r}: {error}") from error
    if parts.scheme != "http" or not host:
        raise BadTarget(f"URL: expected http://127.0.0.1:PORT/v1, got {url!r}")
    if not _is_loopback(host):
        raise BadTarget(
            f"URL: expected a server on this machine (127.0.0.1, ::1 or localhost), got {host!r}. "
            "The tests send broken requests in large numbers and contact no other host"
        )
    if missing:
        raise BadTarget(
            f"expected AUTH_ID, AUTH_TOKEN and SESSION beside URL, got none of: {', '.join(missing)}"
        )


@contextmanager
def running_target() -> Iterator[Target]:
    """The server that the environment names, or else a stub for as long as the block lasts."""
    check_environment()
    url = os.environ.get("URL", "").rstrip("/")
    if not url:
        with running_stub() as stub:
            names = stub.sessions
            yield Target(
                url=stub.url,
                auth_id=stub.auth_id,
                auth_token=stub.auth_token,
                session=names.two_party,
                single_party_session=names.single_party,
                stub=stub,
                started_here=True,
            )
        return
    controls = url.removesuffix("/v1") + "/_stub/"
    with httpx.Client(base_url=controls, trust_env=False, timeout=5) as control:
        yield Target(
            url=url,
            auth_id=os.environ["AUTH_ID"],
            auth_token=os.environ["AUTH_TOKEN"],
            session=os.environ["SESSION"],
            single_party_session=os.environ.get("SINGLE_PARTY_SESSION") or None,
            stub=Stub(url, control) if _is_stub(control) else None,
            started_here=False,
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_stub(control: httpx.Client) -> bool:
    reply = control.get("sessions")
    return reply.status_code == 200 and "application/json" in reply.headers.get("content-type", "")
