"""The stub's controls under /_stub/: what a test of a client needs to read and to set."""

import re
from typing import Any, TypeGuard

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from scripts.stub import accounts, body, calls, document
from scripts.stub.api import Api
from scripts.stub.callbacks import Callbacks
from scripts.stub.clock import Clock
from scripts.stub.journal import Journal
from scripts.stub.queued_reply import BadReply, parse_reply
from scripts.stub.quoted import quoted
from scripts.stub.rate_limit import RateLimit
from scripts.stub.sessions import Sessions


class BadControl(Exception):
    """A control's body is not what it takes. Its text says what was expected and what came."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def controls(
    api: Api, sessions: Sessions, journal: Journal, clock: Clock, limit: RateLimit | None
) -> Starlette:
    """GET journal, GET callbacks, GET or POST sessions, POST call, POST reset, POST clock, POST next."""
    callbacks = Callbacks()
    session_uuid = re.compile(document.path_pattern("SessionUuid"))

    async def show_journal(_: Request) -> Response:
        return StreamingResponse(journal.shown(), media_type="application/json")

    async def show_sessions(_: Request) -> Response:
        account = {"auth_id": accounts.AUTH_ID, "auth_token": accounts.AUTH_TOKEN}
        return JSONResponse({**account, "sessions": sessions.all_shown()})

    async def add_session(request: Request) -> Response:
        given = await _object(request)
        name, single_party = given.get("session_uuid"), given.get("single_party", False)
        if given.keys() - {"session_uuid", "single_party"} or not isinstance(single_party, bool):
            expected = '{"session_uuid": id, "single_party": true or false}'
            raise BadControl(f"expected {expected}, got {quoted(given)}")
        if not isinstance(name, str) or not session_uuid.fullmatch(name) or name in sessions:
            expected = f"an id that is new and matches {session_uuid.pattern}"
            raise BadControl(f"session_uuid: expected {expected}, got {quoted(name)}")
        return JSONResponse(sessions.add(name, single_party=single_party), 201)

    async def play_call(request: Request) -> Response:
        given = await _object(request)
        name, outcome = given.get("session"), given.get("outcome")
        if given.keys() != {"session", "outcome"} or outcome not in calls.OUTCOMES:
            expected = f'{{"session": id, "outcome": one of {", ".join(calls.OUTCOMES)}}}'
            raise BadControl(f"expected {expected}, got {quoted(given)}")
        if not isinstance(name, str) or name not in sessions:
            raise BadControl(f"session: expected the id of a session, got {quoted(name)}")
        try:
            session, events = calls.play(sessions[name], outcome, clock.now())
        except calls.NotPlayable as wrong:
            raise BadControl(str(wrong)) from wrong
        sessions.keep(session)
        sent = await callbacks.send(session, events)
        shown = orjson.dumps({"events": [str(one) for one in sent]}, option=orjson.OPT_INDENT_2)
        return Response(shown + b"\n", media_type="application/json")

    async def show_callbacks(_: Request) -> Response:
        return JSONResponse(callbacks.shown())

    async def reset(_: Request) -> Response:
        clock.reset()
        sessions.reset()
        journal.reset()
        callbacks.reset()
        api.queued.clear()
        if limit:
            limit.reset()
        return JSONResponse({"reset": True})

    async def advance(request: Request) -> Response:
        given = await _object(request)
        seconds = given.get("advance")
        if given.keys() != {"advance"} or not _is_number(seconds):
            raise BadControl(f'expected {{"advance": seconds}}, got {quoted(given)}')
        try:
            clock.advance(seconds)
        except ValueError as error:
            raise BadControl(f"advance: {error}") from error
        except OverflowError as error:
            wrong = f"expected a time before the year 10000, got {quoted(seconds)} seconds from now"
            raise BadControl(f"advance: {wrong}") from error
        told = [calls.time_out(expired) for expired in sessions.overdue()]
        for session, _ in told:
            sessions.keep(session)
        for session, event in told:
            if session.settings["callback_url"]:
                await callbacks.send(session, [event])
        return JSONResponse({"now": clock.now().isoformat()})

    async def queue(request: Request) -> Response:
        try:
            api.queued.append(parse_reply(await _object(request)))
        except BadReply as wrong:
            raise BadControl(str(wrong)) from wrong
        return JSONResponse({"queued": len(api.queued)})

    routes = [
        Route("/_stub/journal", show_journal, methods=["GET"]),
        Route("/_stub/callbacks", show_callbacks, methods=["GET"]),
        Route("/_stub/sessions", show_sessions, methods=["GET"]),
        Route("/_stub/sessions", add_session, methods=["POST"]),
        Route("/_stub/call", play_call, methods=["POST"]),
        Route("/_stub/reset", reset, methods=["POST"]),
        Route("/_stub/clock", advance, methods=["POST"]),
        Route("/_stub/next", queue, methods=["POST"]),
    ]
    return Starlette(
        routes=routes, exception_handlers={BadControl: _bad_control, HTTPException: _no_control}
    )


def _bad_control(_: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, BadControl)
    return JSONResponse({"error": str(wrong)}, wrong.status)


def _no_control(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    there = "GET journal or callbacks, GET or POST sessions, POST call, reset, clock or next"
    error = f"expected under /_stub/ {there}, got {request.method} {quoted(request.url.path)}"
    return JSONResponse({"error": error}, wrong.status_code, wrong.headers)


async def _object(request: Request) -> dict[str, Any]:
    content = await body.read(request.receive)
    if len(content) > body.LIMIT:
        raise BadControl(f"expected a body of at most {body.LIMIT} bytes, got more", 413)
    try:
        given = body.parse(content)
    except body.BadBody as wrong:
        raise BadControl(str(wrong)) from wrong
    if not isinstance(given, dict):
        raise BadControl(f"expected a JSON object, got {quoted(given)}")
    return given


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
