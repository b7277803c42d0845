"""The least that a stub could be: one Starlette route that reads JSON and writes the document's example."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from scripts.stub import document

REPLY = next(iter(document.examples(200).values()))


async def update(request: Request) -> JSONResponse:
    await request.json()
    return JSONResponse(REPLY)


PATH = "/v1/Account/{auth_id}/Masking/Session/{session_uuid}"
app = Starlette(routes=[Route(PATH, update, methods=["POST"])])

if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(sys.argv[1]),
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,
    )
