"""The store as the office sees it: Django's models, and our errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.models import F

from .. import protocol
from ..protocol import RefusedError, StoreError, nothing
from .models import Cherry, Order

FIELDS = "tag", "name", "price", "picked_at", "grams", "labels"


class OfficeStore:
    """The store of this process: see `configure`."""

    def add(self, cherry: protocol.Cherry) -> protocol.Cherry:
        """Insert a row."""
        with writing():
            row = Cherry(**{name: getattr(cherry, name) for name in FIELDS})
            row.save()
        return self.get(cherry.tag)

    def get(self, tag: UUID) -> protocol.Cherry:
        """Read a row."""
        row = find(tag)
        values = {name: getattr(row, name) for name in FIELDS}
        return protocol.Cherry(**values, version=row.version)

    def change(self, cherry: protocol.Cherry) -> protocol.Cherry:
        """Update the row that was read: `save` asks for its version."""
        with writing():
            row = find(cherry.tag)
            row.version = cherry.version
            for name in FIELDS:
                setattr(row, name, getattr(cherry, name))
            row.save()
        return self.get(cherry.tag)

    def order(
        self, order: protocol.Order, before_commit: Callable[[], object] = nothing
    ) -> None:
        """Update a row and insert one."""
        with writing():
            cherry = find(order.tag)
            less = {"grams": F("grams") - order.grams, "version": F("version") + 1}
            Cherry.objects.filter(pk=cherry.pk).update(**less)
            Order.objects.create(cherry=cherry, grams=order.grams, note=order.note)
            before_commit()

    def orders(self, tag: UUID) -> list[protocol.Order]:
        """Read rows."""
        rows = Order.objects.filter(cherry__tag=tag).order_by("id")
        return [protocol.Order(tag, row.grams, row.note) for row in rows]

    def close(self) -> None:
        """Close all connections."""
        connections.close_all()


def find(tag: UUID) -> Any:
    """Read the row with that tag."""
    try:
        return Cherry.objects.get(tag=tag)
    except Cherry.DoesNotExist:
        raise LookupError(f"there is no cherry with the tag {tag}") from None


@contextmanager
def writing() -> Iterator[None]:
    """Be a transaction that writes."""
    try:
        with transaction.atomic():
            yield
    except OperationalError as error:
        raise StoreError(str(error)) from error
    except (DatabaseError, ValidationError, TypeError, ValueError) as error:
        raise RefusedError(str(error)) from error
