"""The server under test: the stub, started here, or the one that the environment names."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import httpx
import pytest

from scripts.stub import accounts, sessions
from scripts.stub.harness import Stub, running_stub
from tests.contract import document
from tests.contract.given import given
from tests.contract.variables import PATIENCE, allowed_host, check_environment


@dataclass(frozen=True)
class Account:
    """An account that must not reach the first one's sessions. session: one of its own, or empty."""

    auth_id: str
    auth_token: str = field(repr=False)
    session: str = ""


@dataclass(frozen=True)
class Target:
    """Where to send, as whom, and which sessions may be changed.

    url: the base URL with /v1. session: id of a session of two parties. single_party_session: id of one
    created with create_session_with_single_party, None when there is none. other_session: id of another one
    of two parties. stub: the controls, when the server is the stub. started_here: whether this process
    started the server, so that both share a clock.
    """

    url: str
    auth_id: str
    auth_token: str = field(repr=False)
    session: str
    single_party_session: str | None
    stub: Stub | None
    started_here: bool
    other_session: str | None = None
    other_account: Account | None = None

    @property
    def latin_1_credentials(self) -> tuple[str, str]:
        """Id and token for requests, which writes text as latin-1: so their bytes are UTF-8."""
        return self.auth_id, self.auth_token.encode().decode("latin-1")

    @property
    def updatable(self) -> list[str]:
        """The sessions that the tests may change."""
        named = [self.session, self.single_party_session, self.other_session]
        return [session for session in named if session]

    @property
    def widest_session(self) -> str:
        """The session that takes most fields."""
        return self.single_party_session or self.session

    @property
    def fields(self) -> list[str]:
        """The fields that some session takes, in the document's order."""
        return self.fields_of(self.widest_session)

    def fields_of(self, session: str) -> list[str]:
        """The fields that this session takes."""
        parties = () if session == self.single_party_session else document.PARTIES
        return [name for name in document.fields() if name not in parties]

    def session_for(self, field: str) -> str:
        """A session that takes this field; skips the test when there is none."""
        if field not in document.PARTIES:
            return self.session
        if self.single_party_session is None:
            pytest.skip(f"not judged without SINGLE_PARTY_SESSION: {field}")
        return self.single_party_session


def target_at(url: str, *, token: str = accounts.AUTH_TOKEN, stub: Stub | None = None) -> Target:
    """The stub as a user would name it. stub: its controls, unless they are hidden."""
    second = next(name for name in accounts.TOKENS if name != accounts.AUTH_ID)
    return Target(
        url=url,
        auth_id=accounts.AUTH_ID,
        auth_token=token,
        session=sessions.TWO_PARTY,
        single_party_session=sessions.SINGLE_PARTY,
        stub=stub,
        started_here=False,
        other_session=sessions.MORE[0],
        other_account=Account(second, accounts.TOKENS[second]),
    )


@contextmanager
def running_target() -> Iterator[Target]:
    """The server that the environment names, or else a stub for as long as the block lasts."""
    check_environment()
    url = given("URL").rstrip("/")
    if not url:
        with running_stub() as stub:
            yield replace(target_at(stub.url, stub=stub), started_here=True)
        return
    controls = url.removesuffix("/v1") + "/_stub/"
    with httpx.Client(base_url=controls, trust_env=False, timeout=PATIENCE) as control:
        yield Target(
            url=url,
            auth_id=given("AUTH_ID"),
            auth_token=given("AUTH_TOKEN"),
            session=given("SESSION"),
            single_party_session=given("SINGLE_PARTY_SESSION") or None,
            stub=Stub(url, control) if not allowed_host() and _is_stub(control) else None,
            started_here=False,
            other_session=given("OTHER_SESSION") or None,
            other_account=_other_account(),
        )


def _other_account() -> Account | None:
    if not given("AUTH_ID2"):
        return None
    return Account(given("AUTH_ID2"), given("AUTH_TOKEN2"), given("SESSION2"))


def _is_stub(control: httpx.Client) -> bool:
    reply = control.get("sessions")
    return reply.status_code == 200 and "application/json" in reply.headers.get("content-type", "")
