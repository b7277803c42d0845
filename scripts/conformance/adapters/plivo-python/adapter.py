"""The vendor's Python SDK as an adapter. It has no setting for the address of its voice calls, so
the three addresses in its module are replaced; none of its bytes is changed."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from typing import Any

import plivo  # type: ignore[import-not-found]
from plivo import exceptions
from plivo.rest import client as sdk  # type: ignore[import-not-found]
from requests import RequestException

# The SDK's errors carry no status; each class stands for those it is raised for.
STATUSES = {
    exceptions.ValidationError: 400,
    exceptions.AuthenticationError: 401,
    exceptions.ResourceNotFoundError: 404,
    exceptions.InvalidRequestError: 405,
    exceptions.PlivoServerError: 500,
}


def answer(call: dict[str, Any]) -> dict[str, Any]:
    """Makes the updates of a call over one client."""
    address = f"{call['base_url']}/Account"
    sdk.API_VOICE_BASE_URI = address
    sdk.API_VOICE_BASE_URI_FALLBACK_1 = address
    sdk.API_VOICE_BASE_URI_FALLBACK_2 = address
    try:
        client = plivo.RestClient(
            call["auth_id"], call["auth_token"], timeout=call["timeout_seconds"]
        )
    except exceptions.AuthenticationError as error:
        return {"outcome": "refused", "detail": str(error)}
    # The SDK prints its retries to stdout, which belongs to the protocol.
    with client, redirect_stdout(sys.stderr):
        if "updates" not in call:
            return outcome(client, call["session_uuid"], call["fields"])
        with ThreadPoolExecutor(len(call["updates"]) if call["at_once"] else 1) as pool:
            updates = [(client, call["session_uuid"], fields) for fields in call["updates"]]
            told = list(pool.map(lambda update: outcome(*update), updates))
    return {"outcome": "several", "outcomes": told}


def outcome(client: Any, session_uuid: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What the caller of the SDK gets, in the protocol's words."""
    try:
        reply = client.masking_sessions.update_masking_session(session_uuid, **fields)
    except exceptions.PlivoRestError as error:
        status = STATUSES.get(type(error))
        return {"outcome": "error", "status": status, "message": str(error), "api_id": None}
    except UnicodeError as error:
        return {"outcome": "refused", "detail": repr(error)}
    except RequestException as error:
        return {"outcome": "transport", "detail": repr(error)}
    return {"outcome": "reply", "reply": plain(reply)}


def plain(value: Any) -> Any:
    """The SDK's reply objects as JSON data."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "__dict__"):
        return {key: plain(item) for key, item in vars(value).items()}
    return value


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
