"""A played call sends its events, signed and in order, to this machine only, and shows in the session."""

import asyncio
import http.server
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from scripts.stub import document
from scripts.stub.signature import sign
from tests.stub.caller import Caller
from tests.support.certificate import CERTIFICATE
from tests.support.document import errors

ANSWERED = [
    "SessionFirstPartyAnswer",
    "SessionSecondPartyRing",
    "SessionSecondPartyAnswer",
    "SessionSecondPartyHangup",
    "SessionFirstPartyHangup",
    "SessionPartiesHangup",
]
RECORDED = ["SessionRecordingInitiated", "SessionRecordingCompleted"]
Request = tuple[str, str, dict[str, str], dict[str, str]]


@contextmanager
def receiver(
    status: int = 200, body: bytes = b"got", *, tls: bool = False, headers: Mapping[str, str] = {}
) -> Iterator[tuple[str, list[Request]]]:
    """A receiver; gives its URL and the method, target, headers and fields of each request."""
    received: list[Request] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            query = content.decode() if self.command == "POST" else urlsplit(self.path).query
            fields = dict(parse_qsl(query, strict_parsing=True, keep_blank_values=True))
            sent = {name.lower(): value for name, value in self.headers.items()}
            received.append((self.command, self.path, sent, fields))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST

        def log_message(self, format: str, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}", received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def check_signature(stub: Any, url: str, request: Request) -> None:
    method, _, headers, fields = request
    nonce = headers["x-plivo-signature-v3-nonce"]
    query = dict(parse_qsl(urlsplit(url).query))
    own = {key: value for key, value in fields.items() if key not in query}
    expected = sign(stub.auth_token, method, url, own, nonce)
    assert headers["x-plivo-signature-v3"] == headers["x-plivo-signature-ma-v3"] == expected


def minutes(received: list[Request]) -> list[str]:
    """Of each event's time, minutes and seconds. Played calls end now, at 04:05:06."""
    times = [fields["EventTimestamp"] for *_, fields in received]
    assert {(time[:14], time[19:]) for time in times} == {("2026-02-03 04:", " +0000 UTC")}
    return [time[14:19] for time in times]


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_answered_and_recorded_call(
    frozen: Caller, method: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with receiver() as (address, received):
        url = address.replace("127.0.0.1", host)
        session, recording = f"{url}/events#ct=2000", f"{url}/recordings?for=a%20b"
        set_up = {"record": True, "record_file_format": "wav", "recording_callback_method": method}
        frozen.update({**set_up, "callback_url": session, "callback_method": method})
        frozen.update({"recording_callback_url": recording})
        sent = frozen.stub.call(frozen.session, "answered")
        names = [*ANSWERED[:3], RECORDED[0], *ANSWERED[3:], RECORDED[1]]
        assert sent == [f"{name}: 200" for name in names]
        assert [fields["EventName"] for *_, fields in received] == names
        assert [fields["SequenceNumber"] for *_, fields in received] == list("12345678")
        nonces = {headers["x-plivo-signature-v3-nonce"] for _, _, headers, _ in received}
        assert len(nonces) == len(received)
        assert all(re.fullmatch("[0-9]{20}", nonce) for nonce in nonces)
    for request in received:
        used, target, headers, fields = request
        is_recording = fields["EventName"] in RECORDED
        assert used == method
        assert urlsplit(target).path == ("/recordings" if is_recording else "/events")
        assert ("for=a%20b" in target) == is_recording
        assert headers["host"] == urlsplit(url).netloc
        check_signature(frozen.stub, recording if is_recording else session, request)
        schema = {"$ref": f"#/components/schemas/{'Recording' if is_recording else 'Session'}Event"}
        known = document.document()["components"]["schemas"][schema["$ref"].split("/")[-1]]
        typed = {
            key: int(value) if known["properties"][key]["type"] == "integer" else value
            for key, value in fields.items()
            if key != "for"
        }
        assert errors(document.document(), schema, typed) == []
    assert minutes(received) == ["03:51"] * 2 + ["04:04"] * 2 + ["05:06"] * 4
    recorded = received[-1][3]
    assert (recorded["RecordingFormat"], recorded["RecordingDuration"]) == (".wav", "62")
    assert recorded["RecordingStartTime"] == received[3][3]["EventTimestamp"]
    assert recorded["RecordingEndTime"] == recorded["EventTimestamp"]
    shown = frozen.stub.callbacks()
    assert [(one["event"], one["status"], one["reply"], one["error"]) for one in shown] == [
        (name, 200, "got", None) for name in names
    ]
    assert [one["fields"] for one in shown] == [
        {key: value for key, value in fields.items() if key != "for"} for *_, fields in received
    ]


def test_played_calls_show_in_the_next_reply(frozen: Caller) -> None:
    for outcome in ("answered", "answered", "answered", "refused"):
        frozen.stub.advance(10)
        frozen.stub.call(frozen.session, outcome)
    reply = frozen.update({}).json()
    schema = {"$ref": "#/components/schemas/MaskingSessionUpdateResponse"}
    assert errors(document.document(), schema, reply) == []
    session = reply["session"]
    answered, _, _, refused = session["interaction"]
    now = session["modified_time"]
    assert (answered["duration"], answered["call_billed_duration"]) == (75, 120)
    assert answered["recording_resource_url"] is None
    assert refused["start_time"] == refused["end_time"] == session["last_interaction_time"] == now
    assert (refused["total_call_count"], refused["duration"]) == (2, 0)
    assert refused.keys().isdisjoint({"total_call_amount", "call_billed_duration"})
    totals = {key: value for key, value in session.items() if key.startswith("total_")}
    assert totals == {
        "total_call_amount": 0.075,
        "total_call_count": 8,
        "total_call_billed_duration": 360,
        "total_session_amount": 0.075,
    }
    events = [one["fields"] for one in frozen.stub.callbacks()]
    assert [event["SequenceNumber"] for event in events] == [str(n) for n in range(1, 24)]
    assert [event.get("PlivoHangupCause") for event in events[-6:]] == [
        *("Normal Hangup", None, None, None, None, "Rejected")
    ]
    assert {event["EventTimestamp"] for event in events[-5:]} == {now}
    ends = ("PlivoHangupCauseCode", "Amount", "BilledDuration", "Duration")
    assert [events[-6][name] for name in ends] == ["4000", "0.025", "120", "75"]
    assert [events[-1][name] for name in ends] == ["3020", "0", "0", "0"]
    frozen.stub.reset()
    assert frozen.update({}).json()["session"]["interaction"] is None
    assert frozen.stub.callbacks() == []


def test_two_calls_at_once_do_not_mix_their_events(call: Caller) -> None:
    with receiver() as (url, received), ThreadPoolExecutor() as pool:
        call.update({"callback_url": url})
        list(pool.map(call.stub.call, [call.session] * 3, ["answered"] * 3))
    numbers = [fields["SequenceNumber"] for *_, fields in received]
    assert numbers == [str(n) for n in range(1, 19)]


def test_pins_are_checked(frozen: Caller) -> None:
    session = frozen.stub.sessions.with_pin
    with receiver() as (url, received):
        frozen.update({"callback_url": url}, session)
        frozen.stub.call(session, "wrong-pin")
        frozen.stub.call(session, "answered")
        frozen.stub.call(session, "refused")
    assert minutes(received) == ["05:06"] * 5 + ["03:51"] * 3 + ["04:04"] + ["05:06"] * 9
    pins = [
        (fields["PinAuthenticationStatus"], fields["PinRetryCounter"])
        for *_, fields in received
        if fields["EventName"] == "SessionPinAuthenticationStatus"
    ]
    assert pins == [("failed", "1"), ("failed", "2"), ("success", "0"), ("success", "0")]
    wrong = frozen.update({}, session).json()["session"]["interaction"][0]
    assert (wrong["second_party_resource_url"], wrong["total_call_count"]) == (None, 1)
    assert "1234" not in str([fields for *_, fields in received])


def test_a_moved_clock_tells_an_expiry_once(frozen: Caller) -> None:
    with receiver() as (url, received):
        expiry = frozen.update({"callback_url": url, "session_expiry": 60}).json()["session"]
        frozen.stub.advance(59)
        assert received == []
        for seconds in (1, 0, 200_000):
            frozen.stub.advance(seconds)
            assert [fields["EventName"] for *_, fields in received] == ["SessionTimeout"]
        check_signature(frozen.stub, url, received[0])
        assert received[0][3]["EventTimestamp"] == expiry["expiry_time"]
        assert received[0][3]["SequenceNumber"] == "1"
    assert [one["event"] for one in frozen.stub.callbacks()] == ["SessionTimeout"]


REFUSED = "expected a URL of localhost or of a loopback address"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "the session has no URL for it"),
        ("http://192.0.2.1/", REFUSED),
        ("https://api.plivo.com/", REFUSED),
        ("http://localhost.example.com/", REFUSED),
        ("http://127.0.0.1@192.0.2.1/", REFUSED),
        ("http://0.0.0.0/", REFUSED),
        ("http://2130706433/", REFUSED),
        ("http://[::ffff:192.0.2.1]/", REFUSED),
        ("http://[fe80::1%25eth0]/", REFUSED),
    ],
)
def test_an_event_to_another_machine_is_refused_with_the_reason(
    call: Caller, url: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", call.stub.url)
    call.update({"callback_url": url})
    sent = call.stub.call(call.session, "refused")
    assert len(sent) == 5
    for line in sent:
        assert f": not sent, {reason}" in line
    assert {one["status"] for one in call.stub.callbacks()} == {None}


def test_a_redirect_is_not_followed(call: Caller) -> None:
    with (
        receiver() as (elsewhere, missed),
        receiver(307, headers={"Location": elsewhere}) as (url, received),
    ):
        call.update({"callback_url": url})
        sent = call.stub.call(call.session, "refused")
    assert {line.partition(": ")[2] for line in sent} == {"307, redirects are not followed"}
    assert (len(received), missed) == (5, [])


def test_a_receiver_that_is_not_there_or_fails(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With a certificate of its own, as receivers on loopback have.
    with receiver(500, tls=True) as (url, _):
        call.update({"callback_url": url})
        assert call.stub.call(call.session, "refused")[0] == "SessionFirstPartyAnswer: 500"
    lines = call.stub.call(call.session, "refused")
    assert lines[-1] == "SessionPartiesHangup: not answered, ConnectError"
    timeout = asyncio.timeout
    monkeypatch.setattr(asyncio, "timeout", lambda _: timeout(0.1))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        call.update({"callback_url": f"http://127.0.0.1:{silent.getsockname()[1]}"})
        lines = call.stub.call(call.session, "refused")
    assert {line.partition(": ")[2] for line in lines} == {"no answer within 5 seconds"}


def test_the_stub_keeps_the_latest_events_and_the_beginning_of_each_answer(call: Caller) -> None:
    # The rest is not waited for, and never comes.
    with receiver(body=b"a" * 5000, headers={"Content-Length": "9000"}) as (url, _):
        call.update({"callback_url": url})
        call.stub.call(call.session, "refused")
        answers = {(one["reply"], one["error"]) for one in call.stub.callbacks()}
    assert answers == {("a" * 2000, None)}
    call.update({"callback_url": ""})
    for _ in range(200):
        call.stub.call(call.session, "refused")
    kept = [one["fields"]["SequenceNumber"] for one in call.stub.callbacks()]
    assert kept == [str(number) for number in range(6, 1006)]


BAD_CALLS: list[tuple[Any, str]] = [
    ({"session": "two-party"}, '"outcome": one of answered, refused, wrong-pin'),
    ({"session": "two-party", "outcome": "busy"}, "'busy'"),
    ({"session": "two-party", "outcome": ["answered"]}, "one of answered"),
    ({"session": "two-party", "outcome": "answered", "more": 1}, "'more'"),
    ({"session": "none", "outcome": "answered"}, "expected the id of a session, got 'none'"),
    ({"session": ["two-party"], "outcome": "answered"}, "expected the id of a session"),
    ({"session": "expired", "outcome": "answered"}, "got one that has expired"),
    ({"session": "single", "outcome": "answered"}, "expected one with two parties"),
    ({"session": "two-party", "outcome": "wrong-pin"}, "expected a session with PINs"),
]


@pytest.mark.parametrize(("body", "part"), BAD_CALLS)
def test_a_call_that_can_not_be_played_is_refused(call: Caller, body: Any, part: str) -> None:
    reply: httpx.Response = call.send("/_stub/call", "POST", auth=None, json=body)
    assert reply.status_code == 400
    assert part in reply.json()["error"]
    assert call.update({}).json()["session"]["interaction"] is None
