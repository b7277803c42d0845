"""What the stub offers beyond the API: chosen replies, faults, a journal, a clock, seeded sessions."""

import base64
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

import httpx
import pytest

from scripts.stub.harness import Stub, running_stub
from tests.contract import document, model
from tests.contract.wire import Wire

STATUSES = sorted(document.statuses())
EXAMPLES = [(status, name) for status in STATUSES for name in document.reply_examples(status)]


def preferring(wire: Wire, prefer: str) -> httpx.Response:
    headers = {"Content-Type": "application/json", "Prefer": prefer}
    return wire.raw(wire.target.session, b'{"ring_timeout": 91}', headers=headers)


def failing(wire: Wire, prefer: str, timeout: float = 20) -> httpx.Response:
    """Past the wire's judgement, for replies that are wrong on purpose."""
    headers = {"Content-Type": "application/json", "Prefer": prefer}
    return wire.raw(wire.target.session, b"{}", headers=headers, judged=False, timeout=timeout)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_can_be_picked(wire: Wire, stub: Stub, status: int) -> None:
    with wire.untouched(wire.target.session):
        response = preferring(wire, f"code={status}")
    assert response.status_code == status
    if status == 429:
        assert int(response.headers["retry-after"]) >= 0
    if status == 405:
        assert "POST" in response.headers["allow"]
    if status == 401:
        assert response.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize(("status", "name"), EXAMPLES)
def test_an_example_can_be_picked(wire: Wire, stub: Stub, status: int, name: str) -> None:
    for prefer in (f"example={name}", f"code={status}, example={name}"):
        response = preferring(wire, prefer)
        expected = document.reply_examples(status)[name]
        assert response.status_code == status
        got = {**response.json(), "api_id": expected["api_id"]}
        assert not (wrong := model.differences(expected, got)), wrong


@pytest.mark.parametrize("prefer", ["code=418", "example=none", "fault=none", "delay=x", "else=1"])
def test_what_the_stub_does_not_have_is_refused(wire: Wire, stub: Stub, prefer: str) -> None:
    with wire.untouched(wire.target.session):
        response = preferring(wire, prefer)
    assert response.status_code == 400 and "expected" in response.json()["error"]


def test_a_reply_can_be_delayed(wire: Wire, stub: Stub) -> None:
    with pytest.raises(httpx.TimeoutException):
        failing(wire, "delay=5", timeout=0.5)
    assert preferring(wire, "delay=0.1").status_code == 200


def test_a_connection_can_be_dropped(wire: Wire, stub: Stub) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        failing(wire, "fault=drop")
    assert wire.post(wire.target.session, {}).status_code == 200


def test_a_reply_can_be_cut_short(wire: Wire, stub: Stub) -> None:
    response = failing(wire, "fault=truncated")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    with pytest.raises(json.JSONDecodeError):
        response.json()


def test_a_gateway_can_fail(wire: Wire, stub: Stub) -> None:
    response = failing(wire, "fault=html-502")
    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.startswith("<html>")


def test_a_literal_reply_can_be_queued_for_one_request(wire: Wire, stub: Stub) -> None:
    stub.next_reply(status=503, headers={"X-Odd": "1"}, body_text="later")
    response = wire.raw(wire.target.session, b"{}", judged=False)
    assert (response.status_code, response.headers["x-odd"], response.text) == (503, "1", "later")
    assert wire.post(wire.target.session, {}).status_code == 200


def test_the_journal_shows_what_came_and_no_credentials(wire: Wire, stub: Stub) -> None:
    stub.reset()
    wire.post(wire.target.session, {"ring_timeout": 93})
    wire.raw(wire.target.session, b"\xff\x00")
    first, second = stub.journal()
    assert (first["method"], first["status"]) == ("POST", 200)
    assert first["raw_path"] == httpx.URL(wire.path(wire.target.session)).raw_path.decode()
    assert json.loads(first["body"]) == {"ring_timeout": 93}
    assert (second["body"], base64.b64decode(second["body_base64"])) == (None, b"\xff\x00")
    assert second["status"] == 400
    shown = json.dumps(stub.journal())
    pair = base64.b64encode(f"{stub.auth_id}:{stub.auth_token}".encode()).decode()
    # Compared apart, for pytest would print both.
    is_shown = pair in shown
    assert not is_shown, "expected the credentials masked, got them in full"


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "basic", "Digest"])
def test_the_journal_masks_whatever_stands_for_credentials(
    wire: Wire, stub: Stub, scheme: str
) -> None:
    secret = "a-secret-of-someone"
    headers = {"Authorization": f"{scheme} {secret}", "Content-Type": "application/json"}
    wire.raw(wire.target.session, b"{}", headers=headers, anonymous=True)
    assert secret not in json.dumps(stub.journal())


def test_a_reset_forgets_everything(wire: Wire, stub: Stub) -> None:
    name = wire.target.session
    seeded = {**stub.shown(name), **dict.fromkeys(TIMES)}
    wire.post(name, {"record": True, "ring_timeout": 94, "session_expiry": 60})
    stub.advance(10_000)
    stub.next_reply(status=500)
    assert stub.shown(name)["status"] == "expired"
    stub.reset()
    assert stub.journal() == []
    assert not model.differences(seeded, {**stub.shown(name), **dict.fromkeys(TIMES)})
    started = time.time()
    response = wire.post(name, {})
    assert response.status_code == 200
    assert int(started) <= model.seconds(response.json()["session"]["modified_time"]) <= time.time()


TIMES = ("created_time", "modified_time", "expiry_time")


def test_the_clock_can_be_moved(wire: Wire, stub: Stub) -> None:
    name = wire.target.session
    before = wire.updated(name, {"session_expiry": 3600})
    stub.advance(600)
    after = wire.post(name, {"session_expiry": 3600}).json()["session"]
    for key in ("modified_time", "expiry_time"):
        assert 599 <= model.seconds(after[key]) - model.seconds(before[key]) <= 630
    assert 599 <= after["duration"] - before["duration"] <= 630
    assert after["created_time"] == before["created_time"]


def test_time_alone_ends_a_session_and_an_update_is_then_refused(wire: Wire, stub: Stub) -> None:
    name = wire.target.session
    before = wire.updated(name, {"session_expiry": 60})
    assert before["status"] == "active"
    stub.advance(61)
    assert {**stub.shown(name), "status": "active"} == before, "expiring changes the status alone"
    assert stub.shown(name)["status"] == "expired"
    text = wire.refused(name, {"session_expiry": 3600})
    assert text.rstrip(".") == document.reply_examples(400)["expired"]["error"].rstrip(".")


def test_the_seeded_sessions_are_there(wire: Wire, stub: Stub) -> None:
    names = stub.sessions
    for name in (names.two_party, names.single_party, names.with_pin, *names.more):
        assert wire.state(name)["status"] == "active"
    assert stub.shown(names.expired)["status"] == "expired"
    assert wire.refused(names.expired, {}).startswith("Session already expired")
    assert stub.shown(names.with_pin)["first_party_pin"] == "1234"
    assert stub.shown(names.two_party)["first_party_pin"] is None
    single = stub.shown(names.single_party)
    assert "" in (single["first_party"], single["second_party"])


def test_the_sessions_are_named_with_the_credentials_to_use(stub: Stub) -> None:
    shown = stub.control.get("sessions").json()
    assert (shown["auth_id"], shown["auth_token"]) == (stub.auth_id, stub.auth_token)
    assert {session["session_uuid"] for session in shown["sessions"]} >= {
        *(stub.sessions.two_party, stub.sessions.single_party),
        *(stub.sessions.with_pin, stub.sessions.expired),
    }


# What official SDKs send, and what they mean by it.
LENIENT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"call_time_limit": "1440", "record": True}, {"call_time_limit": 1440, "record": True}),
    ({"record": "true"}, {"record": True}),
    ({"record": "false"}, {"record": False}),
    ({"ring_timeout": "30", "session_expiry": "600"}, {"ring_timeout": 30}),
    ({"session_expiry": 0, "call_time_limit": 0, "ring_timeout": 0}, {}),
    ({"callback_url": None, "ring_timeout": None}, {}),
]


@pytest.mark.parametrize(("sent", "meant"), LENIENT, ids=json.dumps)
def test_a_lenient_stub_takes_what_the_official_sdks_send(
    stub: Stub, sent: dict[str, Any], meant: dict[str, Any]
) -> None:
    with running_stub(lenient=True) as lenient:
        name = lenient.sessions.two_party
        before = lenient.shown(name)
        response = httpx.post(
            f"{lenient.url}/Account/{lenient.auth_id}/Masking/Session/{name}",
            json=sent,
            auth=(lenient.auth_id, lenient.auth_token),
            trust_env=False,
        )
        assert response.status_code == 200, response.text
        after = response.json()["session"]
        model.check_update(before, {**meant, **_expiry(sent)}, after)


def _expiry(sent: dict[str, Any]) -> dict[str, int]:
    given = int(sent.get("session_expiry") or 0)
    return {"session_expiry": given} if given else {}


@pytest.mark.parametrize(
    "body",
    [{"call_time_limit": "59"}, {"record": "yes"}, {"ring_timeout": "1.5"}, {"record": 0}],
    ids=json.dumps,
)
def test_a_lenient_stub_still_refuses_what_is_wrong(stub: Stub, body: dict[str, Any]) -> None:
    with running_stub(lenient=True) as lenient:
        response = httpx.post(
            f"{lenient.url}/Account/{lenient.auth_id}/Masking/Session/{lenient.sessions.two_party}",
            json=body,
            auth=(lenient.auth_id, lenient.auth_token),
            trust_env=False,
        )
        assert response.status_code == 400


@pytest.mark.parametrize("sent", [sent for sent, _ in LENIENT[:4]] + [{"session_expiry": 0}])
def test_a_stub_is_strict_unless_told(wire: Wire, stub: Stub, sent: dict[str, Any]) -> None:
    wire.refused(wire.target.session, sent)


def test_the_command_prints_a_url_and_a_curl_line_that_work(stub: Stub) -> None:
    """As a user starts it; the curl line is run by hand of httpx, for curl may be missing."""
    command = [sys.executable, "-m", "scripts.stub", "--port", "0"]
    # Buffered as it is for a user: what is printed must be pushed out.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        watchdog = threading.Timer(30, process.kill)
        watchdog.start()
        try:
            lines = iter(process.stdout.readline, "")
            printed = "".join(
                itertools.takewhile(lambda line: not line.startswith("Ctrl-C"), lines)
            )
            url = next(word for word in printed.split() if word.startswith("http://127.0.0.1:"))
            curl = printed[printed.index("curl ") :].replace("\\\n", " ")
            credentials = curl.split(" -u ")[1].split()[0]
            address = curl.split()[-1]
            assert address.startswith(url) and "-d '{\"record\": false}'" in curl
            reply = httpx.post(
                address,
                content='{"record": false}',
                headers={"Content-Type": "application/json"},
                auth=tuple(credentials.split(":", 1)),  # type: ignore[arg-type]
                trust_env=False,
            )
            assert reply.status_code == 200 and reply.json()["session"]["record"] is False
        finally:
            watchdog.cancel()
            process.terminate()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", "::"])
def test_the_command_serves_loopback_alone(stub: Stub, host: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.stub", "--host", host],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode != 0 and "loopback" in done.stderr
