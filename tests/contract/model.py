"""What an update must do to a session, computed independently of any server."""

import math
import re
from datetime import UTC, datetime
from typing import Any

from tests.contract.document import PARTIES
from tests.support.differences import differences

SETTINGS = (
    "callback_url",
    "callback_method",
    "call_time_limit",
    "ring_timeout",
    "first_party_play_url",
    "second_party_play_url",
    "record",
    "record_file_format",
    "recording_callback_url",
    "recording_callback_method",
)
_TIME = re.compile(r"\s?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d{1,9})?( \+0000 (UTC|\+0000))?")


def seconds(text: str) -> float:
    """A time as replies write it, in seconds since 1970."""
    match = _TIME.fullmatch(text)
    assert match, f"expected a time such as 2024-02-01 06:28:15 +0000 UTC, got {text!r}"
    whole = datetime.strptime(match[1], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return whole.timestamp() + float(match[2] or 0)


def check_update(before: dict[str, Any], body: dict[str, Any], after: dict[str, Any]) -> None:
    """Compare a session with what an accepted update had to make of it.

    before, after: the session as replies show it. body: what was sent.

    Raises:
        AssertionError: Naming each field with what was expected and what came.
    """
    expected = dict(before)
    expected |= {name: body[name] for name in SETTINGS if name in body}
    expected |= {name: body[name].lstrip("+") for name in PARTIES if name in body}
    expected["modified_time"] = after.get("modified_time")
    if "session_expiry" in body:
        expected |= {name: after.get(name) for name in ("expiry_time", "duration")}
    assert not (wrong := differences(expected, after)), "; ".join(wrong)
    assert seconds(after["modified_time"]) >= seconds(before["modified_time"]), (
        f"modified_time: expected none before {before['modified_time']}, got {after['modified_time']}"
    )
    if "session_expiry" in body:
        _check_expiry(body["session_expiry"], after)


def _check_expiry(session_expiry: int, after: dict[str, Any]) -> None:
    created, modified, expiry = (
        seconds(after[name]) for name in ("created_time", "modified_time", "expiry_time")
    )
    # Printed times are cut to whole seconds, hence the one second either way.
    assert abs(expiry - modified - session_expiry) <= 1, (
        f"expiry_time: expected {session_expiry} s after modified_time {after['modified_time']}, "
        f"got {after['expiry_time']}"
    )
    assert abs(after["duration"] - math.floor(expiry - created)) <= 1, (
        f"duration: expected the whole seconds from created_time to expiry_time, "
        f"{math.floor(expiry - created)}, got {after['duration']}"
    )
