"""What both programs promise: a cherry, an order, and what a store does with them.

Neither program needs this module to work on the store; the schema is what they share.
It gives the tests one thing to ask of both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

KNOWN = "sqlite:///FILE, postgresql://USER@HOST:PORT/NAME"
"""URLs of a store."""
BUSY = 20.0
"""Seconds for which either program waits for a lock of the other."""


class StoreError(Exception):
    """A write that was not done: after `BUSY`, or without a connection."""


class StaleError(StoreError):
    """Somebody else wrote the row since it was read."""


class RefusedError(StoreError):
    """The schema or a type does not allow it: the message says which."""


@dataclass
class Cherry:
    """A sort of cherries.

    tag: on the crate, unique.
    price: for a kilogram, with two places.
    picked_at: with a time zone, whichever.
    grams: in stock, not below nothing.
    labels: anything that JSON can hold.
    version: counts the writes; 0 before the first.
    """

    tag: UUID
    name: str
    price: Decimal
    picked_at: datetime
    grams: int = 0
    labels: Any = field(default_factory=list)
    version: int = 0


@dataclass(frozen=True)
class Order:
    """So many grams of the cherry with that tag."""

    tag: UUID
    grams: int
    note: str = ""


def nothing() -> None:
    """Do nothing before a commit."""


class Store(Protocol):
    """The store, as one of the programs sees it."""

    def add(self, cherry: Cherry) -> Cherry:
        """Insert a cherry; return it with its version.

        :raises RefusedError: if a rule forbids it, or its tag or name is another's.
        :raises StoreError: if the store does not answer in time; so do all writes.
        """

    def get(self, tag: UUID) -> Cherry:
        """Read a cherry; `LookupError` if there is none."""

    def change(self, cherry: Cherry) -> Cherry:
        """Write a cherry that was read; return it with its version.

        The front writes only what differs: if nothing does, the version stays.

        :raises LookupError: if it is not there.
        :raises StaleError: if its version is not the last.
        :raises RefusedError: as for `add`.
        """

    def order(
        self, order: Order, before_commit: Callable[[], object] = nothing
    ) -> None:
        """Take from the stock and note the order, in one transaction.

        :param before_commit: called when both rows are written.
        :raises LookupError: if the cherry is not there.
        :raises StaleError: if somebody else wrote it meanwhile.
        :raises RefusedError: if there is less in stock, or the grams are not above 0.
        """

    def orders(self, tag: UUID) -> list[Order]:
        """List the orders of a cherry."""

    def close(self) -> None:
        """Close all connections."""
