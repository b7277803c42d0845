"""The stub for tests: started on a free port, with its controls as methods."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from scripts.stub import accounts, sessions
from scripts.stub.server import application, serving


@dataclass(frozen=True)
class Names:
    """Ids of the seeded sessions."""

    two_party: str = sessions.TWO_PARTY
    single_party: str = sessions.SINGLE_PARTY
    with_pin: str = sessions.WITH_PIN
    expired: str = sessions.EXPIRED
    more: tuple[str, ...] = sessions.MORE


@dataclass(frozen=True)
class Stub:
    """A running stub. url: the base URL of the API, with /v1."""

    url: str
    control: httpx.Client
    auth_id: str = accounts.AUTH_ID
    auth_token: str = accounts.AUTH_TOKEN
    sessions: Names = Names()

    def journal(self) -> list[dict[str, Any]]:
        """The requests received since the last reset, in order."""
        entries: list[dict[str, Any]] = self._get("journal")
        return entries

    def shown(self, session_uuid: str) -> dict[str, Any]:
        """A session as it stands, without touching it."""
        found: list[dict[str, Any]] = self._get("sessions")["sessions"]
        return next(session for session in found if session["session_uuid"] == session_uuid)

    def callbacks(self) -> list[dict[str, Any]]:
        """The events sent since the last reset, in order, each with its receiver's answer."""
        sent: list[dict[str, Any]] = self._get("callbacks")
        return sent

    def call(self, session_uuid: str, outcome: str) -> list[str]:
        """Play a call that is answered, refused or wrong-pin; gives each event with what became of it."""
        given = {"session": session_uuid, "outcome": outcome}
        # The stub itself limits how long it waits for a receiver.
        reply = self.control.post("call", json=given, timeout=None).raise_for_status()
        events: list[str] = reply.json()["events"]
        return events

    def reset(self) -> None:
        """Seed the sessions anew, set the clock right, forget journal and queued replies."""
        self._post("reset", None)

    def advance(self, seconds: float) -> None:
        """Move the stub's clock."""
        self._post("clock", {"advance": seconds})

    def next_reply(self, **reply: Any) -> None:
        """Serve this reply to the next request; queued_reply.py names the keys."""
        self._post("next", reply)

    def _get(self, name: str) -> Any:
        return self.control.get(name).raise_for_status().json()

    def _post(self, name: str, given: Any) -> None:
        self.control.post(name, json=given).raise_for_status()


@contextmanager
def running_stub(**options: Any) -> Iterator[Stub]:
    """Run a stub for as long as the block lasts. options: of `application`."""
    with serving(application(**options)) as url:
        controls = url.removesuffix("/v1") + "/_stub/"
        with httpx.Client(base_url=controls, trust_env=False, verify=False) as control:
            yield Stub(url, control)
