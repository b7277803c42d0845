"""The asynchronous client that openapi-generator writes for Python with httpx: `openapi_httpx.py URL`."""

import asyncio
import sys

import loop  # type: ignore[import-not-found]
from masking import (  # type: ignore[import-not-found]
    ApiClient,
    Configuration,
    MaskingSessionsApi,
    MaskingSessionUpdate,
)

account = "MAXXXXXXXXXXXXXXXXXX"


async def main() -> None:
    configuration = Configuration(host=sys.argv[1], username=account, password="tok")
    async with ApiClient(configuration) as client:
        api = MaskingSessionsApi(client)

        async def update() -> object:
            body = MaskingSessionUpdate(record=True, call_time_limit=7200)
            return (await api.update_masking_session(account, "two-party", body)).session.record

        await loop.serve_async(update)


asyncio.run(main())
