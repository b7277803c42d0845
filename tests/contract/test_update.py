"""What an update does: what it names, and nothing else."""

import json
from typing import Any

import pytest

from tests.contract import model, values
from tests.contract.target import Target
from tests.contract.wire import Wire


def full(target: Target) -> dict[str, Any]:
    """Every field that a session of two parties takes."""
    return {name: values.alternatives(name)[1] for name in target.fields_of(target.session)}


def test_an_update_that_changes_nothing_moves_modified_time_alone(
    wire: Wire, target: Target, session: str
) -> None:
    before = wire.updated(session, full(target))
    before = wire.updated(session, {}, before=before)
    same = full(target)
    del same["session_expiry"]
    for name, value in same.items():
        before = wire.updated(session, {name: value}, before=before)
    wire.updated(session, same, before=before)


def test_the_message_is_the_documented_one(wire: Wire, session: str) -> None:
    message = wire.post(session, {}).json()["message"]
    holds = message.removesuffix(".") == "Session updated"
    rule = "a taken update says so"
    wire.demand(holds, rule, "S-envelope", expected="'Session updated'", got=repr(message))


def test_an_expiry_counts_from_the_update_and_not_from_the_creation(
    wire: Wire, session: str
) -> None:
    for seconds in (60, 61, 3600, 86400):
        after = wire.updated(session, {"session_expiry": seconds})
        created, expiry = model.seconds(after["created_time"]), model.seconds(after["expiry_time"])
        if wire.target.stub:
            # Its seeded sessions are older than this test.
            rule = "an expiry counts from the update"
            got = f"{expiry - created} s after the creation"
            holds = expiry - created > seconds + 1
            wire.demand(holds, rule, "S-expiry-arithmetic", expected=f"over {seconds} s", got=got)


def test_an_expiry_survives_the_next_update(wire: Wire, session: str) -> None:
    before = wire.updated(session, {"session_expiry": 5000})
    wire.updated(session, {"record": True}, before=before)


def test_an_expiry_of_a_day_can_be_set_again(wire: Wire, session: str) -> None:
    """A range holds for the parameter; the whole duration may be longer."""
    for _ in range(2):
        wire.updated(session, {"session_expiry": 86400})
    status = wire.state(session)["status"]
    holds = status in ("active", "in-progress")
    wire.demand(holds, "a session runs", "S-status", expected="active", got=status)


IGNORED: list[dict[str, Any]] = [
    {"session_uuid": "another"},
    {"subaccount": "SAXXXXXXXXXXXXXXXXXX"},
    {"geomatch": False},
    {"create_session_with_single_party": True},
    {"create_session_with_single_Party": True},
    {"initiate_call_to_first_party": True},
    {"sub_account": "x", "geo_match": None},
    {"virtual_number": "12025550199", "status": "expired", "created_time": "", "duration": 1},
    {"api_id": "x", "session": {"record": True}, "": 0, "Record": True, "record ": True},
    {"recrod": None, "new": {"a": [1.5, "\u0000", None]}},
    {f"new_{number}": number for number in range(500)},
]


def test_a_key_that_is_no_field_of_an_update_is_ignored(
    wire: Wire, session: str, subtests: pytest.Subtests
) -> None:
    for ignored in IGNORED:
        with subtests.test(json.dumps(ignored)[:60]):
            first = wire.updated(session, {"record": False})
            rule, row = "unknown keys are ignored", "S-unknown-keys"
            body = {**ignored, "ring_timeout": 34}
            second = wire.updated(session, body, before=first, rule=rule, row=row)
            wire.updated(session, ignored, before=second, rule=rule, row=row)


def test_an_update_touches_its_session_alone(wire: Wire, target: Target) -> None:
    for session in target.updatable:
        fields = target.fields_of(session)
        for which in (0, 1):
            before = wire.states()
            wire.updated(session, {name: values.alternatives(name)[which] for name in fields})
            after = wire.states()
            wrong = [name for name in before if name != session and before[name] != after[name]]
            rule = f"an update of {session} touches no other session"
            wire.demand(
                not wrong,
                rule,
                "S-partial-update",
                expected="the others as they were",
                got=", ".join(wrong),
            )


def test_other_sessions_can_be_compared(target: Target) -> None:
    """Says so when they could not."""
    given = {
        "OTHER_SESSION or SINGLE_PARTY_SESSION": len(target.updatable) > 1,
        "AUTH_ID2 and SESSION2": target.stub
        or (target.other_account and target.other_account.session),
    }
    if missing := [name for name, is_given in given.items() if not is_given]:
        pytest.skip(f"not judged without {', '.join(missing)}: that updates touch no other session")
