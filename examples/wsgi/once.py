"""Build something once for each key, however many threads ask at once.

The first who asks builds, in its own thread; the others wait for it, and only
those who want the same: the lock is never held while anything is built.

- What is ready is kept up to a limit; then the longest unused is forgotten.
- What is being built is kept apart, so that nobody who asks for thousands of
  other keys can push it out; there are as many of these as threads build.
- What failed is not kept: it is told to all who waited, the next who asks
  builds again.  So a name that does not exist costs one look-up each time.

What is forgotten is not closed: others may still be working with it.  It goes
when the last of them is done.  If it holds what has to be given back, it does
so with :class:`weakref.finalize`.

Not for many processes: each builds its own.  Not for one key, known from the
start: build it at import.  Not for values that go stale, unless whoever changes
them calls :meth:`Once.forget`, in every process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Lock
from typing import Generic, TypeVar

Built = TypeVar("Built")


class StillBuildingError(Exception):
    """Someone else is building it, and that takes longer than we wait."""


class Once(Generic[Built]):
    """Call a factory once for each key; keep what it gave.

    :param factory: called with the key, by several threads at once if the keys
        differ.  It takes the time it takes: the request that builds is not
        bounded, those that wait are.
    :param limit: how many are kept, at least one.
    :param patience: seconds to wait for what another thread builds; 0 does
        not wait.  A thread that waits serves nobody else: keep it short.
    :raises ValueError: for a limit below one, or patience below zero.
    """

    def __init__(
        self,
        factory: Callable[[str], Built],
        limit: int = 100,
        patience: float = 5.0,
    ) -> None:
        if limit < 1:
            raise ValueError(f"limit: expected at least 1, got {limit!r}")
        if not patience >= 0:
            raise ValueError(f"patience: expected 0 or more, got {patience!r}")
        self.factory = factory
        self.limit = limit
        self.patience = patience
        self.lock = Lock()
        self.ready: OrderedDict[str, Built] = OrderedDict()
        self.building: dict[str, Future[Built]] = {}

    def __call__(self, key: str) -> Built:
        """Return what the factory gives for a key.

        :raises StillBuildingError: if another thread builds it for too long.
        :raises Exception: what the factory raised, for all who waited.
        """
        with self.lock:
            if key in self.ready:
                self.ready.move_to_end(key)
                return self.ready[key]
            mine: Future[Built] = Future()
            theirs = self.building.setdefault(key, mine)
        try:
            if theirs is mine:
                return self.build(key, mine)
            return self.join(key, theirs)
        finally:
            del mine, theirs  # an error in them knows this frame

    def build(self, key: str, future: Future[Built]) -> Built:
        """Build, and tell those who wait."""
        try:
            built = self.factory(key)
        except BaseException as error:
            self.finish(key, future)
            future.set_exception(told(error))
            del future
            raise
        self.finish(key, future, built)
        future.set_result(built)
        return built

    def join(self, key: str, future: Future[Built]) -> Built:
        """Wait for what another thread builds."""
        if not wait([future], self.patience).done:
            raise StillBuildingError(key)
        try:
            return future.result()
        finally:
            del future

    def finish(self, key: str, future: Future[Built], *built: Built) -> None:
        """Keep what was built, unless it was forgotten meanwhile."""
        with self.lock:
            if self.building.get(key) is not future:
                return
            del self.building[key]
            for thing in built:
                self.ready[key] = thing
            while len(self.ready) > self.limit:
                self.ready.popitem(last=False)

    def forget(self, key: str) -> None:
        """Build anew when it is asked for next; a build under way is not kept."""
        with self.lock:
            self.ready.pop(key, None)
            self.building.pop(key, None)


def told(error: BaseException) -> Exception:
    """Choose what to tell those who wait: an exit is for one thread alone."""
    if isinstance(error, Exception):
        return error
    return StillBuildingError("whoever was building it was stopped")
