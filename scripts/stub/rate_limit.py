"""The documented rate limit, by the stub's clock."""

import math
from collections import deque
from datetime import datetime

from scripts.stub import document
from scripts.stub.clock import Clock


class RateLimit:
    """Counts the requests that were let through."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests, self._seconds = document.rate_limit()
        self._let_through: deque[datetime] = deque(maxlen=self._requests)

    def wait(self) -> int:
        """Whole seconds to wait before the next request; 0 lets this one through."""
        now = self._clock.now()
        if len(self._let_through) == self._requests:
            age = (now - self._let_through[0]).total_seconds()
            if age < self._seconds:
                return math.ceil(self._seconds - age)
        self._let_through.append(now)
        return 0

    def reset(self) -> None:
        """Forget all requests."""
        self._let_through.clear()
