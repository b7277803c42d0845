"""Requests to the server, each reply judged by the document before a test sees it."""

import base64
import contextlib
import json
import re
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import unquote

import httpx

from tests.contract import document, model, rules
from tests.contract.pace import Pace, PacedTransport
from tests.contract.target import Target
from tests.support.caller import Caller
from tests.support.differences import differences
from tests.support.document import errors

# Text that a terminal still shows; a body of a mebibyte is no help in a report.
_SHOWN = 2000
# Connections that one test holds at once, and some more.
_CONNECTIONS = 100


class Wire(Caller):
    """Sends requests, broken or not, and keeps the last one for the report of a failure.

    end: what the path of an update ends with, nothing or a slash. States are always read without it.
    """

    end = ""

    def __init__(self, target: Target, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        transport = PacedTransport(self.pace, target.url, limits=limits)
        super().__init__(target.url, target.auth_id, target.auth_token, transport)
        self.target = target
        self._api_ids: set[str] = set()
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
        holds, got = response.status_code == expected, _seen(response)
        self.demand(holds, rule, row, expected=str(expected), got=got, ours=ours)

    def judge(self, response: httpx.Response) -> None:
        """Fail unless the document names this status and this body, and the api_id is a new one."""
        while self.pace.refusals:
            self._judge(self.pace.refusals.popleft())
        self._judge(response)

    def state(self, session: str) -> dict[str, Any]:
        """The session as the reply to an empty update shows it, on the path without a slash."""
        response = self.request("POST", super().url(session), content=b"{}")
        self.judge(response)
        self.demand_status(response, 200, f"an empty update of {session} is taken", "S-status-200")
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

    def _demand_untouched(self, before: dict[str, dict[str, Any]]) -> None:
        sent = self.last
        after = self.states()
        self.last = sent
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

    def _judge(self, response: httpx.Response) -> None:
        self.last = response.request
        documented = sorted(document.statuses())
        self.demand(
            response.status_code in documented,
            "a reply has a documented status",
            "S-status-200",
            expected=f"a status of {documented}",
            got=_seen(response),
        )
        row = f"S-status-{response.status_code}"
        content_type = response.headers.get("content-type", "none")
        self.demand(
            content_type.split(";")[0].strip().lower() == "application/json",
            "a reply is JSON",
            row,
            expected="Content-Type application/json",
            got=content_type,
        )
        self._judge_secrecy(response)
        self._judge_headers(response)
        if response.request.method == "HEAD":
            return
        try:
            reply = json.loads(response.text, object_pairs_hook=_once_each)
        except ValueError as wrong:
            problem = str(wrong)
            self.demand(False, "a reply is JSON", row, expected="sound JSON", got=problem)
            return
        self._judge_schema(response, reply)
        api_id = reply["api_id"]
        rule = "a reply has an api_id of its own"
        fresh = api_id not in self._api_ids
        self.demand(fresh, rule, "S-envelope", expected="a fresh api_id", got=f"{api_id} again")
        self._api_ids.add(api_id)
        if response.status_code == 200:
            self._judge_session(response, reply["session"])
        else:
            rule = "an error says what was wrong"
            text = reply["error"]
            self.demand(bool(text.strip()), rule, "S-error-body", expected="a text", got=repr(text))

    def _judge_headers(self, response: httpx.Response) -> None:
        """Those that the document names are its own reading, but the stub's to send."""
        is_stub = self.target.stub is not None
        named = document.responses()[str(response.status_code)].get("headers", {})
        for name, header in named.items():
            got = response.headers.get(name, "")
            holds, expected = _header(name, got, response.request.method)
            self.demand(
                holds or not (got or header.get("required") or is_stub),
                f"{name} of a {response.status_code} says what to do",
                header["x-sources"][0],
                expected=f"{name} {expected}",
                got=got or "none",
                ours=not is_stub,
            )

    def _judge_schema(self, response: httpx.Response, reply: Any) -> None:
        try:
            document.operation().validate_response(response)
            return
        except Exception as wrong:
            failure = wrong
        schema = document.responses()[str(response.status_code)]["content"]["application/json"]
        found = errors(document.raw(), schema["schema"], reply)
        if not found:
            raise failure
        for line in found:
            place = re.match(r"\$\.session\.(\w+)", line)
            known = place is not None and place[1] in document.shown()
            row = document.row(place[1]) if place and known else "S-envelope"
            if response.status_code != 200:
                row = "S-error-body"
            # How a missing party is shown is not known.
            ours = row == "S-parties" and "None" in line
            self.demand(
                False, "a reply fits its schema", row, expected="that", got=line[:300], ours=ours
            )

    def _judge_session(self, response: httpx.Response, session: dict[str, Any]) -> None:
        path = response.request.url.raw_path.decode().partition("?")[0].rstrip("/")
        wanted, got = unquote(path.rpartition("/")[2]), session["session_uuid"]
        rule = "a reply shows the session of the path"
        self.demand(wanted == got, rule, "S-session-uuid", expected=repr(wanted), got=repr(got))
        for name, schema in document.shown().items():
            spelled = session.get(name)
            self.demand(
                schema["type"] != "integer" or not isinstance(spelled, float),
                f"{name} is shown as an integer",
                document.row(name),
                expected="a number without a fraction",
                got=repr(spelled),
            )

    def _judge_secrecy(self, response: httpx.Response) -> None:
        if response.status_code == 200:
            return
        shown = response.text + "\n".join(response.headers.values())
        echoed = any(
            re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", shown)
            for secret in self._secrets(response.request)
        )
        self.demand(
            not echoed,
            "a reply shows no credentials",
            "S-basic-auth",
            expected="none of those sent and no token",
            got=f"some in a reply of status {response.status_code}",
        )

    def _secrets(self, request: httpx.Request) -> set[str]:
        """The token, and of the credentials sent what is longer than a word might be by chance."""
        given = request.headers.get("authorization", "")
        encoded = given.partition(" ")[2].strip()
        with contextlib.suppress(ValueError):
            pair = base64.b64decode(encoded, validate=True).decode("utf-8", "replace")
            long = {given, encoded, pair, pair.partition(":")[2]}
            return {self.target.auth_token} | {part for part in long if len(part) > 7}
        return {self.target.auth_token} | {part for part in (given, encoded) if len(part) > 7}


def _header(name: str, value: str, method: str) -> tuple[bool, str]:
    """Whether the value of a documented header is a right one, and what would be."""
    if name == "Retry-After":
        return value.isdecimal(), "with whole seconds"
    if name == "Allow":
        allowed = {each.strip() for each in value.split(",")}
        return "POST" in allowed and method not in allowed, f"with POST and without {method}"
    return "basic" in value.lower(), "to name Basic"


def _seen(response: httpx.Response) -> str:
    return f"{response.status_code}: {response.text[:200]}"


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"a key twice: {next(n for n in names if names.count(n) > 1)!r}")
    return value


def curl(request: httpx.Request, right: httpx.BasicAuth) -> str:
    """A request as a curl line; the right credentials are variables, others are masked in the report."""
    parts = ["curl", "-i", "-X", request.method]
    ours = next(right.auth_flow(httpx.Request("POST", request.url))).headers["authorization"]
    for name, value in request.headers.multi_items():
        if name == "authorization" and value == ours:
            parts.append('-u "$AUTH_ID:$AUTH_TOKEN"')
        elif name in ("authorization", "content-type", "accept", "prefer"):
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    content = request.read() if isinstance(request.stream, httpx.ByteStream) else b""
    if content:
        text = content.decode("utf-8", "backslashreplace")
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(content)} bytes)"
        parts += ["--data-binary", shlex.quote(shown)]
    return " ".join([*parts, shlex.quote(str(request.url))])
