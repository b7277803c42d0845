"""Requests as bytes on a socket, each reply judged by the document before a test sees it."""

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

JSON = {"Content-Type": "application/json"}
# Text that a terminal still shows; a body of a mebibyte is no help in a report.
_SHOWN = 2000


class Wire:
    """Sends what a test asks for, broken or not, and remembers the last request for its report."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.last: httpx.Request | None = None
        self._api_ids: set[str] = set()
        # A limit of 32 callers at once is part of the tests.
        self._client = httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=64))

    def close(self) -> None:
        self._client.close()

    def path(self, session: str, *, account: str | None = None) -> str:
        """The URL of a session."""
        return (
            f"{self.target.url}/Account/{account or self.target.auth_id}/Masking/Session/{session}"
        )

    def post(self, session: str, body: Any, **further: Any) -> httpx.Response:
        """Send a JSON body with the right credentials."""
        return self.raw(session, json.dumps(body).encode(), **further)

    def raw(
        self,
        session: str,
        content: bytes,
        *,
        method: str = "POST",
        url: str | None = None,
        headers: dict[str, str] | list[tuple[str, str]] | None = None,
        auth: httpx.BasicAuth | None = None,
        anonymous: bool = False,
        judged: bool = True,
        timeout: float = 20,
    ) -> httpx.Response:
        """Send these bytes. anonymous: without credentials of our own. judged: as a reply of the API.

        timeout: seconds to wait for each part of the reply.
        """
        request = self._client.build_request(
            method,
            url or self.path(session),
            content=content,
            headers=JSON if headers is None else headers,
            timeout=timeout,
        )
        credentials = auth or httpx.BasicAuth(self.target.auth_id, self.target.auth_token)
        self.last = request
        response = self._client.send(
            request, auth=None if anonymous else credentials, follow_redirects=False
        )
        if judged:
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
        wrong = model.differences(before, self._still(session))
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
