"""Requests to the server, each reply judged before a test sees it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tests.contract import model, rules
from tests.contract.curl import curl
from tests.contract.pace import Pace, PacedTransport
from tests.contract.replies import Replies, seen
from tests.contract.target import Target
from tests.support.caller import Caller
from tests.support.differences import differences

# Connections that one test holds at once, and some more. A request looks at each that is kept.
_CONNECTIONS, _KEPT = 100, 4


def show_whole(response: httpx.Response, content: bytes) -> None:
    """Give the request the body that was streamed, for those who judge and report it."""
    sent = response.request
    response.request = httpx.Request("POST", sent.url, headers=sent.headers, content=content)


class Wire(Caller):
    """Sends requests, broken or not, and keeps the last one for the report of a failure.

    end: what the path of an update ends with, nothing or a slash. States are always read without it.
    """

    end = ""

    def __init__(self, target: Target, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_KEPT)
        transport = PacedTransport(self.pace, target.url, limits=limits)
        super().__init__(target.url, target.auth_id, target.auth_token, transport)
        self.target = target
        self._replies = Replies(target, self.demand)
        # The states after the last request, None when they must be read anew.
        self._states: dict[str, dict[str, Any]] | None = None

    def url(self, session: str, *, account: str | None = None) -> str:
        """The URL of a session, with this wire's end."""
        return super().url(session, account=account) + self.end

    def request(self, method: str, url: str, **parts: Any) -> httpx.Response:
        """Send any request; afterwards every state may be another one."""
        self._states = None
        return super().request(method, url, **parts)

    def post(self, session: str, body: Any, **parts: Any) -> httpx.Response:
        """Send a JSON body with the right credentials."""
        return self.raw(session, json.dumps(body).encode(), **parts)

    def raw(
        self,
        session: str,
        content: bytes,
        *,
        method: str = "POST",
        url: str | None = None,
        **parts: Any,
    ) -> httpx.Response:
        """Send these bytes, and judge the reply."""
        response = self.request(method, url or self.url(session), content=content, **parts)
        self.judge(response)
        return response

    def demand(
        self, holds: bool, rule: str, row: str, *, expected: str, got: str, ours: bool = False
    ) -> None:
        """Fail with the rule in one line unless it holds; a note, where the rule is ours."""
        if not holds:
            curl = self.curl() or ""
            rules.demand(holds, rule, row, expected=expected, got=got, ours=ours, curl=curl)

    def demand_status(
        self, response: httpx.Response, expected: int, rule: str, row: str, *, ours: bool = False
    ) -> None:
        """Fail unless the reply has this status; a note, where the rule is ours."""
        holds, got = response.status_code == expected, seen(response)
        self.demand(holds, rule, row, expected=str(expected), got=got, ours=ours)

    def judge(self, response: httpx.Response) -> None:
        """Fail unless the document names this status and this body, and the api_id is a new one."""
        while self.pace.refusals:
            self._judge(self.pace.refusals.popleft())
        self._judge(response)

    def state(self, session: str) -> dict[str, Any]:
        """The session as the reply to an empty update shows it, on the path without a slash."""
        started = time.time()
        response = self.request("POST", super().url(session), content=b"{}")
        self.judge(response)
        self.demand_status(response, 200, f"an empty update of {session} is taken", "S-status-200")
        # The stub's clock is moved by tests.
        if not self.target.stub:
            self.check_modified_time(response, started)
        found: dict[str, Any] = response.json()["session"]
        return found

    def updated(
        self,
        session: str,
        body: dict[str, Any],
        *,
        before: dict[str, Any] | None = None,
        content: bytes | None = None,
        rule: str = "a valid update is taken",
        row: str = "S-status-200",
        **further: Any,
    ) -> dict[str, Any]:
        """Send an update that must be taken; the session in its reply, checked against the model.

        before: the session as the reply to the last update showed it, read anew when not given.
        content: the bytes to send, when they spell the body in a way of their own.
        """
        before = before or self.state(session)
        started = time.time()
        sent = json.dumps(body).encode() if content is None else content
        response = self.raw(session, sent, **further)
        self.demand_status(response, 200, rule, row)
        if response.status_code != 200:
            return before
        after: dict[str, Any] = response.json()["session"]
        model.check_update(before, body, after, exactly=self.target.stub is not None)
        self.check_modified_time(response, started)
        return after

    def refused(
        self,
        session: str,
        content: bytes | dict[str, Any],
        status: int = 400,
        *,
        rule: str = "an invalid request is refused",
        row: str | None = None,
        ours: bool = False,
        **further: Any,
    ) -> str:
        """Send what must be refused and leave every session as it was; the error text of the reply."""
        sent = content if isinstance(content, bytes) else json.dumps(content).encode()
        before = self.states()
        response = self.raw(session, sent, **further)
        self.demand_status(response, status, rule, row or f"S-status-{status}", ours=ours)
        if response.status_code != status:
            return ""
        self._demand_untouched(before)
        text: str = response.json()["error"]
        return text

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Fail when any session that is known is another one after the block."""
        before = self.states()
        yield
        self._demand_untouched(before)

    def states(self) -> dict[str, dict[str, Any]]:
        """Every session that is known, as it stands; in hidden states modified_time moves by the reading."""
        if self._states is None:
            self._states = self._read_states()
        return self._states

    def check_modified_time(self, response: httpx.Response, started: float) -> None:
        """Fail unless modified_time is the time of this update: by our clock, or by the reply's Date."""
        text = response.json()["session"]["modified_time"]
        got = model.seconds(text)
        holds, expected = True, ""
        if self.target.started_here:
            holds, expected = int(started) <= got <= time.time(), f"about {started}"
        elif "date" in response.headers:
            served = parsedate_to_datetime(response.headers["date"]).timestamp()
            holds, expected = abs(got - served) <= 3, f"the reply's Date {response.headers['date']}"
        rule = "modified_time is the time of the update"
        self.demand(holds, rule, "S-modified-time", expected=expected, got=text)

    @contextmanager
    def collecting(self, found: list[str]) -> Iterator[None]:
        """Go on after a broken rule, and keep its line and how to repeat it."""
        try:
            yield
        except AssertionError as wrong:
            found.append(f"{wrong}\n    {self.curl()}")

    def curl(self) -> str | None:
        """The last request as a curl line, our credentials as variables."""
        right = httpx.BasicAuth(self.target.auth_id, self.target.auth_token)
        return curl(self.last, right) if self.last is not None else None

    def _judge(self, response: httpx.Response) -> None:
        self.last = response.request
        self._replies.judge(response)

    def _demand_untouched(self, before: dict[str, dict[str, Any]]) -> None:
        sent = self.last
        after = self.states()
        self.last = sent
        # Nearly always, and found in less time than the differences.
        if json.dumps(before) == json.dumps(after):
            return
        wrong = [
            f"{session}: {difference}"
            for session in before
            for difference in differences(before[session], after[session])
        ]
        rule = "what must change nothing changes no session"
        expected = "every session to stay as it was"
        self.demand(not wrong, rule, "S-status-400", expected=expected, got="; ".join(wrong))

    def _read_states(self) -> dict[str, dict[str, Any]]:
        read = self._read_sessions()
        return {session: model.documented(state) for session, state in read.items()}

    def _read_sessions(self) -> dict[str, dict[str, Any]]:
        target = self.target
        if target.stub:
            every = target.stub.control.get("sessions").json()["sessions"]
            return {session["session_uuid"]: session for session in every}
        read = {
            session: {**self.state(session), "modified_time": None} for session in target.updatable
        }
        if (other := target.other_account) and other.session:
            url = super().url(other.session, account=other.auth_id)
            auth = httpx.BasicAuth(other.auth_id, other.auth_token)
            response = self.request("POST", url, content=b"{}", auth=auth)
            rule = "the other account can update its session"
            self.demand_status(response, 200, rule, "S-status-200")
            read[f"SESSION2 {other.session}"] = {
                **response.json()["session"],
                "modified_time": None,
            }
        return read
