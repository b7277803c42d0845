"""The stub's clock, which a test can move or put another time in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_time() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


class Clock:
    """The time in UTC that `source` returns, plus what the clock was moved by."""

    def __init__(self, source: Callable[[], datetime] = real_time) -> None:
        self._source = source
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The time in UTC."""
        return self._source() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock forward. Raises ValueError when seconds is negative, OverflowError when
        the sessions of the day after could not be dated before the year 10000."""
        if seconds < 0:
            raise ValueError(f"seconds: expected 0 or more, got {seconds}")
        ahead = self._ahead + timedelta(seconds=seconds)
        # A session's times must stay printable for a day beyond the clock.
        _ = self._source() + ahead + timedelta(days=2)
        self._ahead = ahead

    def reset(self) -> None:
        """Back to the source's time."""
        self._ahead = timedelta()
