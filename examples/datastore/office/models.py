"""The tables: Django's models are what migrations are made from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from ..protocol import StaleError


class AwareDateTimeField(models.DateTimeField):
    """A time that has a zone: Django would only warn, and take it for UTC."""

    def get_prep_value(self, value: Any) -> Any:
        """Refuse a naive time."""
        if isinstance(value, datetime) and value.utcoffset() is None:
            raise ValueError(f"{self.name} wants a time zone, got {value}")
        return super().get_prep_value(value)


class Cherry(models.Model):
    """A sort of cherries, and how much of it there is."""

    id = models.BigAutoField(primary_key=True)
    tag = models.UUIDField(unique=True)
    name = models.CharField(max_length=80, unique=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    picked_at = AwareDateTimeField()
    grams = models.IntegerField(db_default=0)
    labels = models.JSONField(db_default=Value([], models.JSONField()), blank=True)
    version = models.IntegerField(db_default=1)

    class Meta:
        """Name, order and constraints, all of them in the schema."""

        db_table = "cherry"
        ordering = ("name",)
        verbose_name_plural = "cherries"
        constraints = (
            models.CheckConstraint(condition=Q(price__gt=0), name="price_is_positive"),
            models.CheckConstraint(condition=Q(grams__gte=0), name="grams_are_there"),
            models.CheckConstraint(  # SQLite's varchar(80) does not count
                condition=LessThanOrEqual(Length("name"), 80), name="name_is_short"
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def save(self, **options: Any) -> None:
        """Insert it, or update the row that was read."""
        self.clean_fields(exclude=["grams", "labels", "version"])
        if self._state.adding:
            super().save(**options)
            return
        # region save
        mine = Cherry.objects.filter(pk=self.pk, version=self.version)
        fields = self._meta.concrete_fields[1:]  # without the key
        values = {one.name: getattr(self, one.name) for one in fields}
        if not mine.update(**values | {"version": self.version + 1}):
            raise StaleError(f"{self} is no longer version {self.version}")
        self.version += 1
        # endregion


class Order(models.Model):
    """So many grams of a cherry."""

    id = models.BigAutoField(primary_key=True)
    cherry = models.ForeignKey(Cherry, models.PROTECT)
    grams = models.IntegerField()
    note = models.CharField(max_length=200, db_default="", blank=True)
    placed_at = AwareDateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Name and constraints."""

        db_table = "cherry_order"
        constraints = (
            models.CheckConstraint(condition=Q(grams__gt=0), name="order_is_positive"),
        )
