"""The documented rate limit, 300 requests within 5 seconds, by the stub's clock."""

import math
from collections import deque
from datetime import datetime

from scripts.stub.clock import Clock

REQUESTS = 300
SECONDS = 5


class RateLimit:
    """Counts the requests that were let through."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._let_through: deque[datetime] = deque(maxlen=REQUESTS)

    def wait(self) -> int:
        """Whole seconds to wait before the next request; 0 lets this one through."""
        now = self._clock.now()
        if len(self._let_through) == REQUESTS:
            age = (now - self._let_through[0]).total_seconds()
            if age < SECONDS:
                return math.ceil(SECONDS - age)
        self._let_through.append(now)
        return 0

    def reset(self) -> None:
        """Forget all requests."""
        self._let_through.clear()
