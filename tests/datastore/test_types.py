"""examples.datastore.front.types: what is sent to each database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import make_url

from examples.datastore.front.types import Price, Utc

POSTGRESQL, SQLITE = (
    make_url(f"{name}://").get_dialect()() for name in ("postgresql+psycopg", "sqlite")
)
NOON = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=2)))


def test_a_time_is_sent_as_utc() -> None:
    """PostgreSQL gets it with its zone, SQLite as Django writes it: without."""
    utc = NOON.astimezone(UTC)
    on_postgresql = Utc().process_bind_param(NOON, POSTGRESQL)
    assert (on_postgresql, on_postgresql.tzinfo) == (utc, UTC)
    on_sqlite = Utc().process_bind_param(NOON, SQLITE)
    assert on_sqlite == "2026-06-01 10:00:00"


def test_a_time_is_read_as_utc() -> None:
    """PostgreSQL tells it in the zone of its session, which anybody may have set."""
    read = Utc().process_result_value(NOON, POSTGRESQL)
    assert (read, read.tzinfo) == (NOON, UTC)


def test_a_time_without_a_zone_is_refused() -> None:
    """Nobody could tell which instant it is."""
    with pytest.raises(ValueError, match="wants a time zone"):
        Utc().process_bind_param(NOON.replace(tzinfo=None), SQLITE)


@pytest.mark.parametrize("price", ["NaN", "Infinity", "1000000.00", "4.505"])
def test_a_price_that_is_none_is_refused_in_words(price: str) -> None:
    """Whoever typed it is told which; a decimal's own error has no words."""
    with pytest.raises(ValueError, match=f"has two places, got {price}"):
        Price().process_bind_param(Decimal(price), SQLITE)
