"""What an update must do to a session, computed independently of any server."""

import math
import re
from datetime import UTC, datetime
from typing import Any

from tests.contract import document
from tests.contract.document import PARTIES
from tests.contract.rules import demand
from tests.support.differences import differences

# Not shown as it was sent.
_EXPIRY = "session_expiry"
_TIME = re.compile(r"\s?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d{1,9})?( \+0000 (UTC|\+0000))?")


def seconds(text: str) -> float:
    """A time as replies write it, in seconds since 1970."""
    match = _TIME.fullmatch(text)
    assert match, f"expected a time such as 2024-02-01 06:28:15 +0000 UTC, got {text!r}"
    whole = datetime.strptime(match[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return whole.timestamp() + float(match[2] or 0)


def check_update(
    before: dict[str, Any], body: dict[str, Any], after: dict[str, Any], *, exactly: bool = True
) -> None:
    """Compare a session with what an accepted update had to make of it.

    before, after: the session as replies show it. body: what was sent. exactly: whether a party's number must
    be shown without its plus, which older replies have.

    Raises:
        AssertionError: Naming each field with what was expected and what came.
    """
    taken = {name: body[name] for name in document.fields() if name in body and name != _EXPIRY}
    expected = {**before, **_without_plus(taken), "modified_time": after.get("modified_time")}
    if _EXPIRY in body:
        expected |= {name: after.get(name) for name in ("expiry_time", "duration")}
    expected, after = documented(expected), documented(after)
    if exactly:
        wrong = differences(expected, after)
    else:
        wrong = differences(_without_plus(expected), _without_plus(after))
    kept = [line for line in wrong if line.partition(":")[0] not in taken]
    demand(
        not kept,
        f"an update of {_names(body)} changes nothing else",
        "S-partial-update",
        expected="the other keys as they were",
        got="; ".join(kept),
    )
    field = wrong[0].partition(":")[0] if wrong else next(iter(body), None)
    demand(
        not wrong,
        f"an update of {_names(body)} takes what it names",
        document.row(field) if field in document.fields() else "S-partial-update",
        expected="the values that were sent",
        got="; ".join(wrong),
    )
    demand(
        seconds(after["modified_time"]) >= seconds(before["modified_time"]),
        "modified_time is the time of the last update",
        "S-modified-time",
        expected=f"none before {before['modified_time']}",
        got=after["modified_time"],
    )
    if _EXPIRY in body:
        _check_expiry(body[_EXPIRY], after)


def documented(session: dict[str, Any]) -> dict[str, Any]:
    """The keys that the document names; what a server adds may change as it likes."""
    return {name: value for name, value in session.items() if name in document.shown()}


def _without_plus(values: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: values[name] for name in PARTIES if isinstance(values.get(name), str)}
    return {**values, **{name: number.lstrip("+") for name, number in numbers.items()}}


def _names(body: dict[str, Any]) -> str:
    named = [name for name in body if name in document.fields()]
    if body and not named:
        return f"keys such as {next(iter(body))!r}"
    return ", ".join(named) if 0 < len(named) < 4 else f"{len(named)} fields"


def _check_expiry(session_expiry: int, after: dict[str, Any]) -> None:
    created, modified, expiry = (
        seconds(after[name]) for name in ("created_time", "modified_time", "expiry_time")
    )
    # Printed times are cut to whole seconds, hence the one second either way.
    demand(
        abs(expiry - modified - session_expiry) <= 1,
        "expiry_time is the time of the update plus session_expiry",
        "S-expiry-arithmetic",
        expected=f"{session_expiry} s after modified_time {after['modified_time']}",
        got=after["expiry_time"],
    )
    demand(
        abs(after["duration"] - math.floor(expiry - created)) <= 1,
        "duration is the whole seconds from created_time to expiry_time",
        "S-expiry-arithmetic",
        expected=str(math.floor(expiry - created)),
        got=str(after["duration"]),
    )
