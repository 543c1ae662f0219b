"""Context managers that call ``close()``, at the end or if the start fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self


@contextmanager
def closed_if_it_fails(close: Callable[[], object]) -> Iterator[None]:
    """Close what is open already, if the block that makes it ready raises.

    A socket that is left open keeps its context from ending.
    """
    try:
        yield
    except BaseException:
        close()
        raise


class Closing:
    """Closed at the end of its ``with`` block, whatever happens in it."""

    def close(self) -> None:
        """Give back what is held.  Twice does no harm."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self.close()
