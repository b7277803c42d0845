"""The generated Python client as an adapter: `adapter.py HOW FOLDER`, where FOLDER holds the package."""

import asyncio
import json
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import httpx2
import httpx_aiohttp

sys.path.insert(0, sys.argv[2])

from plivo_masking import (
    ApiError,
    AuthenticatedClient,
    MaskingSessionUpdate,
    MaskingSessionUpdateResponse,
    update_masking_session,
)

HOW = sys.argv[1]
# Made once: reading the system's certificates takes longer than a call.
TLS = ssl.create_default_context()
TRANSPORT_ERRORS = (httpx.TransportError, httpx2.TransportError)
ERRORS = (ApiError, *TRANSPORT_ERRORS, TypeError, ValueError)


def client_for(call: dict[str, Any]) -> AuthenticatedClient:
    client = AuthenticatedClient(
        auth_id=call["auth_id"],
        auth_token=call["auth_token"],
        base_url=call["base_url"],
        timeout=call["timeout_seconds"],
        verify_ssl=TLS,
    )
    if HOW == "httpx2":
        client.set_httpx_client(httpx2.Client(verify=TLS))
    elif HOW == "httpx2-async":
        client.set_async_httpx_client(httpx2.AsyncClient(verify=TLS))
    elif HOW == "aiohttp":
        client.set_async_httpx_client(httpx_aiohttp.HttpxAiohttpClient(verify=TLS))
    return client


def update(client: AuthenticatedClient, session: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Makes an update as a user of the client would."""
    try:
        body = MaskingSessionUpdate(**fields)
        return made(update_masking_session.sync(session, client=client, body=body))
    except ERRORS as error:
        return failed(error)


async def update_async(
    client: AuthenticatedClient, session: str, fields: dict[str, Any]
) -> dict[str, Any]:
    try:
        body = MaskingSessionUpdate(**fields)
        return made(await update_masking_session.asyncio(session, client=client, body=body))
    except ERRORS as error:
        return failed(error)


def made(reply: MaskingSessionUpdateResponse) -> dict[str, Any]:
    return {"outcome": "reply", "reply": reply.to_dict()}


def failed(error: Exception) -> dict[str, Any]:
    """What the caller got, in the protocol's words."""
    if isinstance(error, ApiError):
        told = {"status": error.status, "message": error.message, "api_id": error.api_id}
        return {"outcome": "error", **told}
    kind = "transport" if isinstance(error, TRANSPORT_ERRORS) else "refused"
    return {"outcome": kind, "detail": repr(error)}


def outcomes(call: dict[str, Any], updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Makes the updates over one client."""
    session, at_once = call["session_uuid"], call.get("at_once")
    if HOW in ("sync", "httpx2"):
        threads = len(updates) if at_once else 1
        with client_for(call) as client, ThreadPoolExecutor(threads) as pool:
            return list(pool.map(partial(update, client, session), updates))

    async def run() -> list[dict[str, Any]]:
        async with client_for(call) as client:
            if at_once:
                return await asyncio.gather(*(update_async(client, session, u) for u in updates))
            return [await update_async(client, session, fields) for fields in updates]

    return asyncio.run(run())


def answer(call: dict[str, Any]) -> dict[str, Any]:
    try:
        told = outcomes(call, call.get("updates", [call["fields"]]))
    except ERRORS as error:
        return failed(error)
    return {"outcome": "several", "outcomes": told} if "updates" in call else told[0]


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
