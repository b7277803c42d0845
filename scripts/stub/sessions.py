"""Masking sessions: what one is, the seeded ones, and the arithmetic of an update."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from scripts.stub import document
from scripts.stub.clock import Clock

TWO_PARTY = "two-party"
SINGLE_PARTY = "single"
WITH_PIN = "with-pin"
EXPIRED = "expired"
# Further ones for tests that need several.
MORE = ("two-party-2", "two-party-3")
# The document's example session. Created with one party, so that it takes every example of an update.
EXAMPLE = "c28b77d4-21e7-43bd-9447-04bfee92e651"

# Seeded a while ago, so that a moved modified_time shows, and for a day, so that a stub can stay up.
AGE = timedelta(minutes=10)
LIFE = timedelta(days=1)

VIRTUAL_NUMBER = "12025550100"

# What a new session shows when its creator says nothing: real replies, not the page's defaults.
SETTINGS: dict[str, Any] = {
    "callback_url": "",
    "callback_method": "POST",
    "call_time_limit": 14400,
    "ring_timeout": 45,
    "first_party_play_url": "",
    "second_party_play_url": "",
    "record": False,
    "record_file_format": "mp3",
    "recording_callback_url": "",
    "recording_callback_method": "POST",
}
NO_PIN: dict[str, Any] = {
    "is_pin_authentication_required": False,
    "generate_pin": None,
    "generate_pin_length": None,
    "first_party_pin": None,
    "second_party_pin": None,
    "pin_prompt_play": None,
    "pin_retry": None,
    "pin_retry_wait": None,
    "incorrect_pin_play": None,
}


class NotUpdatable(Exception):
    """The session does not take this update. Its text is the reply's."""


@dataclass(frozen=True)
class Session:
    """A session at one moment; times in UTC, duration in seconds."""

    session_uuid: str
    first_party: str
    second_party: str
    created: datetime
    modified: datetime
    expiry: datetime
    duration: int
    single_party: bool = False
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    pin: dict[str, Any] = field(default_factory=lambda: dict(NO_PIN))
    # The calls played, as `interaction` shows them; how many events they sent; whether one told the expiry.
    calls: tuple[dict[str, Any], ...] = ()
    events: int = 0
    timed_out: bool = False

    def updated(self, fields: dict[str, Any], now: datetime) -> "Session":
        """This session after an update; fields left out keep their values.

        Raises:
            NotUpdatable: If the session has expired, or has two parties and one is to change.
        """
        # That an update of an expired session is refused is the stub's reading: known for a deletion.
        if now >= self.expiry:
            raise NotUpdatable("Session already expired.")
        parties = {
            name: fields[name].lstrip("+")
            for name in ("first_party", "second_party")
            if name in fields
        }
        if parties and not self.single_party:
            raise NotUpdatable(
                f"Invalid parameter. {next(iter(parties))} expected only for a session created with"
                " create_session_with_single_party, got one for a session of two parties."
            )
        expiry, duration = self.expiry, self.duration
        if "session_expiry" in fields:
            expiry = now + timedelta(seconds=fields["session_expiry"])
            duration = (expiry - self.created) // timedelta(seconds=1)
        settings = {name: fields.get(name, value) for name, value in self.settings.items()}
        return replace(
            self, modified=now, expiry=expiry, duration=duration, settings=settings, **parties
        )

    def shown(self, now: datetime) -> dict[str, Any]:
        """The session as a reply shows it. Time alone makes it expired, without touching modified_time."""
        set_up = self.settings
        return {
            "first_party": self.first_party,
            "second_party": self.second_party,
            "virtual_number": VIRTUAL_NUMBER,
            "status": "expired" if now >= self.expiry else "active",
            "initiate_call_to_first_party": False,
            "session_uuid": self.session_uuid,
            "callback_url": set_up["callback_url"],
            "callback_method": set_up["callback_method"],
            "created_time": go_time(self.created),
            "modified_time": go_time(self.modified),
            "expiry_time": go_time(self.expiry),
            "duration": self.duration,
            "amount": 0,
            # The two of the callback keep their place above.
            **set_up,
            "interaction": list(self.calls) or None,
            "total_call_amount": self._total("total_call_amount"),
            "total_call_count": self._total("total_call_count"),
            "total_call_billed_duration": self._total("call_billed_duration"),
            "total_session_amount": self._total("total_call_amount"),
            "last_interaction_time": self.calls[-1]["end_time"] if self.calls else "",
            "unknown_caller_play": "",
            **self.pin,
        }

    def _total(self, of_call: str) -> float:
        # Rounded, because binary fractions of a currency don't add up.
        amounts: list[float] = [call.get(of_call, 0) for call in self.calls]
        return round(sum(amounts), 6)


def go_time(moment: datetime) -> str:
    """A time as Go prints it, cut to whole seconds."""
    # isoformat, because strftime is slow and on some platforms leaves the year unpadded.
    return f"{moment.isoformat(' ', 'seconds')[:19]} +0000 UTC"


class Sessions:
    """The sessions of the one account that has any, by id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Seed them anew."""
        now = self._clock.now()
        two_parties = [_seed(uuid, now) for uuid in (TWO_PARTY, *MORE)]
        special = [
            replace(_seed(SINGLE_PARTY, now), second_party="", single_party=True),
            replace(_seed(EXAMPLE, now), single_party=True),
            replace(_seed(WITH_PIN, now), pin=_documented_pin()),
            _seed(EXPIRED, now, life=-timedelta(minutes=1)),
        ]
        self._by_id = {session.session_uuid: session for session in two_parties + special}

    def add(self, session_uuid: str, *, single_party: bool) -> dict[str, Any]:
        """Add a session like the seeded ones and show it."""
        now = self._clock.now()
        session = _seed(session_uuid, now)
        if single_party:
            session = replace(session, second_party="", single_party=True)
        self._by_id[session_uuid] = session
        return session.shown(now)

    def __contains__(self, session_uuid: str) -> bool:
        return session_uuid in self._by_id

    def __getitem__(self, session_uuid: str) -> Session:
        return self._by_id[session_uuid]

    def keep(self, session: Session) -> None:
        """Put the session in the place of what it was before."""
        self._by_id[session.session_uuid] = session

    def overdue(self) -> list[Session]:
        """Those that have expired without an event that told it."""
        now = self._clock.now()
        return [one for one in self._by_id.values() if now >= one.expiry and not one.timed_out]

    def update(self, session_uuid: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Update a session and show it. Raises NotUpdatable, and then nothing has changed."""
        now = self._clock.now()
        session = self._by_id[session_uuid].updated(fields, now)
        self._by_id[session_uuid] = session
        return session.shown(now)

    def all_shown(self) -> list[dict[str, Any]]:
        """Every session as a reply would show it."""
        now = self._clock.now()
        return [session.shown(now) for session in self._by_id.values()]


def _documented_pin() -> dict[str, Any]:
    shown = document.examples(200)["vendor_page"]["session"]
    return {name: shown[name] for name in NO_PIN}


def _seed(session_uuid: str, now: datetime, life: timedelta = LIFE) -> Session:
    created = now - AGE
    expiry = now + life
    return Session(
        session_uuid=session_uuid,
        first_party="12025550143",
        second_party="12025550144",
        created=created,
        modified=created,
        expiry=expiry,
        duration=int((expiry - created).total_seconds()),
    )
