"""A client opens, shares and closes its connections as its user expects."""

import asyncio
import gc
import json
import weakref
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from plivo_masking import (
    AuthenticatedClient,
    MaskingSessionUpdate,
    NotFoundError,
    update_masking_session,
)

from scripts.stub import document
from scripts.stub.harness import Stub
from tests.client.conftest import Call, asynchronous, sync
from tests.client.raw_server import RawServer, reply, serving

BODY = MaskingSessionUpdate(record=False)
EXAMPLE = document.examples(200)["vendor_page"]
SUCCESS = json.dumps(EXAMPLE).encode()
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def server() -> Iterator[RawServer]:
    with serving(lambda path: reply(200, SUCCESS, set_cookie=b"seen=1; Path=/")) as server:
        yield server


def client_of(server: RawServer, **more: Any) -> AuthenticatedClient:
    return AuthenticatedClient(auth_id="MA", auth_token="t", base_url=server.url, **more)


def test_copies_share_connections_and_no_cookies(server: RawServer) -> None:
    with client_of(server) as client:
        for seconds in range(1, 11):
            sync(client.with_timeout(seconds), "id", body=BODY)
            sync(client.with_headers({"X-Try": f"{seconds}"}), "id", body=BODY)
            sync(client, "id", body=BODY, timeout=seconds)
    assert server.connections == 1
    assert [headers["X-Try"] for headers in server.headers if headers["X-Try"]] == [
        f"{seconds}" for seconds in range(1, 11)
    ]
    assert not [headers for headers in server.headers if headers["Cookie"]]


def test_a_used_client_can_be_opened_closed_and_used_again(server: RawServer) -> None:
    client = client_of(server)
    client.close()
    sync(client, "id", body=BODY)
    first = client.get_httpx_client()
    with client as opened:
        sync(opened, "id", body=BODY)
        with client.with_timeout(1) as copy:
            sync(copy, "id", body=BODY)
    assert first.is_closed
    assert server.connections == 1
    sync(client, "id", body=BODY)
    client.close()
    assert server.connections == 2
    assert client == client_of(server)


def test_each_event_loop_has_connections_of_its_own(server: RawServer) -> None:
    client = client_of(server)
    pools = []

    async def twice() -> None:
        await update_masking_session.asyncio("id", client=client, body=BODY)
        await update_masking_session.asyncio("id", client=client.with_timeout(2), body=BODY)
        pools.append(client.get_async_httpx_client())

    async def and_close() -> None:
        await twice()
        await client.aclose()
        await client.aclose()

    async def and_leave() -> None:
        async with client:
            await twice()

    for run in (twice, and_close, and_close, and_leave):
        asyncio.run(run())
    assert server.connections == 4
    assert [pool.is_closed for pool in pools] == [False, True, True, True]


def test_event_loops_that_take_turns_keep_their_connections(server: RawServer) -> None:
    client = client_of(server)
    with asyncio.Runner() as one, asyncio.Runner() as other:
        for runner in (one, other, one, other):
            runner.run(update_masking_session.asyncio("id", client=client, body=BODY))
        assert server.connections == 2
        pool = weakref.ref(one.run(pool_of(client)))
        one.close()
        # What no loop can use any more is not kept for good.
        asyncio.run(pool_of(client))
        gc.collect()
        assert pool() is None
        other.run(client.aclose())


def test_it_needs_no_event_loop_of_asyncio() -> None:
    """Another library, such as trio, can run it."""
    given = {"transport": httpx.MockTransport(lambda request: httpx.Response(200, json=EXAMPLE))}
    client = AuthenticatedClient(auth_id="MA", auth_token="t", httpx_args=given)
    call = update_masking_session.asyncio("id", client=client, body=BODY)
    with pytest.raises(StopIteration) as returned:
        call.send(None)
    assert returned.value.value.message == EXAMPLE["message"]
    assert asynchronous(client, "id", body=BODY).message == EXAMPLE["message"]


async def pool_of(client: AuthenticatedClient) -> httpx.AsyncClient:
    return client.get_async_httpx_client()


def test_a_time_out_is_the_calls_the_copys_or_the_clients(stub: Stub, call: Call) -> None:
    def client_with(timeout: float | None) -> AuthenticatedClient:
        return AuthenticatedClient(
            auth_id=stub.auth_id, auth_token=stub.auth_token, base_url=stub.url, timeout=timeout
        )

    short = 0.05
    hasty: list[tuple[AuthenticatedClient, dict[str, Any]]] = [
        (client_with(short), {}),
        (client_with(None).with_timeout(short), {}),
        (client_with(None), {"timeout": short}),
    ]
    for client, more in hasty:
        # A request that never arrived leaves its reply queued.
        stub.reset()
        stub.next_reply(delay=30)
        with pytest.raises(httpx.TimeoutException):
            call(client, "two-party", body=BODY, **more)
    patient: list[tuple[AuthenticatedClient, dict[str, Any]]] = [
        (client_with(None), {}),
        (client_with(short).with_timeout(None), {}),
        (client_with(short), {"timeout": None}),
    ]
    stub.reset()
    for client, more in patient:
        stub.next_reply(status=200, body=EXAMPLE, delay=0.2)
        assert call(client, "two-party", body=BODY, **more).message == EXAMPLE["message"]


def test_the_default_time_out_is_five_seconds(call: Call) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.extensions["timeout"])
        return httpx.Response(200, json=EXAMPLE)

    given = {"transport": httpx.MockTransport(answer)}
    call(AuthenticatedClient(auth_id="MA", auth_token="t", httpx_args=given), "id", body=BODY)
    assert asked == [httpx.Timeout(5.0).as_dict()]


def test_a_plain_httpx_client_that_was_set_keeps_base_url_credentials_and_headers(
    stub: Stub, client: AuthenticatedClient
) -> None:
    mine = httpx.Client()
    client = client.with_headers({"X-Trace": "7"}).set_httpx_client(mine)
    assert sync(client, "two-party", body=BODY).message == EXAMPLE["message"]
    client.set_async_httpx_client(httpx.AsyncClient())
    assert asynchronous(client, "two-party", body=BODY).message == EXAMPLE["message"]
    assert [entry["headers"]["x-trace"] for entry in stub.journal()] == ["7", "7"]
    client.close()
    assert mine.is_closed
    # What was given isn't replaced behind its giver's back.
    with pytest.raises(RuntimeError, match="closed"):
        sync(client, "two-party", body=BODY)


def test_a_proxy_of_the_environment_is_used_unless_switched_off(
    server: RawServer, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving(lambda path: reply(404)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with pytest.raises(NotFoundError):
            call(client_of(server), "id", body=BODY)
        assert proxy.requests[0][1].startswith(server.url)
        call(client_of(server, trust_env=False), "id", body=BODY)
        assert (len(proxy.requests), len(server.requests)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1", "expected an HTTP proxy, got a SOCKS one"),
        ("SSL_CERT_FILE", "/nowhere.pem", "expected certificates in PEM form in SSL_CERT_FILE"),
    ],
)
def test_what_the_environment_has_wrong_is_said_in_a_sentence(
    server: RawServer,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    words: str,
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"{words}.*trust_env=False"):
        call(client_of(server), "id", body=BODY)
    call(client_of(server, trust_env=False), "id", body=BODY)
