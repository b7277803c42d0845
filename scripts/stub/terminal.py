"""A line for each request on standard output: method, path, status and duration."""

import os
import queue
import sys
import threading
from functools import lru_cache

from scripts.stub import accounts
from scripts.stub.pii import MASK, masked_text

_LONGEST = 200
_WAITING = 1000


class Terminal:
    """Prints from a thread of its own: a reader that stalls misses lines, and holds up no reply."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue(_WAITING)
        # Not through sys.stdout, whose lock the thread might hold when the program ends.
        self._output = sys.stdout.fileno()
        self._thread = threading.Thread(target=self._print, daemon=True)
        self._thread.start()

    def show(self, method: str, path: bytes, status: int | None, seconds: float) -> None:
        """Print a line soon. status: None for a connection that was dropped."""
        line = f"{method} {_shown(path)} {status or 'dropped'} {seconds * 1000:.1f} ms\n"
        if not self._lines.full():
            self._lines.put_nowait(line)

    def close(self) -> None:
        """Print what waits, unless the reader stalls."""
        if not self._lines.full():
            self._lines.put_nowait(None)
            self._thread.join(timeout=1)

    def _print(self) -> None:
        while line := self._lines.get():
            rest = line.encode()
            while rest:
                try:
                    rest = rest[os.write(self._output, rest) :]
                except OSError:  # Nobody reads any more.
                    return


@lru_cache(maxsize=1000)
def _shown(path: bytes) -> str:
    segments = path.decode("ascii", "backslashreplace").split("/")
    tokens = accounts.TOKENS.values()
    return masked_text("/".join(MASK if part in tokens else part for part in segments))[:_LONGEST]
