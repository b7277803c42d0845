"""The endpoint itself: from a request to its reply."""

import logging
import re
import traceback
from collections import deque
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from scripts.stub import accounts, body, document, prefer, reply, update
from scripts.stub.journal import Journal
from scripts.stub.sessions import NotUpdatable, Sessions

# Matched on the bytes as they came: a decoded %2F must not make two segments. A slash at the end is
# taken without a redirect, which would turn some clients' POST into a GET.
_PATH = re.compile(r"/v1/Account/([^/]+)/Masking/Session/([^/]+)/?")

_log = logging.getLogger(__name__)


class Api:
    """An ASGI application that answers every path but the stub's own controls."""

    def __init__(self, sessions: Sessions, journal: Journal, *, lenient: bool) -> None:
        self._sessions = sessions
        self._journal = journal
        self._lenient = lenient
        # Literal replies that a test queued, served before anything else.
        self.queued: deque[reply.Reply] = deque()
        self._session_uuid = re.compile(document.path_pattern("SessionUuid"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            content = await body.read(request)
        except ClientDisconnect:
            return
        entry = self._journal.record(request, content)
        answer = self._answer(request, content)
        entry.reply = None if answer.drop else answer
        await answer.send(scope, receive, send)

    def _answer(self, request: Request, content: bytes) -> reply.Reply:
        if self.queued:
            return self.queued.popleft()
        try:
            if "prefer" in request.headers:
                return self._preferred(request, content)
            return self._endpoint(request, content)
        except Exception as error:
            # A bug in the stub. Log its type and place, but not its text, which may quote the request.
            place = "".join(traceback.format_tb(error.__traceback__))
            _log.error("the stub failed: %s\n%s", type(error).__name__, place)
            return reply.error(500, "Internal server error.")

    def _preferred(self, request: Request, content: bytes) -> reply.Reply:
        try:
            wanted = prefer.parse(request.headers.getlist("prefer"))
        except prefer.BadPreference as wrong:
            return reply.error(400, str(wrong))
        answer = wanted.reply or self._endpoint(request, content)
        answer.delay = wanted.delay
        answer.headers["Preference-Applied"] = wanted.applied
        return answer

    def _endpoint(self, request: Request, content: bytes) -> reply.Reply:
        path = request.scope["raw_path"].decode("latin-1")
        match = _PATH.fullmatch(path)
        if match is None:
            expected = "/v1/Account/…/Masking/Session/…"
            return reply.error(404, f"Not found. Expected {expected}, got {path[:80]!r}.")
        auth_id, session_uuid = (unquote(segment) for segment in match.groups())
        # Before the credentials, which some other method may not ask for.
        if request.method != "POST":
            return reply.error(405, f"Method not allowed. Expected POST, got {request.method}.")
        authorizations = [
            value for name, value in request.scope["headers"] if name == b"authorization"
        ]
        if wrong := accounts.problem(authorizations, auth_id):
            return reply.error(401, f"Authentication failed: {wrong}.")
        if not self._is_own(auth_id, session_uuid):
            detail = f"No session of this account has the id {session_uuid[:80]!r}"
            return reply.error(404, f"Session not found. {detail}.")
        return self._update(session_uuid, request, content)

    def _is_own(self, auth_id: str, session_uuid: str) -> bool:
        if auth_id != accounts.AUTH_ID or not self._session_uuid.fullmatch(session_uuid):
            return False
        return session_uuid in self._sessions

    def _update(self, session_uuid: str, request: Request, content: bytes) -> reply.Reply:
        try:
            given = body.decode(content, request.headers.getlist("content-type"))
            fields = update.validate(given, lenient=self._lenient)
            session: dict[str, Any] = self._sessions.update(session_uuid, fields)
        except body.BadBody as wrong:
            return reply.error(400, f"Invalid request: {wrong}.")
        except (update.BadUpdate, NotUpdatable) as wrong:
            return reply.error(400, str(wrong))
        return reply.json_reply(
            200, {"api_id": str(uuid4()), "message": "Session updated", "session": session}
        )
