"""A stub, a client for it, and one way to call it synchronously and asynchronously."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from plivo_masking import (
    AuthenticatedClient,
    MaskingSessionUpdate,
    MaskingSessionUpdateResponse,
    update_masking_session,
)

from scripts.stub.harness import Stub, running_stub
from tests.support.certificate import CERTIFICATE

Call = Callable[..., MaskingSessionUpdateResponse]


def sync(client: AuthenticatedClient, *args: Any, **more: Any) -> MaskingSessionUpdateResponse:
    return update_masking_session.sync(*args, client=client, **more)


def asynchronous(client: AuthenticatedClient, *args: Any, **more: Any) -> Any:
    async def call_and_close() -> MaskingSessionUpdateResponse:
        async with client:
            return await update_masking_session.asyncio(*args, client=client, **more)

    return asyncio.run(call_and_close())


@pytest.fixture(autouse=True)
def _few_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client loads those of all authorities, which takes longer than most tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


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
def client(stub: Stub) -> Iterator[AuthenticatedClient]:
    # Nothing here speaks TLS, and reading the certificates takes 20 ms, each time.
    with AuthenticatedClient(
        auth_id=stub.auth_id, auth_token=stub.auth_token, base_url=stub.url, verify_ssl=False
    ) as client:
        yield client


@pytest.fixture(params=[sync, asynchronous])
def call(request: pytest.FixtureRequest) -> Call:
    """The client's `sync` or `asyncio`, as `call(client, session, body=…)`."""
    way: Call = request.param
    return way


@pytest.fixture
def update(call: Call, client: AuthenticatedClient) -> Call:
    """Updates the two-party session with the fields given."""

    def update_with(**fields: Any) -> MaskingSessionUpdateResponse:
        return call(client, "two-party", body=MaskingSessionUpdate(**fields))

    return update_with
