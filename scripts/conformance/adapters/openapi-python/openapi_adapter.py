"""The client that openapi-generator writes for Python, as an adapter of the conformance kit."""

import asyncio
import json
import sys
from typing import Any

import httpx
from masking import (  # type: ignore[import-not-found]
    ApiClient,
    ApiException,
    Configuration,
    MaskingSessionsApi,
    MaskingSessionUpdate,
)


class Client(ApiClient):  # type: ignore[misc]
    """Remembers the status: the exceptions for an unreadable reply don't hold it."""

    status: int | None = None

    def response_deserialize(self, response_data: Any, response_types_map: Any = None) -> Any:
        self.status = response_data.status
        return super().response_deserialize(response_data, response_types_map)


async def outcome(call: dict[str, Any]) -> dict[str, Any]:
    configuration = Configuration(
        host=call["base_url"], username=call["auth_id"], password=call["auth_token"]
    )
    async with Client(configuration) as client:
        try:
            reply = await MaskingSessionsApi(client).update_masking_session(
                call["auth_id"],
                call["session_uuid"],
                MaskingSessionUpdate(**call["fields"]),
                _request_timeout=float(call["timeout_seconds"]),
            )
            return {"outcome": "reply", "reply": reply.to_dict()}
        except ApiException as problem:
            told = problem.data
            return error(client.status, getattr(told, "error", None), getattr(told, "api_id", None))
        except httpx.HTTPError as problem:
            return {"outcome": "transport", "detail": repr(problem)}
        except ValueError as problem:
            if client.status is None:
                # Not its text, which holds the value that was refused.
                return {"outcome": "refused", "detail": type(problem).__name__}
            return error(client.status, None, None)


def error(status: int | None, message: Any, api_id: str | None) -> dict[str, Any]:
    return {"outcome": "error", "status": status, "message": message, "api_id": api_id}


for line in sys.stdin:
    print(json.dumps(asyncio.run(outcome(json.loads(line)))), flush=True)
