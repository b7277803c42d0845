"""Importing this makes Ctrl-C and its like end a script without a traceback, after it has cleaned up.

A script imports it first: its other imports take a part of a second, in which somebody may press Ctrl-C.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    # Another one must not stop the cleaning up.
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


for _number in SIGNALS:
    signal.signal(_number, _leave)


@contextmanager
def held_back() -> Iterator[None]:
    """Signals wait until the block is done."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
