"""How fast requests go out: below the documented limit, as Retry-After says, and within a budget."""

import asyncio
import threading
import time
from collections import deque
from datetime import timedelta
from typing import Any

import httpx

from scripts.stub.document import rate_limit

# A server that still refuses after so many waits is judged by its refusal.
_WAITS = 5
_LONGEST_WAIT = 60


class BudgetSpent(Exception):
    """The run has sent as many requests as it said that it would send at most."""


class Pace:
    """Lets requests through. Shared by all clients of a run.

    on: whether to stay below the limit; a first 429 switches it on. budget: None for no limit.
    """

    def __init__(self, *, on: bool = False, budget: int | None = None) -> None:
        limit, self.window = rate_limit()
        # Other traffic of the account counts too.
        self.limit = limit * 4 // 5
        self.on = on
        self.budget = budget
        self.refusals: deque[httpx.Response] = deque()
        self._sent: deque[float] = deque()
        self._lock = threading.Lock()

    def spend(self, requests: int = 1) -> None:
        """Count requests. Raises BudgetSpent when there were too many."""
        if self.budget is not None:
            self.budget -= requests
            if self.budget < 0:
                raise BudgetSpent("the budget of requests is spent; BUDGET=… raises it")

    def delay(self) -> float:
        """Count one request; how many seconds it must wait."""
        with self._lock:
            self.spend()
            now = time.monotonic()
            # Those of the time before the first refusal count as well.
            last = self._sent[-self.limit] if len(self._sent) >= self.limit else now - self.window
            start = max(now, last + self.window if self.on else now)
            self._sent.append(start)
            if len(self._sent) > self.limit:
                self._sent.popleft()
            return start - now

    def window_has_passed(self) -> None:
        """Wait until what was sent counts no more: another program sends next, or has sent."""
        if self.on:
            time.sleep(self.window)

    def wait_after(self, response: httpx.Response) -> float:
        """How many seconds a 429 asks to wait."""
        self.on = True
        # A client would set it, and those who judge the refusal look at it.
        response.elapsed = timedelta()
        self.refusals.append(response)
        given = response.headers.get("retry-after", "")
        return min(int(given) if given.isdecimal() else self.window, _LONGEST_WAIT)


def _may_repeat(response: httpx.Response, waits: int) -> bool:
    # What is streamed can be sent once.
    is_whole = isinstance(response.request.stream, httpx.ByteStream)
    return response.status_code == 429 and is_whole and waits < _WAITS


class PacedTransport(httpx.HTTPTransport):
    """Sends as the pace allows; what is refused with 429, once more."""

    def __init__(self, pace: Pace, url: str, **options: Any) -> None:
        # Loading certificates takes longer than most tests, and plain HTTP needs none.
        super().__init__(verify=url.startswith("https:"), **options)
        self._pace = pace

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        waits = 0
        while True:
            time.sleep(self._pace.delay())
            response = super().handle_request(request)
            response.request = request
            if not _may_repeat(response, waits):
                return response
            response.read()
            time.sleep(self._pace.wait_after(response))
            waits += 1


class PacedAsyncTransport(httpx.AsyncHTTPTransport):
    """The same for asyncio."""

    def __init__(self, pace: Pace, url: str) -> None:
        super().__init__(verify=url.startswith("https:"))
        self._pace = pace

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        waits = 0
        while True:
            await asyncio.sleep(self._pace.delay())
            response = await super().handle_async_request(request)
            response.request = request
            if not _may_repeat(response, waits):
                return response
            await response.aread()
            await asyncio.sleep(self._pace.wait_after(response))
            waits += 1
