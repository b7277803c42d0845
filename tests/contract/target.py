"""The server under test: the stub, started here, or the one that the environment names."""

import ipaddress
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from scripts.stub import accounts
from scripts.stub.harness import Stub, running_stub
from tests.contract.given import given

_REQUIRED = ("AUTH_ID", "AUTH_TOKEN", "SESSION")
_OTHERS = (*_REQUIRED, "SINGLE_PARTY_SESSION")
# They become parts of a path and of schemathesis's configuration.
_IDS = ("AUTH_ID", "SESSION", "SINGLE_PARTY_SESSION")
_EXAMPLE = "http://127.0.0.1:PORT/v1"
# Seconds in which a server shows that it is there.
_PATIENCE = 5


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
    auth_token: str = field(repr=False)
    session: str
    single_party_session: str | None
    stub: Stub | None
    started_here: bool

    @property
    def latin_1_credentials(self) -> tuple[str, str]:
        """Id and token for requests, which writes text as latin-1: so their bytes are UTF-8."""
        return self.auth_id, self.auth_token.encode().decode("latin-1")

    @property
    def updatable(self) -> list[str]:
        """The sessions that the tests may change."""
        further = list(self.stub.sessions.more) if self.stub else []
        single = [self.single_party_session] if self.single_party_session else []
        return [self.session, *single, *further]


def check_environment() -> None:
    """Raises BadTarget when URL is set and can't be used, or when the rest is set without it."""
    if not (given("SEED") or "0").isdecimal():
        raise BadTarget(f"SEED: expected digits, got {given('SEED')!r}")
    url = given("URL")
    missing = [name for name in _REQUIRED if not given(name)]
    if not url:
        if others := [name for name in _OTHERS if given(name)]:
            raise BadTarget(f"expected URL={_EXAMPLE} beside {', '.join(others)}, got none")
        return
    _check_url(url)
    if missing:
        raise BadTarget(
            f"expected AUTH_ID, AUTH_TOKEN and SESSION beside URL, got none of: {', '.join(missing)}"
        )
    for name in _IDS:
        if not re.fullmatch(r"[A-Za-z0-9._~-]*", given(name)):
            raise BadTarget(f"{name}: expected letters, digits and . _ ~ - alone, got others")
    if not given("AUTH_TOKEN").isprintable():
        raise BadTarget("AUTH_TOKEN: expected one line of printable UTF-8, got a control character")


def check_server() -> None:
    """Raises BadTarget when the server that the environment names does not answer."""
    if url := given("URL"):
        try:
            httpx.get(url, trust_env=False, timeout=_PATIENCE)
        except httpx.TransportError as error:
            problem = f"{type(error).__name__}: {error}"
            raise BadTarget(
                f"expected a server that answers at {url}, got {problem[:200]}. "
                "Start it, or name another with URL=…"
            ) from error


def token() -> str:
    """The token of the account that the tests use."""
    return given("AUTH_TOKEN") or accounts.AUTH_TOKEN


@contextmanager
def running_target() -> Iterator[Target]:
    """The server that the environment names, or else a stub for as long as the block lasts."""
    check_environment()
    url = given("URL").rstrip("/")
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
    with httpx.Client(base_url=controls, trust_env=False, timeout=_PATIENCE) as control:
        yield Target(
            url=url,
            auth_id=given("AUTH_ID"),
            auth_token=given("AUTH_TOKEN"),
            session=given("SESSION"),
            single_party_session=given("SINGLE_PARTY_SESSION") or None,
            stub=Stub(url, control) if _is_stub(control) else None,
            started_here=False,
        )


def _check_url(url: str) -> None:
    # Its text is shown only once it can hold no credentials.
    if "@" in url:
        raise BadTarget(f"URL: expected {_EXAMPLE}, got one with credentials")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise BadTarget(f"URL: expected {_EXAMPLE}, got {url!r}: {error}") from error
    if parts.scheme != "http" or not host or not re.fullmatch(r"[A-Za-z0-9._~%:/\[\]-]+", url):
        raise BadTarget(f"URL: expected {_EXAMPLE}, got {url!r}")
    if not _is_loopback(host):
        raise BadTarget(
            f"URL: expected a server on this machine (127.0.0.1, ::1 or localhost), got {host!r}. "
            "The tests send broken requests in large numbers and contact no other host"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_stub(control: httpx.Client) -> bool:
    reply = control.get("sessions")
    return reply.status_code == 200 and "application/json" in reply.headers.get("content-type", "")
