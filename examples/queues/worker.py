"""Run a handler on each task of a queue: ack what it did, retry what it raised.

While a handler runs, its lease is extended.  A queue that is away is asked again, later
each time.  SIGTERM finishes the task at hand; a second one gives it back.
"""

from __future__ import annotations

import logging
import random
import signal
import time
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
LONGEST = 3600.0  # seconds: then a handler counts as hanging, and others get its task

log = logging.getLogger(__name__)


class Interrupted(BaseException):
    """The worker was asked a second time to stop."""


def backoff(delivery: int, chance: Callable[[], float] = random.random) -> float:
    """Return the seconds before the next try: twice as many each time, with jitter.

    Jitter, because tasks that failed together would come back together.
    """
    doublings = min(delivery - 1, 16)  # more would be beyond the most, or a float
    whole: float = min(MOST, FIRST * 2**doublings)
    return whole * (0.5 + chance() / 2)


class Worker:
    """Takes tasks until it is told to stop.

    queue: where from.  Its lease is extended three times as often as it would end.
    handler: called with the body of each.
    retry: seconds before the next try, by the number of this one.
    longest: seconds after which a lease is not extended any more.
    """

    def __init__(
        self,
        queue: Queue,
        handler: Handler,
        retry: Callable[[int], float] = backoff,
        longest: float = LONGEST,
    ) -> None:
        self.queue = queue
        self.handler = handler
        self.retry = retry
        self.extensions = int(3 * longest / queue.lease)
        self.stopping = False  # no Event: a signal may come while its lock is held
        self.busy = False

    def run(self) -> None:
        """Do tasks until `stop` is called."""
        failures = 0
        while not self.stopping:
            try:
                task = self.queue.take(WAIT)
                failures = 0
            except QueueError as error:
                failures += 1
                log.warning("no task: %s", error)
                self.pause(self.retry(failures))
                continue
            if task:
                self.do(task)

    def pause(self, seconds: float) -> None:
        """Wait, and notice a stop soon."""
        end = time.monotonic() + seconds
        while not self.stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(WAIT, left))

    def drain(self) -> int:
        """Do tasks until none is left; return how many.  For tests and notebooks."""
        done = 0
        while task := self.queue.take():
            self.do(task)
            done += 1
        return done

    def do(self, task: Task) -> None:
        """Do one task; what the handler raises is the reason of a retry."""
        try:
            with self.extending(task):
                self.handler(task.body)
        except Exception as error:
            log.info("task %s, delivery %s: %r", task.id, task.delivery, error)
            why, delay = traceback.format_exc(), self.retry(task.delivery)
            self.settle(self.queue.fail, task, why, delay)
        else:
            self.settle(self.queue.ack, task)

    def settle(self, how: Callable[..., None], task: Task, *more: object) -> None:
        """Ack or fail a task; where that fails, its lease ends, and it comes back."""
        try:
            how(task, *more)
        except QueueError as error:
            log.warning("task %s is given out once more: %s", task.id, error)

    @contextmanager
    def extending(self, task: Task) -> Iterator[None]:
        """Extend the lease while a block runs; a queue that is away is asked again."""
        over = Event()

        def extend() -> None:
            for _ in range(self.extensions):
                if over.wait(self.queue.lease / 3):
                    return
                try:
                    self.queue.extend(task)
                except StaleError:
                    return
                except QueueError as error:
                    log.warning("task %s is not extended: %s", task.id, error)

        keeper = Thread(target=extend, daemon=True)
        keeper.start()
        self.busy = True
        try:
            yield
        except Interrupted:
            self.settle(self.queue.fail, task, "given back: the worker was stopped")
            raise
        finally:
            self.busy = False
            over.set()
            keeper.join()

    def stop(self) -> None:
        """Stop after the task at hand; any thread may call it."""
        self.stopping = True

    def run_until_signal(self) -> None:
        """Do tasks until SIGTERM or SIGINT (Ctrl-C); the second gives the task back.

        Given back is one of its tries.
        """

        def hear(number: int, frame: FrameType | None) -> None:
            if not self.stopping:
                self.stop()
            elif self.busy:
                self.busy = False  # a third one must not interrupt the giving back
                raise Interrupted

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, hear)
        with suppress(Interrupted):
            self.run()
