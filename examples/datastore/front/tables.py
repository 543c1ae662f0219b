"""The tables of the office, as SQLAlchemy sees them: described, never created."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    FetchedValue,
    ForeignKey,
    Integer,
    String,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .types import Price, Utc

Key = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
CHERRY = ForeignKey("cherry.id", deferrable=True, initially="DEFERRED")


class Base(DeclarativeBase):
    """Its metadata is what drift is measured against."""


class Cherry(Base):
    """A sort of cherries, and how much of it there is."""

    __tablename__ = "cherry"
    __table_args__ = (
        CheckConstraint("price > 0", "price_is_positive"),
        CheckConstraint("grams >= 0", "grams_are_there"),
        CheckConstraint("length(name) <= 80", "name_is_short"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    tag: Mapped[UUID] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    price: Mapped[Decimal] = mapped_column(Price)
    picked_at: Mapped[datetime] = mapped_column(Utc)
    grams: Mapped[int] = mapped_column(server_default=FetchedValue())
    labels: Mapped[Any] = mapped_column(Json, server_default=FetchedValue())
    version: Mapped[int] = mapped_column(server_default=FetchedValue())
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Order(Base):
    """So many grams of a cherry."""

    __tablename__ = "cherry_order"
    __table_args__ = (CheckConstraint("grams > 0", "order_is_positive"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    cherry_id: Mapped[int] = mapped_column(BigInteger, CHERRY)
    grams: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), server_default=FetchedValue())
    placed_at: Mapped[datetime] = mapped_column(Utc, server_default=FetchedValue())
