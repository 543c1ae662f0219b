"""Open a whole shop: a store, the front here, the office in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ..front.store import FrontStore
from ..office import migrate
from .process import Process


class Shop(NamedTuple):
    """A store by its URL, as both sides see it."""

    url: str
    front: FrontStore
    office: Process

    def close(self) -> None:
        """Close both."""
        self.front.close()
        self.office.close()

    @property
    def file(self) -> Path:
        """The file of an SQLite store."""
        return Path(self.url.removeprefix("sqlite:///"))


def open_shop(url: str) -> Shop:
    """Open a store, whose tables are made if there are none."""
    office = Process("office", url)
    try:
        office(migrate)
    except BaseException:
        office.close()
        raise
    return Shop(url, FrontStore(url), office)


@contextmanager
def shop(url: str = "") -> Iterator[Shop]:
    """Open a store while a block lasts.

    :param url: without one it is a new file, which goes with the block.
    """
    with TemporaryDirectory(prefix="datastore-") as folder:
        one = open_shop(url or f"sqlite:///{folder}/shop.db")
        try:
            yield one
        finally:
            one.close()
