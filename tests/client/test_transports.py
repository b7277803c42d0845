"""Clients of other libraries that speak httpx's language serve as well as httpx's own."""

import asyncio
from typing import Any

import httpx
import httpx2
import httpx_aiohttp
import pytest
from attrs import evolve
from plivo_masking import (
    ApiError,
    AuthenticatedClient,
    MaskingSessionUpdate,
    NotFoundError,
    update_masking_session,
)

from scripts.stub.harness import Stub
from tests.client.conftest import sync
from tests.client.raw_server import reply, serving

BODY = MaskingSessionUpdate(record=False)


def with_httpx2(client: AuthenticatedClient, **more: Any) -> Any:
    client.set_httpx_client(httpx2.Client())
    with client:
        return sync(client, body=BODY, **more)


def asynchronously(client: AuthenticatedClient, **more: Any) -> Any:
    async def run() -> Any:
        async with client:
            return await update_masking_session.asyncio(client=client, body=BODY, **more)

    return asyncio.run(run())


def with_httpx2_async(client: AuthenticatedClient, **more: Any) -> Any:
    return asynchronously(client.set_async_httpx_client(httpx2.AsyncClient()), **more)


def with_aiohttp(client: AuthenticatedClient, **more: Any) -> Any:
    transport = httpx_aiohttp.AiohttpTransport()
    client = evolve(client, verify_ssl=True, httpx_args={"transport": transport})
    return asynchronously(client, **more)


WAYS = pytest.mark.parametrize(
    ("way", "library"),
    [(with_httpx2, httpx2), (with_httpx2_async, httpx2), (with_aiohttp, httpx)],
)


@WAYS
def test_success_error_and_time_out(
    stub: Stub, client: AuthenticatedClient, way: Any, library: Any
) -> None:
    assert way(client, session_uuid="two-party").session.record is False
    with pytest.raises(NotFoundError) as raised:
        way(client, session_uuid="none")
    assert raised.value.headers["Content-Type"] == "application/json"
    stub.next_reply(delay=30)
    with pytest.raises(library.TimeoutException):
        # The read alone: the request must have arrived, however busy the machine is.
        way(client, session_uuid="two-party", timeout=library.Timeout(30, read=1))
    assert [entry["method"] for entry in stub.journal()] == ["POST"] * 3


@WAYS
def test_the_rule_for_redirects_holds(way: Any, library: Any) -> None:
    for status in (301, 302, 303, 307, 308):
        with serving(
            lambda path: reply(404, b"{}") if path == "/new" else reply(status, location=b"/new")  # noqa: B023
        ) as server:
            client = AuthenticatedClient(
                auth_id="MA", auth_token="t", base_url=server.url, follow_redirects=True
            )
            with pytest.raises(ApiError) as raised:
                way(client, session_uuid="id")
            followed = status in (307, 308)
            assert raised.value.status == (404 if followed else status)
            assert len(server.requests) == 1 + followed
            assert {method for method, _, _ in server.requests} == {"POST"}
