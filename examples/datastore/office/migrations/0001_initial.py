"""Make the tables, with defaults and constraints in the schema."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import CheckConstraint, Q, Value
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from ..models import AwareDateTimeField


def checked(condition: Any, name: str) -> CheckConstraint:
    """Name a condition that all rows meet."""
    return CheckConstraint(condition=condition, name=name)


class Migration(migrations.Migration):
    """Cherries, and orders of them."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            "Cherry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("tag", models.UUIDField(unique=True)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("price", models.DecimalField(decimal_places=2, max_digits=8)),
                ("picked_at", AwareDateTimeField()),
                ("grams", models.IntegerField(db_default=0)),
                (
                    "labels",
                    models.JSONField(
                        blank=True, db_default=Value([], models.JSONField())
                    ),
                ),
                ("version", models.IntegerField(db_default=1)),
            ],
            options={
                "verbose_name_plural": "cherries",
                "db_table": "cherry",
                "ordering": ("name",),
                "constraints": [
                    checked(Q(price__gt=0), "price_is_positive"),
                    checked(Q(grams__gte=0), "grams_are_there"),
                    checked(LessThanOrEqual(Length("name"), 80), "name_is_short"),
                ],
            },
        ),
        migrations.CreateModel(
            "Order",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("cherry", models.ForeignKey("office.Cherry", models.PROTECT)),
                ("grams", models.IntegerField()),
                (
                    "note",
                    models.CharField(blank=True, db_default="", max_length=200),
                ),
                ("placed_at", AwareDateTimeField(db_default=Now(), editable=False)),
            ],
            options={
                "db_table": "cherry_order",
                "constraints": [checked(Q(grams__gt=0), "order_is_positive")],
            },
        ),
    )
