"""A flag with a file descriptor, for a poll: set by another thread, or by a signal.

ZeroMQ's sockets belong to one thread.  Whoever wants something of that thread sets
a `Wake`, and its poll returns.
"""

from __future__ import annotations

import logging
import math
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import zmq

from .closing import Closing

LOG = logging.getLogger(__name__)


class Wake(Closing):
    """A flag that stays set until it is cleared.

    A context manager; register its ``fileno()`` with a poll.
    """

    def __init__(self) -> None:
        self._hears, self._tells = socket.socketpair()
        self._hears.setblocking(False)
        self._tells.setblocking(False)

    def fileno(self) -> int:
        """Return the descriptor that is readable while the flag is set."""
        return self._hears.fileno()

    def set(self) -> None:
        """Set the flag, from any thread or signal handler, even if it is closed."""
        try:
            self._tells.send(b"!")
        except OSError:
            return  # nobody has looked yet, or nobody will: it is closed

    def clear(self) -> None:
        """Clear the flag."""
        try:
            while self._hears.recv(1000):
                pass
        except BlockingIOError:
            return

    def wait(self) -> None:
        """Wait until the flag is set."""
        poller = zmq.Poller()  # select() knows no descriptor beyond 1,023
        poller.register(self.fileno(), zmq.POLLIN)
        poller.poll()

    def close(self) -> None:
        """Close both ends."""
        self._hears.close()
        self._tells.close()


def until(end: float) -> int:
    """Return the milliseconds until a time of the monotonic clock, for a poll.

    They are rounded up: rounded down, the last one is spent by asking in a loop.
    """
    return max(0, math.ceil((end - time.monotonic()) * 1000))


@contextmanager
def stopped_by(*signals: signal.Signals) -> Iterator[Wake]:
    """Yield a flag that these signals set: SIGTERM and SIGINT if none is named.

    For the main thread.  What the signals did before, they do again afterwards.
    """
    with Wake() as stop:
        before = {
            number: signal.signal(number, lambda *_: stop.set())
            for number in signals or (signal.SIGTERM, signal.SIGINT)
        }
        try:
            yield stop
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def running(*runs: Callable[[Wake], object]) -> Iterator[None]:
    """Call each in a thread, with a flag that is set when the block ends.

    What one of them raises is logged at once, and raised again at the end.
    """
    died: list[BaseException] = []

    def catch(run: Callable[[Wake], object]) -> None:
        try:
            run(stop)
        except BaseException as error:
            LOG.critical("a thread died of this", exc_info=error)
            died.append(error)

    with Wake() as stop:
        threads = [threading.Thread(target=catch, args=(run,)) for run in runs]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    for error in died:
        raise error
