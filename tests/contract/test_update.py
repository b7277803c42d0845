"""What an update does: what it names, and nothing else."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.contract import document, model, values
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
    # What only the server sets.
    {
        name: schema["example"]
        for name, schema in document.shown().items()
        if name not in document.fields().keys() | document.not_updatable()
    },
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


def camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))


LOOK_ALIKES: dict[str, Callable[[str], str]] = {
    "camel case": camel_case,
    "camel case with a capital": lambda name: camel_case(f"_{name}"),
    "upper case": str.upper,
    "capitals": str.title,
    "dashes": lambda name: name.replace("_", "-"),
    "blanks": lambda name: name.replace("_", " "),
    "dots": lambda name: name.replace("_", "."),
    "nothing between": lambda name: name.replace("_", ""),
    "a blank before": " {}".format,
    "a blank after": "{} ".format,
    "a mark before": "\ufeff{}".format,
    "a NUL after": "{}\0".format,
    "an operator": "${}".format,
    "brackets": "{}[]".format,
    "brackets around": "session[{}]".format,
    "a path": "session.{}".format,
    "an s": "{}s".format,
    "its end cut": lambda name: name[:-1],
    "wide letters": lambda name: "".join(chr(ord(each) + 0xFEE0) for each in name),
}


def test_a_key_that_looks_like_a_field_is_ignored(
    wire: Wire, target: Target, subtests: pytest.Subtests
) -> None:
    session = target.widest_session
    first, second = (
        {name: values.alternatives(name)[which] for name in target.fields_of(session)}
        for which in (0, 1)
    )
    bodies: dict[str, dict[str, Any]] = {
        how: {change(name): value for name, value in second.items() if change(name) not in second}
        for how, change in LOOK_ALIKES.items()
    }
    bodies |= {f"in {key}": {key: second} for key in ("session", "data", "params", "update", "")}
    for how, body in bodies.items():
        with subtests.test(how):
            before = wire.updated(session, first)
            rule, row = f"keys that look like fields, with {how}, are ignored", "S-unknown-keys"
            wire.updated(session, body, before=before, rule=rule, row=row)


def test_a_query_sets_no_field_and_chooses_no_session(wire: Wire, target: Target) -> None:
    """Whether a query is passed over or refused."""
    session = target.widest_session
    fields = target.fields_of(session)
    before = wire.updated(session, {name: values.alternatives(name)[0] for name in fields})
    second = {name: values.alternatives(name)[1] for name in fields}
    for name, value in {"session_uuid": another(target, session)[0], **second}.items():
        text = value if isinstance(value, str) else json.dumps(value)
        wire.raw(session, b"{}", url=f"{wire.url(session)}?{urlencode({name: text})}")
        sent = wire.last
        after = wire.state(session)
        wire.last = sent
        model.check_update(before, {}, after, exactly=target.stub is not None)


def another(target: Target, session: str) -> list[str]:
    """The other sessions that are known, or else an id of none."""
    known = list(target.updatable)
    if target.other_account and target.other_account.session:
        known.append(target.other_account.session)
    return [name for name in known if name != session] or ["another"]


def test_an_update_touches_its_session_alone(wire: Wire, target: Target) -> None:
    """Whichever the body names; some clients always send session_uuid."""
    for session in target.updatable:
        fields = target.fields_of(session)
        for number, uuid in enumerate(another(target, session)):
            before = wire.states()
            sent = {name: values.alternatives(name)[number % 2] for name in fields}
            wire.updated(session, {"session_uuid": uuid, **sent})
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
