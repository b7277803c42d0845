"""Many callers at once: no update is lost, and each gets a reply of its own."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx

from tests.contract import model
from tests.contract.target import Target
from tests.contract.wire import Wire, show_whole

# More than servers and their pools commonly work at.
CALLERS = 64
ROUNDS = 3
FIELDS: dict[str, Any] = {
    "record": lambda n: n % 2 == 0,
    "recording_callback_url": lambda n: f"https://www.example.com/recording/{n}",
    "record_file_format": lambda n: ("mp3", "wav")[n % 2],
    "recording_callback_method": lambda n: ("GET", "POST")[n % 2],
    "session_expiry": lambda n: 7200 + 100 * n,
    "call_time_limit": lambda n: 100 + n,
    "callback_url": lambda n: f"https://www.example.com/events/{n}",
    "callback_method": lambda n: ("GET", "POST")[n % 2],
    "ring_timeout": lambda n: 100 + n,
    "first_party_play_url": lambda n: f"https://www.example.com/first/{n}.mp3",
    "second_party_play_url": lambda n: f"https://www.example.com/second/{n}.mp3",
}

Call = tuple[str, dict[str, Any]]


def at_once(wire: Wire, calls: list[Call]) -> list[httpx.Response]:
    """Send all calls; each waits with its last byte until the server has begun with all of them."""
    barrier = Barrier(len(calls), timeout=30)

    def content(body: bytes) -> Iterator[bytes]:
        yield body[:-1]
        barrier.wait()
        yield body[-1:]

    def send(call: Call) -> httpx.Response:
        session, body = call
        written = json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(written))}
        response = wire.request(
            "POST", wire.url(session), content=content(written), headers=headers
        )
        if response.status_code == 429:
            # Nothing was changed.
            return wire.request("POST", wire.url(session), content=written)
        show_whole(response, written)
        return response

    with ThreadPoolExecutor(len(calls)) as pool:
        responses = list(pool.map(send, calls))
    for response in responses:
        wire.judge(response)
    return responses


def test_no_update_is_lost(wire: Wire, target: Target) -> None:
    """On every session at once, a field a caller, and the rest ask for nothing meanwhile."""
    sessions = target.updatable
    for number in range(ROUNDS):
        calls: list[Call] = [
            (session, {name: value(number + shift)})
            for name, value in FIELDS.items()
            for shift, session in enumerate(sessions)
        ]
        calls += [(sessions[n % len(sessions)], {}) for n in range(CALLERS - len(calls))]
        before = {session: wire.state(session) for session in sessions}
        replies = at_once(wire, calls)
        for (_, body), reply in zip(calls, replies, strict=True):
            wire.demand_status(reply, 200, "one of many at once is taken", "S-status-200")
            shown = reply.json()["session"]
            kept = {name: shown[name] for name in body if name != "session_expiry"}
            holds = kept.items() <= body.items()
            rule = "a reply shows its own update"
            wire.demand(holds, rule, "S-partial-update", expected=f"{body}", got=f"{kept}")
        for shift, session in enumerate(sessions):
            after = wire.state(session)
            sent = {name: value(number + shift) for name, value in FIELDS.items()}
            expiry = sent.pop("session_expiry")
            got = {name: after[name] for name in sent}
            rule = f"none of {CALLERS} updates at once is lost"
            expected = f"{session} with {sent}"
            wire.demand(got == sent, rule, "S-partial-update", expected=expected, got=f"{got}")
            moved = model.seconds(after["expiry_time"])
            asked = model.seconds(before[session]["modified_time"]) + expiry
            wire.demand(
                abs(moved - asked) <= 30,
                rule,
                "S-expiry-arithmetic",
                expected=f"{session} to end {expiry} s after the update",
                got=after["expiry_time"],
            )


def test_callers_of_one_field_end_with_one_of_their_values(wire: Wire, session: str) -> None:
    calls: list[Call] = [(session, {"ring_timeout": 200 + n}) for n in range(CALLERS)]
    seen = [reply.json()["session"]["ring_timeout"] for reply in at_once(wire, calls)]
    rule = "each of many callers gets its own reply"
    expected = [200 + n for n in range(CALLERS)]
    wire.demand(
        sorted(seen) == expected, rule, "S-partial-update", expected=f"{expected}", got=f"{seen}"
    )
    last = wire.state(session)["ring_timeout"]
    rule = "the session ends with one of their values"
    wire.demand(last in seen, rule, "S-partial-update", expected=f"one of {seen}", got=f"{last}")


def test_every_reply_has_an_api_id_of_its_own(wire: Wire, session: str) -> None:
    replies = [
        wire.post(session, {}),
        wire.post(session, {}),
        wire.post(session, {"record": 5}),
        wire.post(session, {"record": 5}),
        wire.post("no-such-session", {}),
        wire.raw(session, b"", method="GET"),
        wire.post(session, {}, auth=httpx.BasicAuth("x", "y")),
    ]
    assert [reply.status_code for reply in replies] == [200, 200, 400, 400, 404, 405, 401]
