"""A stub, a client for it, and one way to call it synchronously and asynchronously."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from attrs import evolve
from plivo_masking import AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import MaskingSessionUpdate, MaskingSessionUpdateResponse

from scripts.stub.harness import Stub, running_stub

Update = Callable[..., MaskingSessionUpdateResponse]


@pytest.fixture(scope="session")
def _running() -> Iterator[Stub]:
    with running_stub() as stub:
        yield stub


@pytest.fixture
def stub(_running: Stub) -> Stub:
    """A stub as new."""
    _running.reset()
    return _running


@pytest.fixture
def client(stub: Stub) -> AuthenticatedClient:
    return AuthenticatedClient(auth_id=stub.auth_id, auth_token=stub.auth_token, base_url=stub.url)


@pytest.fixture(params=["sync", "asyncio"])
def update(request: pytest.FixtureRequest, stub: Stub, client: AuthenticatedClient) -> Update:
    """Calls the client's `sync` or `asyncio` with the fields given, on the two-party session."""

    def call(
        session_uuid: str = stub.sessions.two_party, **fields: Any
    ) -> MaskingSessionUpdateResponse:
        body = MaskingSessionUpdate(**fields)
        if request.param == "sync":
            return update_masking_session.sync(stub.auth_id, session_uuid, client=client, body=body)

        async def call_and_close() -> MaskingSessionUpdateResponse:
            # A closed client can't be opened again, and a connection belongs to its event loop.
            async with evolve(client) as opened:
                return await update_masking_session.asyncio(
                    stub.auth_id, session_uuid, client=opened, body=body
                )

        return asyncio.run(call_and_close())

    return call
