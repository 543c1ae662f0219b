"""What is done with Django's own words, in the office's process."""

from __future__ import annotations

from typing import Any
from uuid import UUID


def reprice_all(tag: UUID, price: str) -> int:
    """Update rows without a look at their version, as any view may."""
    from examples.datastore.office.models import Cherry

    return int(Cherry.objects.filter(tag=tag).update(price=price))


def orphan() -> None:
    """Order a cherry that is not there."""
    from examples.datastore.office.models import Order

    Order.objects.create(cherry_id=999_999, grams=1)


def picked_at(when: Any) -> list[UUID]:
    """Find cherries by their time."""
    from examples.datastore.office.models import Cherry

    return [one.tag for one in Cherry.objects.filter(picked_at=when)]


def placed(tag: UUID) -> list[Any]:
    """Read when orders were placed."""
    from examples.datastore.office.models import Order

    return list(
        Order.objects.filter(cherry__tag=tag).values_list("placed_at", flat=True)
    )
