"""What front and stock do with the store of ``11-datastore``: list, order, look up."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple
from uuid import NAMESPACE_DNS, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...datastore.front.store import FrontStore
from ...datastore.front.tables import Cherry, Order
from ...datastore.protocol import Cherry as NewCherry
from ...datastore.protocol import Order as NewOrder
from ...datastore.protocol import RefusedError
from .settings import OPENED, needed

SORTS = {"Burlat": 4000, "Morello": 2500, "Napoleon": 9000}


class Ordered(NamedTuple):
    """So many grams of a sort."""

    sort: str
    grams: int


@cache
def opened(url: str) -> FrontStore:
    """Open a store once a process."""
    found = FrontStore(url)
    OPENED.callback(found.close)
    return found


def store() -> FrontStore:
    """Return the store of this process."""
    return opened(needed("store"))


def stock() -> dict[str, int]:
    """Return the grams of each sort."""
    with Session(store().engine) as session:
        rows = session.scalars(select(Cherry).order_by(Cherry.name))
        return {row.name: row.grams for row in rows}


def order(sort: str, grams: int, by: str) -> None:
    """Take from the stock, and note who wants it, in one transaction.

    :raises LookupError: if there is no such sort.
    :raises RefusedError: if there is not as much: the database says so.
    """
    store().order(NewOrder(tag(sort), grams, note=by))


def orders(by: str) -> list[Ordered]:
    """List what somebody ordered, the last one first."""
    with Session(store().engine) as session:
        mine = select(Cherry.name, Order.grams).join(Cherry).where(Order.note == by)
        return [Ordered(*row) for row in session.execute(mine.order_by(-Order.id))]


def tag(sort: str) -> UUID:
    """Return the tag of a sort: the same in every shop of this example."""
    return uuid5(NAMESPACE_DNS, f"{sort.lower()}.cherries.example")


def fill(url: str) -> None:
    """Put the first cherries into an empty store."""
    new = FrontStore(url)
    for sort, grams in SORTS.items():
        try:
            new.get(tag(sort))
        except LookupError:
            values: dict[str, Any] = {"price": Decimal("7.50"), "grams": grams}
            picked = datetime(2011, 10, 6, 12, tzinfo=UTC)
            new.add(NewCherry(tag(sort), sort, picked_at=picked, **values))
    new.close()


__all__ = ["Ordered", "RefusedError", "fill", "order", "orders", "stock", "store"]
