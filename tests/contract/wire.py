"""Requests to the server, each reply judged by the document before a test sees it."""

import json
import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from tests.contract import document, model
from tests.contract.target import Target
from tests.support.caller import Caller
from tests.support.differences import differences

# Text that a terminal still shows; a body of a mebibyte is no help in a report.
_SHOWN = 2000


class Wire(Caller):
    """Sends requests, broken or not, and keeps the last one for the report of a failure."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.url, target.auth_id, target.auth_token)
        self.target = target
        self._api_ids: set[str] = set()

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

    def judge(self, response: httpx.Response) -> None:
        """Fail unless the document names this status and this body, and the api_id is a new one."""
        self.last = response.request
        documented = document.statuses()
        assert response.status_code in documented, (
            f"expected a status of {sorted(documented)}, got {response.status_code}: "
            f"{response.text[:200]}"
        )
        content_type = response.headers.get("content-type", "none")
        assert content_type.split(";")[0].strip() == "application/json", (
            f"expected Content-Type application/json, got {content_type}"
        )
        if response.request.method == "HEAD":
            return
        document.operation().validate_response(response)
        api_id = response.json()["api_id"]
        assert api_id not in self._api_ids, f"expected a fresh api_id, got {api_id} again"
        self._api_ids.add(api_id)

    def state(self, session: str) -> dict[str, Any]:
        """The session as the reply to an empty update shows it."""
        response = self.post(session, {})
        assert response.status_code == 200, (
            f"expected 200 to an empty update of {session}, got {response.status_code}: "
            f"{response.text[:200]}"
        )
        found: dict[str, Any] = response.json()["session"]
        return found

    def updated(
        self,
        session: str,
        body: dict[str, Any],
        *,
        before: dict[str, Any] | None = None,
        **further: Any,
    ) -> dict[str, Any]:
        """Send an update that must be taken; the session in its reply, checked against the model.

        before: the session as the reply to the last update showed it, read anew when not given.
        """
        before = before or self.state(session)
        started = time.time()
        response = self.post(session, body, **further)
        assert response.status_code == 200, (
            f"expected 200, got {response.status_code}: {response.text[:200]}"
        )
        after: dict[str, Any] = response.json()["session"]
        model.check_update(before, body, after)
        self.check_modified_time(response, started)
        return after

    def refused(
        self, session: str, content: bytes | dict[str, Any], status: int = 400, **further: Any
    ) -> str:
        """Send what must be refused and leave the session as it was; the error text of the reply."""
        with self.untouched(session):
            sent = content if isinstance(content, bytes) else json.dumps(content).encode()
            response = self.raw(session, sent, **further)
        self.last = response.request
        assert response.status_code == status, (
            f"expected {status}, got {response.status_code}: {response.text[:200]}"
        )
        text: str = response.json()["error"]
        assert text.strip(), "expected an error text, got none"
        return text

    @contextmanager
    def untouched(self, session: str) -> Iterator[None]:
        """Fail when the session is another one after the block."""
        before = self._still(session)
        yield
        sent = self.last
        wrong = differences(before, self._still(session))
        self.last = sent
        assert not wrong, "expected the session to stay as it was; " + "; ".join(wrong)

    def check_modified_time(self, response: httpx.Response, started: float) -> None:
        """Fail unless modified_time is the time of this update: by our clock, or by the reply's Date."""
        text = response.json()["session"]["modified_time"]
        got = model.seconds(text)
        if self.target.started_here:
            assert int(started) <= got <= time.time(), (
                f"modified_time: expected the time of the update, {started}, got {text}"
            )
        elif "date" in response.headers:
            served = parsedate_to_datetime(response.headers["date"]).timestamp()
            assert abs(got - served) <= 3, (
                f"modified_time: expected about the reply's Date {response.headers['date']}, got {text}"
            )

    def curl(self) -> str | None:
        """The last request as a curl line, our credentials as variables."""
        right = httpx.BasicAuth(self.target.auth_id, self.target.auth_token)
        return curl(self.last, right) if self.last is not None else None

    def _still(self, session: str) -> dict[str, Any]:
        if self.target.stub:
            return self.target.stub.shown(session)
        return {**self.state(session), "modified_time": None}


def curl(request: httpx.Request, right: httpx.BasicAuth) -> str:
    """A request as a curl line; the right credentials are variables, others are masked in the report."""
    parts = ["curl", "-i", "-X", request.method]
    ours = next(right.auth_flow(httpx.Request("POST", request.url))).headers["authorization"]
    for name, value in request.headers.multi_items():
        if name == "authorization" and value == ours:
            parts.append('-u "$AUTH_ID:$AUTH_TOKEN"')
        elif name in ("authorization", "content-type", "accept", "prefer"):
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    content = request.read()
    if content:
        text = content.decode("utf-8", "backslashreplace")
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(content)} bytes)"
        parts += ["--data-binary", shlex.quote(shown)]
    return " ".join([*parts, shlex.quote(str(request.url))])
