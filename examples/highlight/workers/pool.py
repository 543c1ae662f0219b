"""Lend warm children to threads: a request that takes for ever delays no other.

A child that was killed is replaced in the background, and only what is warm is
handed out.  So bad requests cost the good ones a place, not time, as long as one
place is left; then it is `Busy`, soon, rather than a queue that only grows.
"""

from __future__ import annotations

from queue import Empty, LifoQueue
from threading import BoundedSemaphore, Thread

from ..problem import Busy, Problem
from .pipe import Pipe


class Pool:
    """Ask whichever child is free, from any number of threads.

    :param size: children.  A hostile caller who never rests takes two of them: the
        one that is to be killed, and the one that is not warm yet.
    :param timeout: seconds of a child's processor time for an answer.
    :param patience: seconds, on the wall, to wait for a free child.
    :param waiting: requests that may do so; the next is refused at once.  A server
        that does more than highlight allows fewer than it has threads.
    :param log: a file to which children add a line for each request executed.
    """

    def __init__(
        self,
        size: int = 3,
        timeout: float = 2.0,
        patience: float = 2.0,
        log: str = "",
        waiting: int = 1000,
    ) -> None:
        self.patience = patience
        self.places = BoundedSemaphore(size + waiting)
        self.pipes = [Pipe(timeout, log) for _ in range(size)]
        self.free: LifoQueue[Pipe] = LifoQueue()  # the last used has warm caches
        for pipe in self.pipes:
            self.free.put(pipe)

    def ask(self, message: bytes) -> bytes:
        """Return a child's answer.

        :raises Busy: if too many wait, none becomes free in time, or it was closed.
        :raises Problem: as `Pipe` does, `TimedOut` first of all.
        """
        if not self.places.acquire(blocking=False):
            raise Busy(f"too many wait for the {len(self.pipes)} workers")
        try:
            pipe = self.take()
            try:
                return pipe.ask(message)
            finally:
                self.give_back(pipe)
        finally:
            self.places.release()

    def take(self) -> Pipe:
        """Wait for a free child.  Raises `Busy` if that takes too long."""
        try:
            return self.free.get(timeout=self.patience)
        except Empty:
            workers = f"{len(self.pipes)} workers"
            raise Busy(f"none of {workers} free within {self.patience} s") from None

    def give_back(self, pipe: Pipe) -> None:
        """Return a place to the others, once there is a warm child on it."""
        if pipe.warm or pipe.closed:
            self.free.put(pipe)
        else:
            Thread(target=self.renew, args=(pipe,), daemon=True).start()

    def renew(self, pipe: Pipe) -> None:
        """Start the next child.  If that fails, whoever asks next is told."""
        try:
            pipe.start()
        except Problem:
            pass
        finally:
            self.free.put(pipe)

    def start(self) -> None:
        """Start all children now rather than with the first requests."""
        for pipe in self.pipes:
            pipe.start()

    def close(self) -> None:
        """End all children, for good.  Requests that are under way are waited for."""
        for pipe in self.pipes:
            pipe.close()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
