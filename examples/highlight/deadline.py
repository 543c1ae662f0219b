"""A deadline within one process: for a command, which has only its main thread.

The main thread looks for signals also while it is within a regular expression
(since Python 2.6); no other thread ever does.  So a server cannot have this.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from .problem import TimedOut


class TooLate(BaseException):
    """Passes every ``except Exception``: lexers have some."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Leave a block that takes longer.  For the main thread only.

    :raises TimedOut: if it did.
    """

    def too_late(number: int, frame: FrameType | None) -> NoReturn:
        raise TooLate

    before = signal.signal(signal.SIGALRM, too_late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except TooLate:
        raise TimedOut(f"no answer within {seconds:g} s") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
