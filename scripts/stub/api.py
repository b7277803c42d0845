"""The endpoint itself: from a request to its reply."""

import logging
import re
import time
import traceback
from collections import deque
from typing import Any
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from scripts.stub import accounts, body, prefer, reply, update
from scripts.stub.journal import Journal
from scripts.stub.quoted import quoted
from scripts.stub.rate_limit import RateLimit
from scripts.stub.sessions import NotUpdatable, Sessions
from scripts.stub.terminal import Terminal

# Matched on the bytes as they came: a decoded %2F must not make two segments. A slash at the end is
# taken without a redirect, which would turn some clients' POST into a GET.
_PATH = re.compile(r"/v1/Account/([^/]+)/Masking/Session/([^/]+)/?")

_log = logging.getLogger(__name__)


class Api:
    """An ASGI application that answers every path but the stub's own controls. limit, terminal: may be
    missing."""

    def __init__(
        self,
        sessions: Sessions,
        journal: Journal,
        *,
        lenient: bool,
        strict_keys: bool,
        limit: RateLimit | None = None,
        terminal: Terminal | None = None,
    ) -> None:
        self._sessions = sessions
        self._journal = journal
        self._lenient = lenient
        self._strict_keys = strict_keys
        self._limit = limit
        self._terminal = terminal
        # Literal replies that a test queued, served before anything else.
        self.queued: deque[reply.Reply] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        content = await body.read(receive)
        entry = self._journal.record(scope, content)
        answer = self._answer(scope, content)
        self._journal.answer(entry, answer)
        await answer.send(scope, receive, send)
        if self._terminal:
            seconds = time.perf_counter() - started
            self._terminal.show(entry.method, entry.raw_path, entry.status, seconds)

    def _answer(self, scope: Scope, content: bytes) -> reply.Reply:
        if self.queued:
            return self.queued.popleft()
        try:
            if preferred := _values(scope, b"prefer"):
                return self._preferred(preferred, scope, content)
            return self._endpoint(scope, content)
        except Exception as error:
            # A bug in the stub. Log its type and place, but not its text, which may quote the request.
            place = "".join(traceback.format_tb(error.__traceback__))
            _log.error("the stub failed: %s\n%s", type(error).__name__, place)
            return reply.error(500, "Internal server error.")

    def _preferred(self, preferred: list[bytes], scope: Scope, content: bytes) -> reply.Reply:
        try:
            wanted = prefer.parse([value.decode("latin-1") for value in preferred])
        except prefer.BadPreference as wrong:
            return reply.error(400, str(wrong))
        answer = wanted.reply or self._endpoint(scope, content)
        answer.delay = wanted.delay
        answer.headers["Preference-Applied"] = wanted.applied
        return answer

    def _endpoint(self, scope: Scope, content: bytes) -> reply.Reply:
        if self._limit and (wait := self._limit.wait()):
            return reply.too_many_requests(wait)
        path = scope["raw_path"].decode("latin-1")
        match = _PATH.fullmatch(path)
        if match is None:
            expected = "/v1/Account/…/Masking/Session/…"
            return reply.error(404, f"Not found. Expected {expected}, got {quoted(path)}.")
        auth_id, session_uuid = (unquote(segment) for segment in match.groups())
        # Before the credentials, which some other method may not ask for.
        if scope["method"] != "POST":
            return reply.error(405, f"Method not allowed. Expected POST, got {scope['method']}.")
        if wrong := accounts.problem(_values(scope, b"authorization"), auth_id):
            return reply.error(401, f"Authentication failed: {wrong}.")
        if not self._is_own(auth_id, session_uuid):
            detail = f"No session of this account has the id {quoted(session_uuid)}"
            return reply.error(404, f"Session not found. {detail}.")
        return self._update(session_uuid, scope, content)

    def _is_own(self, auth_id: str, session_uuid: str) -> bool:
        return auth_id == accounts.AUTH_ID and session_uuid in self._sessions

    def _update(self, session_uuid: str, scope: Scope, content: bytes) -> reply.Reply:
        try:
            given = body.decode(content, _values(scope, b"content-type"))
            if self._strict_keys:
                update.check_keys(given)
            fields = update.validate(given, lenient=self._lenient)
            session: dict[str, Any] = self._sessions.update(session_uuid, fields)
        except body.BadBody as wrong:
            return reply.error(400, f"Invalid request: {wrong}.")
        except (update.BadUpdate, NotUpdatable) as wrong:
            return reply.error(400, str(wrong))
        return reply.json_reply(
            200, {"api_id": reply.api_id(), "message": "Session updated", "session": session}
        )


def _values(scope: Scope, wanted: bytes) -> list[bytes]:
    """The values of a header, named in lower case."""
    return [value for name, value in scope["headers"] if name == wanted]
