"""The generated Python client as an adapter: `adapter.py HOW FOLDER`, where FOLDER holds the package."""

import asyncio
import json
import ssl
import sys
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


def update(call: dict[str, Any]) -> MaskingSessionUpdateResponse:
    """Makes the call as a user of the client would."""
    client, session = client_for(call), call["session_uuid"]
    body = MaskingSessionUpdate(**call["fields"])
    if HOW in ("sync", "httpx2"):
        with client:
            return update_masking_session.sync(session, client=client, body=body)

    async def run() -> MaskingSessionUpdateResponse:
        async with client:
            return await update_masking_session.asyncio(session, client=client, body=body)

    return asyncio.run(run())


def outcome(call: dict[str, Any]) -> dict[str, Any]:
    """What the caller got, in the protocol's words."""
    try:
        return {"outcome": "reply", "reply": update(call).to_dict()}
    except ApiError as error:
        told = {"status": error.status, "message": error.message, "api_id": error.api_id}
        return {"outcome": "error", **told}
    except TRANSPORT_ERRORS as error:
        return {"outcome": "transport", "detail": repr(error)}
    except (TypeError, ValueError) as error:
        return {"outcome": "refused", "detail": repr(error)}


for line in sys.stdin:
    print(json.dumps(outcome(json.loads(line))), flush=True)
