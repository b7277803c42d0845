"""Events for a session's callback URLs: signed, sent in order, and kept."""

import asyncio
import secrets
import string
from collections import deque
from dataclasses import dataclass
from typing import Any

from scripts.stub.accounts import AUTH_TOKEN
from scripts.stub.sessions import Session
from scripts.stub.signature import sign

# What is kept of them, so that a stub that stays up does not fill the memory.
ENTRIES = 1_000


@dataclass
class Callback:
    """One event and its receiver's answer. status, reply: None without one; error: what went wrong."""

    fields: dict[str, str]
    method: str
    url: str
    headers: dict[str, str]
    status: int | None = None
    reply: str | None = None
    error: str | None = None

    def __str__(self) -> str:
        result = [str(part) for part in (self.status, self.error) if part is not None]
        return f"{self.fields['EventName']}: {', '.join(result)}"

    def shown(self) -> dict[str, Any]:
        """The callback as a JSON object."""
        return {"event": self.fields["EventName"], **vars(self)}


class Callbacks:
    """The latest callbacks since the last reset."""

    def __init__(self) -> None:
        self._callbacks: deque[Callback] = deque(maxlen=ENTRIES)
        # Events of two calls at once must not overtake each other.
        self._sending = asyncio.Lock()

    def reset(self) -> None:
        """Forget them."""
        self._callbacks.clear()

    def shown(self) -> list[dict[str, Any]]:
        """The callbacks as JSON objects, in the order in which they were sent."""
        return [callback.shown() for callback in self._callbacks]

    async def send(self, session: Session, events: list[dict[str, str]]) -> list[Callback]:
        """Send each event to the URL that it is for, one after the other."""
        # Only here, because httpx takes 7 MiB and most users of the stub need no callbacks.
        from scripts.stub import sending

        callbacks = [_callback(session, event) for event in events]
        async with self._sending, sending.client() as client:
            for callback in callbacks:
                self._callbacks.append(callback)
                await sending.send(client, callback)
        return callbacks


def _callback(session: Session, event: dict[str, str]) -> Callback:
    kind = "recording_callback" if "RecordingUUID" in event else "callback"
    method, url = session.settings[f"{kind}_method"], session.settings[f"{kind}_url"]
    nonce = "".join(secrets.choice(string.digits) for _ in range(20))
    signature = sign(AUTH_TOKEN, method, url, event, nonce)
    headers = {
        "X-Plivo-Signature-V3": signature,
        "X-Plivo-Signature-Ma-V3": signature,
        "X-Plivo-Signature-V3-Nonce": nonce,
    }
    return Callback(event, method, url, headers)
