"""Open each backend for tests, and let its leases end.

A backend's `open` takes ``lease`` and ``deliveries``; all that are opened in one test
see the same tasks.  `lose` ends the leases of one queue as its worker's death would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from examples.queues import Queue
from examples.queues.sqlite_queue import SqliteQueue

Open = Callable[..., Queue]


class Backend(NamedTuple):
    """A backend in one test."""

    name: str
    open: Open
    lose: Callable[[Queue], None]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@contextmanager
def sqlite(folder: Path) -> Iterator[Backend]:
    """Be queues in one file, with a clock that is moved by hand."""
    clock = Clock()
    with ExitStack() as stack:

        def open_one(**options: Any) -> Queue:
            queue = SqliteQueue(folder / "tasks.db", clock=clock, **options)
            stack.callback(queue.close)
            return queue

        def lose(queue: Queue) -> None:
            assert isinstance(queue, SqliteQueue)
            clock.now += queue.lease

        yield Backend("sqlite", open_one, lose)
