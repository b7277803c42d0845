"""The generated client: `ours.py HOW URL`, HOW a library to send through."""

import sys

import loop  # type: ignore[import-not-found]
from plivo_masking import AuthenticatedClient, MaskingSessionUpdate, update_masking_session

how, url = sys.argv[1:]
client = AuthenticatedClient(auth_id="MAXXXXXXXXXXXXXXXXXX", auth_token="tok", base_url=url)
if how.startswith("aiohttp"):
    import httpx_aiohttp

    client.httpx_args["transport"] = httpx_aiohttp.AiohttpTransport()


def update() -> object:
    body = MaskingSessionUpdate(record=True, call_time_limit=7200)
    return update_masking_session.sync("two-party", client=client, body=body).session.record


async def update_async() -> object:
    body = MaskingSessionUpdate(record=True, call_time_limit=7200)
    reply = await update_masking_session.asyncio("two-party", client=client, body=body)
    return reply.session.record


async def main() -> None:
    if how == "httpx2-async":
        import httpx2

        client.set_async_httpx_client(httpx2.AsyncClient())
    await loop.serve_async(update_async)


if how == "httpx2":
    import httpx2

    client.set_httpx_client(httpx2.Client())
if how in ("httpx", "httpx2"):
    loop.serve(update)
elif how.endswith("-uvloop"):
    import uvloop

    uvloop.run(main())
else:
    import asyncio

    asyncio.run(main())
