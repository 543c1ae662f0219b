"""examples.datastore.rename: both names for a while, beside programs that write."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from examples.datastore import Cherry, open_front, rename
from examples.datastore.drift import drift
from examples.datastore.front.engine import WRITES, connect
from examples.datastore.show import renaming
from examples.datastore.show.process import Process

NAMES = "cherry_order", "note", "wish"
PAUSE = 0.01  # between two writes, so that they leave the processor to the next release


@pytest.fixture
def url(fresh: str, cherry: Cherry) -> str:
    """Have a cherry that can be ordered."""
    front = open_front(fresh)
    front.add(cherry)
    front.close()
    return fresh


def add(connection: Connection, column: str, value: str) -> None:
    """Order as a program does that knows one of the names."""
    insert = f"INSERT INTO cherry_order (cherry_id, grams, {column}) VALUES (1, 1, :n)"
    connection.execute(text(insert), {"n": value})


def test_both_names_have_the_same_value(url: str) -> None:
    """Whoever wrote by whichever, before, while and after it was filled."""
    engine = connect(url).execution_options(**WRITES)
    steps = rename.before(engine.dialect.name, *NAMES, "varchar(200)")
    with engine.begin() as connection:
        add(connection, "note", "before")
    for step in steps:
        rename.take(engine, [step])
        with engine.begin() as connection:
            add(connection, "note", step[0])
    with engine.begin() as connection:
        add(connection, "wish", "new")
        add(connection, "wish", "new, too")
        for column, value in (("note", "before"), ("wish", "new")):
            both = f"SET {column} = 'changed {value}' WHERE {column} = '{value}'"
            connection.execute(text(f"UPDATE cherry_order {both}"))
        both = "SELECT note, wish FROM cherry_order ORDER BY id"
        rows = connection.execute(text(both)).all()
    assert [old for old, _ in rows] == [new for _, new in rows]
    assert [new for _, new in rows] == [
        *("changed before", "add", "write both", "fill", "changed new", "new, too")
    ]
    rename.take(engine, rename.after(engine.dialect.name, *NAMES))
    with engine.begin() as connection:
        add(connection, "wish", "last")
        last = "SELECT wish FROM cherry_order ORDER BY id DESC LIMIT 2"
        assert connection.scalars(text(last)).all() == ["last", "new, too"]
    assert drift(engine) == [
        "cherry_order.note: the column is missing",
        "cherry_order.wish: the front does not know the column",
    ]
    engine.dispose()


def test_django_renames_at_once(url: str) -> None:
    """Then there is one name, and whoever has the other one fails."""
    office = Process("office", url)
    office(renaming.rename_field)
    office.close()
    engine = connect(url)
    assert drift(engine) == [
        "cherry_order.note: the column is missing",
        "cherry_order.wish: the front does not know the column",
    ]
    engine.dispose()


@pytest.mark.beside("queues")
def test_in_steps_no_write_fails(url: str) -> None:
    """Two programs write all the time, and are replaced one after the other."""
    count = renaming.in_steps(url, PAUSE)
    assert (count.errors, count.example) == (0, "")
    assert count.writes >= 30 * renaming.ENOUGH


@pytest.mark.beside("queues")
def test_at_once_writes_fail(url: str) -> None:
    """Of both programs, until they are replaced."""
    count = renaming.at_once(url, PAUSE)
    assert count.errors >= 2
    assert "note" in count.example
