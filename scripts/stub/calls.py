"""A played call: the events that it sends and what it leaves in the session.

Names and fields are the document's. The order, the values and which event has which field are made up.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from scripts.stub.accounts import AUTH_ID
from scripts.stub.sessions import VIRTUAL_NUMBER, Session, go_time

OUTCOMES = ("answered", "refused", "wrong-pin")

_RESOURCES = f"https://api.plivo.com/v1/Account/{AUTH_ID}"
# Of an answered call, in seconds and in the account's currency; a call that failed costs nothing.
_LASTED, _TALKED, _BILLED, _PRICE = 75, 62, 120, 0.025


class NotPlayable(Exception):
    """The session takes no such call. Its text says why."""


def play(session: Session, outcome: str, now: datetime) -> tuple[Session, list[dict[str, str]]]:
    """The session after a call of the first party that ends now, and the call's events in order.

    It is recorded if it is answered and the session records.

    Raises:
        NotPlayable: If the session has expired, has one party, or has no PINs for a wrong one.
    """
    if now >= session.expiry:
        raise NotPlayable("session: expected one that is active, got one that has expired")
    if not session.second_party:
        raise NotPlayable("session: expected one with two parties; add the other with an update")
    if outcome == "wrong-pin" and not session.pin["is_pin_authentication_required"]:
        raise NotPlayable("outcome: expected a session with PINs for wrong-pin, got one without")
    answered = outcome == "answered"
    recording = str(uuid4()) if answered and session.settings["record"] else None
    steps = _steps(session, outcome, recording, now)
    events = [_event(session, number, *step, now) for number, step in enumerate(steps, start=1)]
    call = {
        "start_time": go_time(now - timedelta(seconds=_LASTED if answered else 0)),
        "end_time": go_time(now),
        "first_party_resource_url": f"{_RESOURCES}/Call/{uuid4()}",
        "second_party_resource_url": None
        if outcome == "wrong-pin"
        else f"{_RESOURCES}/Call/{uuid4()}",
        "recording_resource_url": f"{_RESOURCES}/Recording/{recording}" if recording else None,
        "type": "call",
        # Left out when zero.
        **({"total_call_amount": _PRICE, "call_billed_duration": _BILLED} if answered else {}),
        "total_call_count": 1 if outcome == "wrong-pin" else 2,
        "duration": _LASTED if answered else 0,
    }
    return _after(session, events, calls=(*session.calls, call)), events


def time_out(session: Session) -> tuple[Session, dict[str, str]]:
    """The session once its expiry was told, and the event that tells it."""
    event = _event(session, 1, 0, "SessionTimeout", {}, session.expiry)
    return _after(session, [event], timed_out=True), event


Step = tuple[int, str, dict[str, str]]


def _steps(session: Session, outcome: str, recording: str | None, now: datetime) -> list[Step]:
    """Seconds before the end of the call, name and further fields of each event."""
    answered = outcome == "answered"
    steps: list[Step] = [(_LASTED if answered else 0, "SessionFirstPartyAnswer", {})]
    wrong = session.pin["pin_retry"] + 1 if outcome == "wrong-pin" else 0
    steps += [(0, *_pin("failed", tries)) for tries in range(1, wrong + 1)]
    if not wrong:
        if session.pin["is_pin_authentication_required"]:
            steps.append((_LASTED if answered else 0, *_pin("success", 0)))
        steps.append((_LASTED if answered else 0, "SessionSecondPartyRing", {}))
    if answered:
        steps.append((_TALKED, "SessionSecondPartyAnswer", {}))
    if recording:
        steps.append((_TALKED, "SessionRecordingInitiated", _recording(session, recording, now)))
    if not wrong:
        steps.append((0, "SessionSecondPartyHangup", {}))
    cause, code = ("Rejected", "3020") if outcome == "refused" else ("Normal Hangup", "4000")
    end = {
        "Amount": str(_PRICE if answered else 0),
        "BilledDuration": str(_BILLED if answered else 0),
        "Duration": str(_LASTED if answered else 0),
        "PlivoHangupCause": cause,
        "PlivoHangupCauseCode": code,
    }
    steps += [(0, "SessionFirstPartyHangup", {}), (0, "SessionPartiesHangup", end)]
    if recording:
        done = {
            **_recording(session, recording, now),
            "RecordingURL": f"https://media.example.com/{recording}.{_format(session)}",
            "RecordingDuration": str(_TALKED),
            "RecordingEndTime": go_time(now),
        }
        steps.append((0, "SessionRecordingCompleted", done))
    return steps


def _pin(status: str, tries: int) -> tuple[str, dict[str, str]]:
    fields = {"PinAuthenticationStatus": status, "PinRetryCounter": str(tries)}
    return "SessionPinAuthenticationStatus", fields


def _recording(session: Session, recording: str, now: datetime) -> dict[str, str]:
    return {
        "RecordingUUID": recording,
        "RecordingResourceURL": f"{_RESOURCES}/Recording/{recording}",
        "RecordingStartTime": go_time(now - timedelta(seconds=_TALKED)),
        "RecordingFormat": f".{_format(session)}",
    }


def _format(session: Session) -> str:
    return str(session.settings["record_file_format"])


def _event(
    session: Session, number: int, before: int, name: str, further: dict[str, str], end: datetime
) -> dict[str, str]:
    return {
        "EventName": name,
        "EventTimestamp": go_time(end - timedelta(seconds=before)),
        "SessionUUID": session.session_uuid,
        "From": session.first_party,
        "To": session.second_party,
        "VirtualNumber": VIRTUAL_NUMBER,
        "SequenceNumber": str(session.events + number),
        **further,
    }


def _after(session: Session, events: list[dict[str, str]], **changes: Any) -> Session:
    return replace(session, events=session.events + len(events), **changes)
