"""Run a handler on each task of a queue: ack what it did, retry what it raised.

While a handler runs, its lease is extended.  SIGTERM finishes the task at hand; a
second one gives it back.
"""

from __future__ import annotations

import random
import signal
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from types import FrameType

from .protocol import Body, Queue, QueueError, StaleError, Task

Handler = Callable[[Body], object]
"""Does a task.  It may be called twice for one, so it has to bear that."""

FIRST, MOST = 1.0, 60.0  # seconds before the second try, and at most
WAIT = 1.0  # seconds in which a stop is noticed


class Interrupted(BaseException):
    """The worker was asked a second time to stop."""


def backoff(delivery: int, chance: Callable[[], float] = random.random) -> float:
    """Return the seconds before the next try: twice as many each time, with jitter.

    Jitter, because tasks that failed together would come back together.
    """
    whole: float = min(MOST, FIRST * 2 ** (delivery - 1))
    return whole * (0.5 + chance() / 2)


class Worker:
    """Takes tasks until it is told to stop.

    queue: where from.
    handler: called with the body of each.
    retry: seconds before the next try, by the number of this one.
    """

    def __init__(
        self,
        queue: Queue,
        handler: Handler,
        retry: Callable[[int], float] = backoff,
        lease: float = 30.0,
    ) -> None:
        self.queue = queue
        self.handler = handler
        self.retry = retry
        self.lease = lease
        self.stopping = False
        self.busy = False

    def run(self) -> None:
        """Do tasks until `stop` is called."""
        while not self.stopping:
            if task := self.queue.take(WAIT):
                self.do(task)

    def drain(self) -> int:
        """Do tasks until none is left; return how many.  For tests and notebooks."""
        done = 0
        while task := self.queue.take():
            self.do(task)
            done += 1
        return done

    # region do
    def do(self, task: Task) -> None:
        """Do one task; what the handler raises is the reason of a retry."""
        try:
            with self.extending(task):
                self.handler(task.body)
        except Exception:
            why, delay = traceback.format_exc(), self.retry(task.delivery)
            self.settle(self.queue.fail, task, why, delay)
        else:
            self.settle(self.queue.ack, task)
        # endregion

    def settle(self, how: Callable[..., None], task: Task, *more: object) -> None:
        """Ack or fail a task, unless somebody else has it by now."""
        with suppress(StaleError):  # done twice, which handlers bear
            how(task, *more)

    @contextmanager
    def extending(self, task: Task) -> Iterator[None]:
        """Extend the lease three times as often as it would end, while a block runs."""
        over = Event()

        def extend() -> None:
            while not over.wait(self.lease / 3):
                try:
                    self.queue.extend(task)
                except QueueError:
                    return  # the ack or fail will say so

        keeper = Thread(target=extend, daemon=True)
        keeper.start()
        self.busy = True
        try:
            yield
        except Interrupted:
            self.queue.fail(task, "given back: the worker was stopped")
            raise
        finally:
            self.busy = False
            over.set()
            keeper.join()

    def stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Stop after the task at hand; when called again, give that back."""
        if self.stopping and self.busy:
            raise Interrupted
        self.stopping = True

    def run_until_signal(self) -> None:
        """Do tasks until SIGTERM or SIGINT (Ctrl-C)."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        with suppress(Interrupted):
            self.run()
