"""README's receivers take signed events and refuse everything else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from scripts.stub.signature import sign
from tests.readme.test_readme import block

EVENT = {"EventName": "SessionTimeout", "SessionUUID": "two-party", "From": "12025550143"}
Send = Callable[[str, str, bytes, dict[str, str]], int]


def starlette(app: Any) -> Send:
    client = TestClient(app, base_url="http://localhost")

    def send(method: str, query: str, body: bytes, headers: dict[str, str]) -> int:
        path = f"/events?{query}" if query else "/events"
        return client.request(method, path, content=body, headers=headers).status_code

    return send


def flask(app: Any) -> Send:
    client = app.test_client()

    def send(method: str, query: str, body: bytes, headers: dict[str, str]) -> int:
        answer = client.open(
            "/events", method=method, query_string=query, data=body, headers=headers
        )
        return int(answer.status_code)

    return send


@pytest.mark.parametrize(("words", "framework"), [("starlette", starlette), ("flask", flask)])
def test_a_receiver_takes_events_and_refuses_the_rest(
    words: str, framework: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLIVO_AUTH_TOKEN", "tok")
    names: dict[str, Any] = {"__name__": "receiver"}
    exec(block("python", f"from {words}"), names)
    send = framework(names["app"])

    def status(method: str, fields: dict[str, str], token: str = "tok", query: str = "") -> int:
        url = f"http://localhost/events?{query}" if query else "http://localhost/events"
        headers = {
            "X-Plivo-Signature-V3": sign(token, method, url, fields, "1"),
            "X-Plivo-Signature-V3-Nonce": "1",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        form = urlencode(fields)
        if method == "GET":
            return int(send(method, "&".join(filter(None, [query, form])), b"", headers))
        return int(send(method, query, form.encode(), headers))

    assert [status(method, EVENT) for method in ("POST", "GET")] == [200, 200]
    assert [status(method, EVENT, query="for=a%20b") for method in ("POST", "GET")] == [200, 200]
    assert capsys.readouterr().out.splitlines() == ["SessionTimeout"] * 4
    assert status("POST", EVENT, token="other") == 403
    assert status("POST", {"EventName": "SessionTimeout"}) == 400
    assert status("POST", {**EVENT, "PinRetryCounter": "one"}) == 400
    assert status("POST", {**EVENT, "more": "1" * 70_000}) in (400, 413)
    assert capsys.readouterr().out == ""
