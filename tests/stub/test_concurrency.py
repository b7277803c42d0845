"""Many callers at once: no update is lost, and every reply shows a state that was."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

import httpx
import pytest

from scripts.stub.harness import Stub
from tests.stub.caller import Caller

CALLERS = 32
UPDATES = 8
FIELDS = ["callback_url", "recording_callback_url", "first_party_play_url", "second_party_play_url"]


@pytest.fixture
def crowd(stub: Stub) -> Iterator[Caller]:
    limits = httpx.Limits(max_connections=CALLERS)
    with httpx.Client(trust_env=False, timeout=30, limits=limits) as client:
        yield Caller(stub, client)


def test_32_callers_lose_no_update(crowd: Caller) -> None:
    """Each sets a number of its own in one of five fields; in a row of all replies, in the order in
    which the stub took them, each differs from the one before in the field just set alone."""
    start = Barrier(CALLERS)

    def update(caller: int) -> None:
        start.wait(timeout=30)
        for number in range(UPDATES):
            value = caller * UPDATES + number
            field = [*FIELDS, "ring_timeout"][value % 5]
            body = {field: value if field == "ring_timeout" else f"https://a/{value}"}
            reply = crowd.update(body)
            assert reply.status_code == 200
            assert reply.json()["session"][field] == body[field]

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(update, range(CALLERS)))

    entries = crowd.stub.journal()
    assert len(entries) == CALLERS * UPDATES
    sessions = [httpx.Response(200, text=entry["reply"]).json()["session"] for entry in entries]
    for (before, after), entry in zip(pairwise(sessions), entries[1:], strict=True):
        assert after == {**before, **entry["json"], "modified_time": after["modified_time"]}
    assert crowd.stub.shown(crowd.session) == sessions[-1]
