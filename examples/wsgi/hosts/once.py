"""Build something once for each key, however many threads ask at once.

The first who asks builds, in its own thread; the others wait for it, and only
those who want the same: the lock is never held while anything is built.

- What is ready is kept up to a limit; then the longest unused is forgotten.
- What is being built is kept apart, so that nobody who asks for thousands of
  other keys can push it out; there are as many of these as threads build.
- What failed is not kept: who built raises the error, all who waited raise one
  of their own that names it, and the next who asks builds again.  So a name
  that does not exist costs one look-up each time.
- A build is waited for while it is young.  So one that takes long holds up
  other keys for a moment, not to its end, however many ask for it.

What is not bounded is building.  It takes a thread as long as the factory takes,
and as many threads as there are keys being built: eight slow ones at once are all
eight threads of a server.  Give whatever the factory calls a time limit.

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
from functools import partial
from threading import TIMEOUT_MAX, Event, Lock
from time import monotonic
from typing import Generic, TypeVar

Built = TypeVar("Built")


class StillBuildingError(Exception):
    """Someone else is building it, and that takes longer than we wait."""


class BuildFailedError(Exception):
    """Someone else was building it, and raised what is named here."""


class Build(Generic[Built]):
    """One call of a factory, for those who wait until it has ended.

    It holds no error: an error holds the frames of whoever raised it, and with
    them a request; one that fifty threads raise holds fifty.
    """

    built: Built

    def __init__(self) -> None:
        self.begun = monotonic()
        self.ended = Event()
        self.failed: Callable[[], Exception] | None = None


class Once(Generic[Built]):
    """Call a factory once for each key; keep what it gave.

    :param factory: called with the key, by several threads at once if the keys
        differ.  It takes the time it takes: the request that builds is not
        bounded, those that wait are.
    :param limit: how many are kept, at least one.
    :param patience: seconds from the beginning of a build for which others wait
        for it; who comes later does not wait, and with 0 nobody does.  A thread
        that waits serves nobody else: keep it short.
    :raises ValueError: for a limit below one, or a patience below zero or above
        :data:`threading.TIMEOUT_MAX`.
    """

    def __init__(
        self,
        factory: Callable[[str], Built],
        limit: int = 100,
        patience: float = 0.5,
    ) -> None:
        if limit < 1:
            raise ValueError(f"limit: expected at least 1, got {limit!r}")
        if not 0 <= patience <= TIMEOUT_MAX:
            expected = f"expected 0 to {TIMEOUT_MAX:.0f} seconds"
            raise ValueError(f"patience: {expected}, got {patience!r}")
        self.factory = factory
        self.limit = limit
        self.patience = patience
        self.lock = Lock()
        self.ready: OrderedDict[str, Built] = OrderedDict()
        self.building: dict[str, Build[Built]] = {}

    def __call__(self, key: str) -> Built:
        """Return what the factory gives for a key.

        :raises StillBuildingError: if another thread builds it for too long.
        :raises LookupError: if another thread's factory raised one, of any kind.
        :raises BuildFailedError: if it raised anything else.
        :raises Exception: what the factory raised in this thread.
        """
        with self.lock:
            if key in self.ready:
                self.ready.move_to_end(key)
                return self.ready[key]
            mine = Build[Built]()
            theirs = self.building.setdefault(key, mine)
        return self.build(key, mine) if theirs is mine else self.join(key, theirs)

    def build(self, key: str, mine: Build[Built]) -> Built:
        """Call the factory; pass its result or failure to those who wait."""
        try:
            mine.built = self.factory(key)
        except BaseException as error:
            mine.failed = error_for_others(key, error)
            self.finish(key, mine)
            raise
        self.finish(key, mine, mine.built)
        return mine.built

    def join(self, key: str, theirs: Build[Built]) -> Built:
        """Wait for what another thread builds."""
        age = monotonic() - theirs.begun
        if not theirs.ended.wait(self.patience - age):
            raise StillBuildingError(key)
        if theirs.failed:
            raise theirs.failed()
        return theirs.built

    def finish(self, key: str, build: Build[Built], *built: Built) -> None:
        """Keep what was built, unless it was forgotten meanwhile; wake who waits."""
        gone = []  # until the lock is free: a finalizer takes its time, too
        with self.lock:
            if self.building.get(key) is build:
                del self.building[key]
                self.ready.update((key, thing) for thing in built)
            while len(self.ready) > self.limit:
                gone.append(self.ready.popitem(last=False))
        build.ended.set()

    def forget(self, key: str) -> None:
        """Drop a key, to be built anew; a build under way is not kept."""
        with self.lock:
            gone = self.ready.pop(key, None)
            self.building.pop(key, None)
        del gone  # not before the lock is free, as above


def error_for_others(key: str, error: BaseException) -> Callable[[], Exception]:
    """Choose the error that waiting threads raise: an exit is for one thread alone."""
    kind: type[Exception] = StillBuildingError
    if isinstance(error, Exception):
        kind = LookupError if isinstance(error, LookupError) else BuildFailedError
    name = type(error).__name__  # a message may hold what is not for all to see
    return partial(kind, f"{key!r}: {name} in the thread that was building it")
