"""Ctrl-C and kill end a script without a traceback, after it has cleaned up.

Import this first: the other imports take a moment, too, in which somebody may press Ctrl-C.
"""

import signal
import sys
from types import FrameType
from typing import NoReturn

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    # A second Ctrl-C must not stop the clean-up.
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


for _number in SIGNALS:
    signal.signal(_number, _leave)
