"""The generated Python client as an adapter: `adapter.py sync|async FOLDER_OF_THE_PACKAGE`."""

import asyncio
import json
import ssl
import sys
from typing import Any

import httpx

sys.path.insert(0, sys.argv[2])

from plivo_masking import ApiError, AuthenticatedClient
from plivo_masking.api.masking_sessions import update_masking_session
from plivo_masking.models import (
    CallbackMethod,
    MaskingSessionUpdate,
    MaskingSessionUpdateResponse,
    RecordFileFormat,
)

# Made once: reading the system's certificates takes longer than a call.
TLS = ssl.create_default_context()

ENUMS = {
    "record_file_format": RecordFileFormat,
    "recording_callback_method": CallbackMethod,
    "callback_method": CallbackMethod,
}


def update(call: dict[str, Any], asynchronous: bool) -> MaskingSessionUpdateResponse:
    """Makes the call as a user of the client would."""
    fields: dict[str, Any] = dict(call["fields"])
    for name in ENUMS.keys() & fields.keys():
        fields[name] = ENUMS[name](fields[name])
    client = AuthenticatedClient(
        auth_id=call["auth_id"],
        auth_token=call["auth_token"],
        base_url=call["base_url"],
        timeout=call["timeout_seconds"],
        verify_ssl=TLS,
    )
    auth_id, session, body = call["auth_id"], call["session_uuid"], MaskingSessionUpdate(**fields)
    if not asynchronous:
        with client:
            return update_masking_session.sync(auth_id, session, client=client, body=body)

    async def run() -> MaskingSessionUpdateResponse:
        async with client:
            return await update_masking_session.asyncio(auth_id, session, client=client, body=body)

    return asyncio.run(run())


def outcome(call: dict[str, Any], asynchronous: bool) -> dict[str, Any]:
    """What the caller got, in the protocol's words."""
    try:
        return {"outcome": "reply", "reply": update(call, asynchronous).to_dict()}
    except ApiError as error:
        told = {"status": error.status, "message": error.message, "api_id": error.api_id}
        return {"outcome": "error", **told}
    except httpx.TransportError as error:
        return {"outcome": "transport", "detail": repr(error)}
    except (TypeError, ValueError) as error:
        return {"outcome": "refused", "detail": repr(error)}


for line in sys.stdin:
    print(json.dumps(outcome(json.loads(line), sys.argv[1] == "async")), flush=True)
