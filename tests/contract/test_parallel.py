"""Many callers at once: no update is lost, and each gets a reply of its own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.contract.wire import Wire

CALLERS = 32
FIELDS: dict[str, Any] = {
    "record": lambda n: n % 2 == 0,
    "recording_callback_url": lambda n: f"https://www.example.com/recording/{n}",
    "record_file_format": lambda n: ("mp3", "wav")[n % 2],
    "recording_callback_method": lambda n: ("GET", "POST")[n % 2],
    "call_time_limit": lambda n: 100 + n,
    "callback_url": lambda n: f"https://www.example.com/events/{n}",
    "callback_method": lambda n: ("GET", "POST")[n % 2],
    "ring_timeout": lambda n: 100 + n,
    "first_party_play_url": lambda n: f"https://www.example.com/first/{n}.mp3",
    "second_party_play_url": lambda n: f"https://www.example.com/second/{n}.mp3",
}


def test_32_callers_on_one_session_lose_no_update(wire: Wire, session: str) -> None:
    """Each round sets every field to a new value, a field a caller, and reads the session once."""
    names = list(FIELDS)
    with ThreadPoolExecutor(CALLERS) as pool:
        for number in range(6):
            bodies = [
                # Ten callers set a field each, and the others ask for nothing meanwhile.
                {names[n]: FIELDS[names[n]](number)} if n < len(names) else {}
                for n in range(CALLERS)
            ]
            replies = list(pool.map(lambda body: (body, wire.post(session, body)), bodies))
            for body, reply in replies:
                assert reply.status_code == 200
                shown = reply.json()["session"]
                assert body.items() <= shown.items(), f"expected {body} in its own reply"
            expected = {name: value(number) for name, value in FIELDS.items()}
            state = wire.state(session)
            got = {name: state[name] for name in FIELDS}
            assert got == expected, f"round {number}: expected {expected}, got {got}"


def test_32_callers_of_one_field_end_with_one_of_their_values(wire: Wire, session: str) -> None:
    with ThreadPoolExecutor(CALLERS) as pool:
        replies = list(
            pool.map(lambda n: wire.post(session, {"ring_timeout": 200 + n}), range(CALLERS))
        )
    seen = [reply.json()["session"]["ring_timeout"] for reply in replies]
    assert sorted(seen) == [200 + n for n in range(CALLERS)]
    assert wire.state(session)["ring_timeout"] in seen


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
    assert len({reply.json()["api_id"] for reply in replies}) == len(replies)
