"""Types that mean the same on SQLite and PostgreSQL, and to Django.

JSON and UUID need none: SQLAlchemy and Django store them alike.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Numeric, String, TypeDecorator
from sqlalchemy.types import TypeEngine

CENT = Decimal("0.01")
LARGEST = Decimal("999999.99")


class Utc(TypeDecorator[datetime]):
    """A time with a zone, stored as UTC, in the words of Django."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Turn it to UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a time wants a time zone, got {value}")
        utc = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return utc
        return str(utc.replace(tzinfo=None))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Say that it is UTC."""
        if value is None or dialect.name != "sqlite":
            return value and value.astimezone(UTC)
        return datetime.fromisoformat(value).replace(tzinfo=UTC)

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Keep SQLAlchemy from writing a text of its own on SQLite."""
        sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(String() if sqlite else self.impl_instance)


class Price(TypeDecorator[Decimal]):
    """A decimal with two places; SQLite gets it as text, and gives back a number.

    As a number it has the 15 digits of a double: enough for the eight of a price.
    """

    impl = Numeric(8, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Keep SQLAlchemy from making a float of it on SQLite."""
        sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(String() if sqlite else Numeric(8, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Refuse what would be rounded, for the two databases round differently."""
        if value is None:
            return None
        short = value.is_finite() and abs(value) <= LARGEST
        if not short or value != value.quantize(CENT):
            raise ValueError(f"a price has two places, got {value}")
        return str(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, _: Dialect) -> Decimal | None:
        """Give it two places."""
        return None if value is None else Decimal(str(value)).quantize(CENT)
