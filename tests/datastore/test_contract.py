"""The rules of the store, asked of both sides on both databases."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from examples.datastore import (
    Cherry,
    Order,
    RefusedError,
    StaleError,
    Store,
    StoreError,
)
from examples.datastore.front import engine, tables
from examples.datastore.front.store import FrontStore
from examples.datastore.protocol import BUSY
from examples.datastore.show.process import Process
from examples.datastore.show.shop import Shop
from tests.datastore import office_acts
from tests.datastore.halfway import halt, wait_for

SIDES = ["front", "office"]
ACROSS = pytest.mark.parametrize(
    ("side", "other"), [("front", "office"), ("office", "front")], indirect=True
)
SUMMER = timezone(timedelta(hours=2))
VALUES = [
    ("price", Decimal("0.01")),
    ("price", Decimal("999999.99")),
    ("price", Decimal("4")),
    ("picked_at", datetime(2026, 6, 1, 12, tzinfo=SUMMER)),
    ("picked_at", datetime(2026, 6, 1, 12, 30, 15, 250000, tzinfo=UTC)),
    ("picked_at", datetime(2026, 6, 1, 0, tzinfo=SUMMER)),
    ("labels", {"ripe": True, "🍒": [1, 2.5, None, "\"'\\n"]}),
    ("labels", "a string"),
    ("labels", 0),
    ("grams", 2**31 - 1),
]
REFUSED = [
    ("price", Decimal(0)),
    ("price", Decimal("-4.50")),
    ("price", Decimal("4.505")),
    ("price", Decimal("1000000.00")),
    ("price", Decimal("NaN")),
    ("picked_at", datetime(2026, 6, 1, 12)),
    ("picked_at", None),
    ("grams", -1),
    ("labels", {"weight": float("nan")}),
    ("labels", {"when": datetime(2026, 6, 1)}),
    ("name", "x" * 81),
    ("name", None),
]


@pytest.fixture(params=SIDES)
def side(request: pytest.FixtureRequest, sides: Shop) -> Store:
    """Be each side in turn."""
    one: Store = getattr(sides, request.param)
    return one


@pytest.fixture(params=SIDES)
def other(request: pytest.FixtureRequest, sides: Shop) -> Store:
    """Be each side in turn, once more."""
    one: Store = getattr(sides, request.param)
    return one


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_what_one_writes_the_other_reads(
    side: Store, other: Store, cherry: Cherry, field: str, value: Any
) -> None:
    """Values and their types, whoever wrote and whoever reads."""
    setattr(cherry, field, value)
    side.add(cherry)
    read = other.get(cherry.tag)
    assert read == replace(cherry, version=1)
    assert type(read.price) is Decimal
    assert read.price.as_tuple().exponent == -2
    assert read.picked_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_they_write_the_same_row(
    sides: Shop, cherry: Cherry, field: str, value: Any
) -> None:
    """To the letter: so what one looks for it finds, whoever wrote it."""
    cherry = replace(cherry, **{field: value})
    twin = replace(cherry, tag=uuid4(), name=cherry.name[::-1])
    sides.front.add(cherry)
    sides.office.add(twin)
    statement = select(text("price, picked_at, grams, labels, version from cherry"))
    with sides.front.engine.connect() as connection:
        rows = [
            tuple(connection.execute(statement.where(text("tag = :tag")), {"tag": tag}))
            for tag in (stored(sides, cherry.tag), stored(sides, twin.tag))
        ]
    assert rows[0] == rows[1]
    for tag in (cherry.tag, twin.tag):
        assert tag in sides.office(office_acts.picked_at, cherry.picked_at)
        assert tag in picked_at(sides, cherry.picked_at)


def stored(sides: Shop, tag: Any) -> Any:
    """Return a tag as the database has it."""
    return tag.hex if sides.url.startswith("sqlite") else tag


def picked_at(sides: Shop, when: datetime) -> list[Any]:
    """Find cherries by their time."""
    with Session(sides.front.engine) as session:
        table = tables.Cherry
        return list(session.scalars(select(table.tag).where(table.picked_at == when)))


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_what_the_rules_forbid_is_refused(
    side: Store, cherry: Cherry, field: str, value: Any
) -> None:
    """When it is added, and when it is changed; nothing is written."""
    with pytest.raises(RefusedError):
        side.add(replace(cherry, **{field: value}))
    with pytest.raises(LookupError, match=str(cherry.tag)):
        side.get(cherry.tag)
    added = side.add(cherry)
    with pytest.raises(RefusedError):
        side.change(replace(added, **{field: value}))
    assert side.get(cherry.tag) == replace(cherry, version=1)


def test_null_is_no_json(side: Store, cherry: Cherry) -> None:
    """SQLAlchemy's own JSON would write the JSON null, which Django reads as None."""
    added = side.add(cherry)
    with pytest.raises(RefusedError):
        side.change(replace(added, labels=None))


@pytest.mark.parametrize("field", ["tag", "name"])
def test_two_cannot_have_one_name(
    side: Store, other: Store, cherry: Cherry, field: str
) -> None:
    """Nor one tag, whoever wrote the first."""
    side.add(cherry)
    second = replace(cherry, tag=uuid4(), name=str(uuid4()))
    second = replace(second, **{field: getattr(cherry, field)})
    with pytest.raises(RefusedError):
        other.add(second)


def test_an_order_needs_its_cherry(sides: Shop) -> None:
    """SQLite asks only who tells it to: both do."""
    with (
        pytest.raises(IntegrityError),
        Session(sides.front.writing) as session,
        session.begin(),
    ):
        session.add(tables.Order(cherry_id=999_999, grams=1))
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        sides.office(office_acts.orphan)


def test_defaults_are_in_the_schema(sides: Shop, cherry: Cherry) -> None:
    """A third program, which knows neither, may leave them out."""
    insert = """INSERT INTO cherry (tag, name, price, picked_at)
        VALUES (:tag, :name, 4.5, '2026-06-01 12:00:00Z')"""
    if sides.url.startswith("sqlite"):
        insert = insert.replace("Z'", "'")
    with sides.front.writing.begin() as connection:
        values = {"tag": stored(sides, cherry.tag), "name": cherry.name}
        connection.execute(text(insert), values)
    bare = replace(cherry, grams=0, labels=[], version=1)
    assert sides.front.get(cherry.tag) == sides.office.get(cherry.tag) == bare


def test_the_time_of_an_order_is_the_schemas(
    side: Store, sides: Shop, cherry: Cherry
) -> None:
    """Neither side gives it; both read the same."""
    side.add(cherry)
    side.order(Order(cherry.tag, 100))
    with Session(sides.front.engine) as session:
        mine = tables.Cherry.tag == cherry.tag
        joined = select(tables.Order.placed_at).join(tables.Cherry).where(mine)
        seen = session.scalars(joined).all()
    assert seen == sides.office(office_acts.placed, cherry.tag)
    assert seen[0].utcoffset() == timedelta(0)


def test_who_comes_second_is_told(side: Store, other: Store, cherry: Cherry) -> None:
    """What the first wrote stays, and the second may read and try again."""
    mine, theirs = side.add(cherry), other.get(cherry.tag)
    theirs.price = Decimal("4.90")
    assert other.change(theirs).version == 2
    mine.price = Decimal("4.10")
    for late in (mine, replace(mine, version=9)):  # nor has anybody seen a ninth
        with pytest.raises(StaleError):
            side.change(late)
    assert side.get(cherry.tag) == replace(theirs, version=2)
    assert side.change(replace(mine, version=2)).version == 3
    assert other.get(cherry.tag).price == mine.price


@ACROSS
def test_of_two_at_once_one_wins(side: Store, other: Store, cherry: Cherry) -> None:
    """Each round both have the same version, and change it at the same time."""
    last = side.add(cherry)
    barrier = threading.Barrier(2)

    def change(store: Store, labels: list[str]) -> str:
        barrier.wait()
        try:
            store.change(replace(last, labels=labels))
        except StaleError:
            return "stale"
        return labels[0]

    with ThreadPoolExecutor(2) as pool:
        for n in range(10):
            mine, theirs = [f"mine {n}"], [f"theirs {n}"]
            calls = [
                pool.submit(change, side, mine),
                pool.submit(change, other, theirs),
            ]
            said = [call.result() for call in calls]
            last = side.get(cherry.tag)
            assert sorted(said) == sorted([last.labels[0], "stale"])
    assert last.version == 11


def test_a_write_without_a_look_is_refused(sides: Shop, cherry: Cherry) -> None:
    """By the database, so no program can forget it."""
    added = sides.front.add(cherry)
    update = text("UPDATE cherry SET price = 9 WHERE tag = :tag")
    with (
        pytest.raises(IntegrityError, match="cherry_version: not the next version"),
        sides.front.writing.begin() as connection,
    ):
        connection.execute(update, {"tag": stored(sides, cherry.tag)})
    with pytest.raises(Exception, match="cherry_version: not the next version"):
        sides.office(office_acts.reprice_all, cherry.tag, "9.00")
    assert sides.front.get(cherry.tag) == added


@ACROSS
def test_an_order_is_both_rows_or_none(
    side: Store, other: Store, cherry: Cherry, tmp_path: Path
) -> None:
    """While one is in the middle of it the other sees neither; then both."""
    side.add(cherry)

    def seen() -> tuple[int, list[Order]]:
        return other.get(cherry.tag).grams, other.orders(cherry.tag)

    order = Order(cherry.tag, 200, "for a cake")
    thread = threading.Thread(target=side.order, args=(order, partial(halt, tmp_path)))
    thread.start()
    wait_for(tmp_path / "halted")
    assert seen() == (500, [])
    (tmp_path / "go").touch()
    thread.join()
    assert seen() == (300, [order])


@ACROSS
def test_who_waits_for_a_lock_gets_it(
    side: Store, other: Store, cherry: Cherry, tmp_path: Path
) -> None:
    """A writer in the middle is waited for, and not an error at once."""
    side.add(cherry)
    with ThreadPoolExecutor(2) as pool:
        halted = partial(halt, tmp_path)
        first = pool.submit(side.order, Order(cherry.tag, 200), halted)
        wait_for(tmp_path / "halted")
        second = pool.submit(other.order, Order(cherry.tag, 100))
        (tmp_path / "go").touch()
        first.result()
        try:
            second.result()
        except StaleError:  # it had read the cherry before: it was told, too
            other.order(Order(cherry.tag, 100))
    assert other.get(cherry.tag).grams == 200


def test_a_lock_is_waited_for_as_long_as_is_said(sides: Shop) -> None:
    """A driver's own patience is another: five seconds, or for ever."""
    ask = "SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'"
    if sides.url.startswith("sqlite"):
        ask = "PRAGMA busy_timeout"
    with sides.front.engine.connect() as connection:
        assert connection.exec_driver_sql(ask).scalar() == 1000 * BUSY


def test_orders_are_listed_by_their_numbers(sides: Shop, cherry: Cherry) -> None:
    """Also one that was put back later, from a backup, with the number it had."""
    sides.front.add(cherry)
    for grams in (1, 2, 3):
        sides.office.order(Order(cherry.tag, grams))
    with Session(sides.front.writing) as session, session.begin():
        mine = select(tables.Cherry.id).where(tables.Cherry.tag == cherry.tag)
        number = session.scalars(mine).one()
        session.add(tables.Order(id=-number, cherry_id=number, grams=9))
    for store in (sides.front, sides.office):
        assert [one.grams for one in store.orders(cherry.tag)] == [9, 1, 2, 3]


def hasty_office(url: str) -> Process:
    """Start an office that waits as short as a front does then."""
    office = Process("office", url)
    office(office_acts.hurry)
    return office


@pytest.mark.parametrize("name", SIDES)
def test_who_waits_too_long_is_not_refused(
    sides: Shop, cherry: Cherry, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It broke no rule, and the same write may pass later."""
    monkeypatch.setattr(engine, "BUSY", office_acts.HURRY / 1000)
    added = sides.front.add(cherry)
    hasty = FrontStore if name == "front" else hasty_office
    with closing(hasty(sides.url)) as store, sides.front.writing.begin() as holding:
        update = "UPDATE cherry SET version = version + 1 WHERE tag = :tag"
        holding.execute(text(update), {"tag": stored(sides, cherry.tag)})
        less = replace(added, grams=7)
        with pytest.raises(StoreError) as raised:
            store.change(less)
        assert raised.type is StoreError
        holding.rollback()
        assert store.change(less).version == 2


@pytest.mark.parametrize("name", SIDES)
def test_who_is_killed_in_the_middle_wrote_nothing(
    sides: Shop, cherry: Cherry, name: str
) -> None:
    """The stock is not less without an order."""
    sides.front.add(cherry)
    doomed = Process(name, sides.url)
    with pytest.raises(EOFError):
        doomed.order(Order(cherry.tag, 200), partial(os._exit, 9))
    doomed.close()
    assert sides.office.get(cherry.tag).grams == 500
    assert sides.office.orders(cherry.tag) == []
    sides.office.order(Order(cherry.tag, 200))
    assert sides.front.get(cherry.tag).grams == 300


def test_nobody_orders_what_is_not_there(side: Store, cherry: Cherry) -> None:
    """The stock's CHECK fails, and the order goes with it."""
    side.add(cherry)
    for grams in (501, 0, -1):
        with pytest.raises(RefusedError):
            side.order(Order(cherry.tag, grams))
    assert side.get(cherry.tag).grams == 500
    assert side.orders(cherry.tag) == []
