"""A line for each request on standard output: method, path, status and duration."""

import asyncio
import os
import select
import sys
from functools import lru_cache

from scripts.stub import accounts
from scripts.stub.pii import MASK, masked_text

# Seconds in which lines are gathered, because writing each costs more than the rest of it.
_PAUSE = 0.05
_LONGEST_PATH = 200
_MOST = 100_000


class Terminal:
    """Waits for no reader: one that stalls misses lines, and holds up no reply."""

    def __init__(self) -> None:
        self._output = sys.stdout.fileno()
        self._waiting = bytearray()
        self._is_planned = False

    def show(self, method: str, path: bytes, status: int | None, seconds: float) -> None:
        """Print a line soon. status: None for a connection that was dropped."""
        line = f"{method} {_shown(path)} {status or 'dropped'} {seconds * 1000:.1f} ms\n"
        if len(self._waiting) < _MOST:
            self._waiting += line.encode()
        if not self._is_planned:
            self._is_planned = True
            asyncio.get_running_loop().call_later(_PAUSE, self.flush)

    def flush(self) -> None:
        """Print what waits, as far as it is read."""
        self._is_planned = False
        try:
            # An output that is ready takes this many bytes without blocking.
            while self._waiting and select.select([], [self._output], [], 0)[1]:
                del self._waiting[: os.write(self._output, self._waiting[: select.PIPE_BUF])]
        except OSError:  # Nobody reads any more.
            self._waiting.clear()


@lru_cache(maxsize=1000)
def _shown(path: bytes) -> str:
    segments = path.decode("ascii", "backslashreplace").split("/")
    tokens = accounts.TOKENS.values()
    shown = masked_text("/".join(MASK if part in tokens else part for part in segments))
    return shown[:_LONGEST_PATH]
