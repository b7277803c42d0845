"""The same update by an HTTP library alone, as a user would write it: `raw.py LIBRARY[-async] URL`."""

import sys
from importlib import import_module

import loop  # type: ignore[import-not-found]

how, url = sys.argv[1:]
library = import_module(how.removesuffix("-async"))
auth = ("MAXXXXXXXXXXXXXXXXXX", "tok")
address = f"{url}/Account/{auth[0]}/Masking/Session/two-party"


async def main() -> None:
    async with library.AsyncClient(auth=auth) as client:

        async def update() -> object:
            body = {"record": True, "call_time_limit": 7200}
            reply = await client.post(address, json=body)
            return reply.raise_for_status().json()["session"]["record"]

        await loop.serve_async(update)


if how.endswith("-async"):
    import asyncio

    asyncio.run(main())
else:
    client = library.Client(auth=auth)

    def update() -> object:
        reply = client.post(address, json={"record": True, "call_time_limit": 7200})
        return reply.raise_for_status().json()["session"]["record"]

    loop.serve(update)
