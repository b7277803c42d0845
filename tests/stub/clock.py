"""The stub's clock, which a test can move."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time, plus what it was moved by."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock by so many seconds. Raises OverflowError past the year 9999."""
        ahead = self._ahead + timedelta(seconds=seconds)
        # A session's times must stay printable for a day beyond the clock.
        datetime.now(UTC) + ahead + timedelta(days=2)
        self._ahead = ahead

    def reset(self) -> None:
        """Back to the real time."""
        self._ahead = timedelta()
