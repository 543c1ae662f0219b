"""Stop a computation by processor time, so that a busy machine stops nobody.

The processor's time of this process is counted, by the kernel's virtual timer.  What
waits without computing is not stopped, nor is one long call of a C function:
interrupt the kernel then.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 0.1
"""Seconds until it is stopped once more: a bare ``except`` may have held the first."""


class EndlessError(BaseException):
    """A computation took too long; no ``except Exception`` of its own holds it."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise `EndlessError` in what is computed here after so much processor time.

    :param seconds: of this process, all its threads together.

    Python has signals in its main thread only; elsewhere nothing is stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    armed = True

    def stop(_number: int, _frame: object) -> None:
        if armed:
            raise EndlessError(f"no end within {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
