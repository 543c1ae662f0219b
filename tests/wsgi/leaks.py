"""What a block leaves behind: threads, and open files, sockets among them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def no_leaks(seconds: float, count: Callable[[], int]) -> Iterator[None]:
    """Check that no thread and no descriptor is new, and that a count is as before.

    What an earlier test left to the garbage collector may go meanwhile.

    :param seconds: how long a thread that was told to end may take.
    """

    def held() -> tuple[set[threading.Thread], set[str], int]:
        files = os.listdir("/dev/fd")  # noqa: PTH208  # Path opens one of its own
        return set(threading.enumerate()), set(files), count()

    threads, files, counted = held()
    yield
    for thread in set(threading.enumerate()) - threads:
        thread.join(seconds)
    more, opened, now = held()
    assert (more - threads, opened - files, now) == (set(), set(), counted)


class Connections:
    """Counts the connections that are open."""

    def __init__(self) -> None:
        self.open = 0
        self.lock = threading.Lock()

    def connect(self) -> Connections:
        """Open one more."""
        with self.lock:
            self.open += 1
        return self

    def close(self) -> None:
        """Give one back."""
        with self.lock:
            self.open -= 1
