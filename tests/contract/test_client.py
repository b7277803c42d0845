"""Calls made from the document, sent by the generated client, sync and async, to a server."""

import json
import time
from typing import Any

import httpx
import pytest
from hypothesis import given, seed
from plivo_masking.models import MaskingSessionUpdate, MaskingSessionUpdateResponse
from schemathesis import GenerationMode

from tests.contract import document, model
from tests.contract.client_caller import ClientCaller, update_of
from tests.contract.hypothesis_settings import SEED, Depth, settings
from tests.contract.target import Target
from tests.contract.wire import Wire
from tests.support.differences import differences

WAYS = ["sync", "asyncio"]
HOW = pytest.mark.parametrize("how", WAYS)
PARTIES = pytest.mark.parametrize("parties", ["one party", "two parties"])


def session_of(target: Target, parties: str) -> str:
    if parties == "two parties":
        return target.session
    if target.single_party_session is None:
        pytest.skip("SINGLE_PARTY_SESSION is not given, so this server's can't be tried")
    return target.single_party_session


class Exchange:
    """Sends an update through the client and checks everything that can be seen of it."""

    def __init__(self, wire: Wire, caller: ClientCaller, session: str) -> None:
        self._wire, self._caller, self._session = wire, caller, session
        self._before = wire.state(session)

    def __call__(self, body: dict[str, Any], how: str) -> int:
        """Raises AssertionError unless the update was taken as the document says."""
        started = time.time()
        reply, seen = self._caller.call(self._session, update_of(body), how=how)
        self._wire.judge(seen)
        sent = json.loads(seen.request.content)
        assert not (wrong := differences(body, sent)), f"on the wire: {wrong}"
        self._wire.demand_status(seen, 200, "a valid update is taken", "S-status-200")
        check_parsed(reply.parsed, seen)
        after = seen.json()["session"]
        exactly = self._wire.target.stub is not None
        model.check_update(self._before, body, after, exactly=exactly)
        self._wire.check_modified_time(seen, started)
        self._before = after
        return seen.status_code


def check_parsed(parsed: Any, seen: httpx.Response) -> None:
    """The object that the caller gets says what the server said."""
    assert isinstance(parsed, MaskingSessionUpdateResponse), f"expected a session, got {parsed!r}"
    raw = seen.json()
    assert not (wrong := differences(raw, parsed.to_dict())), f"parsed: {wrong}"
    shown = raw["session"]
    assert parsed.api_id == raw["api_id"] and parsed.message == raw["message"]
    assert parsed.session.session_uuid == shown["session_uuid"]
    assert parsed.session.record is shown["record"]
    assert parsed.session.expiry_time == shown["expiry_time"]


@PARTIES
def test_any_valid_update_is_sent_as_set_and_taken(
    plain_wire: Wire, caller: ClientCaller, target: Target, depth: Depth, parties: str
) -> None:
    session = session_of(target, parties)
    exchange = Exchange(plain_wire, caller, session)

    @seed(SEED)
    @settings(20)
    @given(document.bodies(single_party=parties == "one party"))
    def each(body: dict[str, Any]) -> None:
        # Making a body takes longer than sending it.
        for how in WAYS:
            depth.count(exchange(body, how))

    each()
    depth.judge(least=1)


@PARTIES
def test_every_boundary_of_the_document_is_sent_as_set_and_taken(
    plain_wire: Wire, caller: ClientCaller, target: Target, depth: Depth, parties: str
) -> None:
    session = session_of(target, parties)
    exchange = Exchange(plain_wire, caller, session)
    operation = document.operation(single_party=parties == "one party")
    boundaries = operation.schema.iter_coverage_cases(
        operation,
        generation_modes=[GenerationMode.POSITIVE],
        generation_config=operation.schema.config.generation_for(operation=operation),
    )
    for case in boundaries:
        for how in WAYS:
            depth.count(exchange(case.body, how))
    depth.judge(least=1)


def test_an_example_of_the_document_is_sent_as_set_and_taken(
    plain_wire: Wire, caller: ClientCaller, target: Target, subtests: pytest.Subtests
) -> None:
    for name, body in document.request_examples().items():
        with subtests.test(name):
            parties = "one party" if body.keys() & set(document.PARTIES) else "two parties"
            session = session_of(target, parties)
            Exchange(plain_wire, caller, session)(body, "sync")


PLAIN: list[dict[str, Any]] = [
    {},
    {"record": False},
    {"ring_timeout": 0},
    {"callback_url": ""},
    {"recording_callback_url": ""},
    {"first_party_play_url": "", "second_party_play_url": ""},
    {"record": False, "ring_timeout": 0, "callback_url": ""},
    {"session_uuid": "another", "new_key": [None, {"deep": 0.5}]},
]
SET: dict[str, Any] = {
    "record": True,
    "ring_timeout": 30,
    "callback_url": "https://www.example.com/events",
    "recording_callback_url": "https://www.example.com/recording",
}


@HOW
def test_nothing_false_zero_and_empty_are_sent_as_set(
    plain_wire: Wire, caller: ClientCaller, session: str, how: str, subtests: pytest.Subtests
) -> None:
    for body in PLAIN:
        with subtests.test(json.dumps(body)):
            plain_wire.updated(session, SET)
            Exchange(plain_wire, caller, session)(body, how)


@HOW
def test_a_refusal_reaches_the_caller(plain_wire: Wire, caller: ClientCaller, how: str) -> None:
    reply, seen = caller.call("no-such-session", MaskingSessionUpdate(record=True), how=how)
    plain_wire.judge(seen)
    assert seen.status_code == 404
    assert reply.status_code == 404 and reply.content == seen.content
    assert reply.parsed is not None and not differences(seen.json(), reply.parsed.to_dict())
