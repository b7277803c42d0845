"""The client that openapi-generator writes for Python, as an adapter of the conformance kit."""

import asyncio
import json
import sys
from contextvars import ContextVar
from typing import Any

import httpx
from masking import (  # type: ignore[import-not-found]
    ApiClient,
    ApiException,
    Configuration,
    MaskingSessionsApi,
    MaskingSessionUpdate,
)

# The exceptions for an unreadable reply don't hold the status. Each update runs in a context of its own.
STATUS: ContextVar[int | None] = ContextVar("status", default=None)


class Client(ApiClient):  # type: ignore[misc]
    def response_deserialize(self, response_data: Any, response_types_map: Any = None) -> Any:
        STATUS.set(response_data.status)
        return super().response_deserialize(response_data, response_types_map)


async def answer(call: dict[str, Any]) -> dict[str, Any]:
    configuration = Configuration(
        host=call["base_url"], username=call["auth_id"], password=call["auth_token"]
    )
    async with Client(configuration) as client:
        if "updates" not in call:
            return await outcome(client, call, call["fields"])
        told: list[asyncio.Task[dict[str, Any]]] = []
        for fields in call["updates"]:
            told.append(asyncio.create_task(outcome(client, call, fields)))
            if not call["at_once"]:
                await told[-1]
        return {"outcome": "several", "outcomes": await asyncio.gather(*told)}


async def outcome(client: Client, call: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    try:
        reply = await MaskingSessionsApi(client).update_masking_session(
            call["auth_id"],
            call["session_uuid"],
            MaskingSessionUpdate(**fields),
            _request_timeout=float(call["timeout_seconds"]),
        )
        return {"outcome": "reply", "reply": reply.to_dict()}
    except ApiException as problem:
        told = problem.data
        return error(STATUS.get(), getattr(told, "error", None), getattr(told, "api_id", None))
    except httpx.HTTPError as problem:
        return {"outcome": "transport", "detail": repr(problem)}
    except ValueError as problem:
        if STATUS.get() is None:
            # Not its text, which holds the value that was refused.
            return {"outcome": "refused", "detail": type(problem).__name__}
        return error(STATUS.get(), None, None)


def error(status: int | None, message: Any, api_id: str | None) -> dict[str, Any]:
    return {"outcome": "error", "status": status, "message": message, "api_id": api_id}


for line in sys.stdin:
    print(json.dumps(asyncio.run(answer(json.loads(line)))), flush=True)
