"""A deadline within one process: for a command, which has only its main thread.

It counts the processor's time, not the wall's: reading from a slow pipe costs none.

The main thread looks for signals also while it is within a regular expression
(since Python 2.6); no other thread ever does.  So a server cannot have this.

It is no context manager: a signal that comes between ``__enter__`` and the block
would be raised where nothing catches it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, TypeVar

from .problem import TimedOut

T = TypeVar("T")


class TooLate(BaseException):
    """Passes every ``except Exception``: lexers have some."""


def too_late(number: int, frame: FrameType | None) -> NoReturn:
    """Handle the signal."""
    raise TooLate


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what a function returns, or leave it.  For the main thread only.

    :param seconds: of this process's processor time.
    :raises TimedOut: if it takes more.
    """
    before = signal.signal(signal.SIGPROF, too_late)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            return work()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except TooLate:  # it comes at any point of the above
        raise TimedOut(f"no answer within {seconds:g} s of processor time") from None
    finally:
        signal.signal(signal.SIGPROF, before)
