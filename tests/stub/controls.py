"""The stub's own controls, under /_stub/: what a test of another program needs to know and to set."""

import json
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeGuard

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.stub import accounts
from tests.stub.api import Api
from tests.stub.clock import Clock
from tests.stub.journal import Journal
from tests.stub.prefer import MAX_DELAY
from tests.stub.reply import Reply, json_reply
from tests.stub.sessions import Sessions

_REPLY_KEYS = {"status", "headers", "body", "body_text", "delay", "drop"}


class BadControl(Exception):
    """A control's body is not what it takes. Its text says what was expected and what came."""


def routes(api: Api, sessions: Sessions, journal: Journal, clock: Clock) -> list[Route]:
    """GET journal, GET sessions, POST reset, POST clock, POST next."""

    async def show_journal(_: Request) -> Any:
        return journal.shown()

    async def show_sessions(_: Request) -> Any:
        return {
            "auth_id": accounts.AUTH_ID,
            "auth_token": accounts.AUTH_TOKEN,
            "sessions": sessions.all_shown(),
        }

    async def reset(_: Request) -> Any:
        clock.reset()
        sessions.reset()
        journal.entries.clear()
        api.queued.clear()
        return {"reset": True}

    async def advance(request: Request) -> Any:
        given = await _object(request, {"advance"})
        seconds = given.get("advance")
        if not _is_number(seconds):
            raise BadControl(f"advance: expected a number of seconds, got {seconds!r}")
        try:
            clock.advance(seconds)
        except OverflowError as error:
            raise BadControl(
                f"advance: expected a time up to the year 9999, got {seconds!r}"
            ) from error
        return {"now": clock.now().isoformat()}

    async def queue(request: Request) -> Any:
        api.queued.append(_reply(await _object(request, _REPLY_KEYS)))
        return {"queued": len(api.queued)}

    return [
        Route("/_stub/journal", _control(show_journal), methods=["GET"]),
        Route("/_stub/sessions", _control(show_sessions), methods=["GET"]),
        Route("/_stub/reset", _control(reset), methods=["POST"]),
        Route("/_stub/clock", _control(advance), methods=["POST"]),
        Route("/_stub/next", _control(queue), methods=["POST"]),
    ]


def _control(
    handle: Callable[[Request], Awaitable[Any]],
) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        try:
            return JSONResponse(await handle(request))
        except BadControl as wrong:
            return JSONResponse({"error": str(wrong)}, 400)

    return respond


async def _object(request: Request, keys: set[str]) -> dict[str, Any]:
    try:
        given = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise BadControl(f"expected a JSON object, got: {error}") from error
    if not isinstance(given, dict) or not given.keys() <= keys:
        raise BadControl(
            f"expected a JSON object with keys of {sorted(keys)}, got {str(given)[:80]}"
        )
    return given


def _reply(given: dict[str, Any]) -> Reply:
    status, delay = given.get("status", 200), given.get("delay", 0)
    headers, text = given.get("headers", {}), given.get("body_text")
    if not (isinstance(status, int) and 200 <= status <= 599):
        raise BadControl(f"status: expected a number from 200 to 599, got {status!r}")
    if not (_is_number(delay) and 0 <= delay <= MAX_DELAY):
        raise BadControl(f"delay: expected 0 to {MAX_DELAY:.0f} seconds, got {delay!r}")
    if not (
        isinstance(headers, dict) and all(isinstance(value, str) for value in headers.values())
    ):
        raise BadControl(f"headers: expected names with texts, got {headers!r}")
    if text is None:
        reply = json_reply(status, given.get("body", {}), headers)
    elif isinstance(text, str):
        reply = Reply(status, text.encode(), headers)
    else:
        raise BadControl(f"body_text: expected text, got {text!r}")
    reply.delay, reply.drop = delay, given.get("drop") is True
    return reply


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
