"""examples.datastore.drift: it names table and column, and cries no wolf."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData

from examples.datastore.__main__ import main
from examples.datastore.drift import drift, flat
from examples.datastore.front.engine import connect
from examples.datastore.front.tables import Base

EVERYWHERE = {
    "ALTER TABLE cherry ADD COLUMN colour varchar(9)": (
        "cherry.colour: the front does not know the column"
    ),
    "ALTER TABLE cherry_order RENAME COLUMN note TO wish": (
        "cherry_order.note: the column is missing"
    ),
    "DROP TABLE cherry_order": "cherry_order: the table is missing",
}
POSTGRESQL = {
    "ALTER TABLE cherry ALTER price TYPE numeric(9, 3)": (
        "cherry.price: it is NUMERIC(9, 3), the front has NUMERIC(8, 2)"
    ),
    "ALTER TABLE cherry ALTER labels DROP DEFAULT, ALTER labels TYPE text": (
        "cherry.labels: it is TEXT, the front has JSON"  # on SQLite no news
    ),
    "ALTER TABLE cherry ALTER picked_at TYPE date": (
        "cherry.picked_at: it is DATE, the front has DATETIME"
    ),
    "ALTER TABLE cherry ALTER grams DROP NOT NULL": (
        "cherry.grams: it may be null, unlike the front's"
    ),
    "ALTER TABLE cherry ALTER grams DROP DEFAULT": (
        "cherry.grams: the schema has no default"
    ),
    "ALTER TABLE cherry DROP CONSTRAINT cherry_name_key": (
        "cherry.name: UNIQUE is missing"
    ),
    "ALTER TABLE cherry_order ADD UNIQUE (cherry_id, note)": (
        "cherry_order.cherry_id, note: UNIQUE is not the front's"
    ),
}
SQLITE = {
    "cherry.name: UNIQUE is missing": ("80) NOT NULL UNIQUE", "80) NOT NULL"),
    "cherry.price: it is TEXT, the front has NUMERIC(8, 2)": (
        '"price" decimal',
        '"price" text',
    ),
    "cherry.grams: the schema has no default": (
        '"grams" integer DEFAULT 0',
        '"grams" integer',
    ),
    "cherry_order.cherry_id: the foreign key is missing": (
        'REFERENCES "cherry" ("id") DEFERRABLE INITIALLY DEFERRED',
        "",
    ),
}


@pytest.fixture
def engine(fresh: str) -> Iterator[Engine]:
    """Be a store that is in order."""
    engine = connect(fresh)
    yield engine
    engine.dispose()


def alter(engine: Engine, *statements: str) -> None:
    """Do what the owner did not."""
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_each_difference_is_said(engine: Engine) -> None:
    """One by one; the tables of the office alone are its own business."""
    alter(engine, "CREATE TABLE office_diary (id integer)")
    assert drift(engine) == []
    changes = dict(EVERYWHERE)
    if engine.dialect.name == "postgresql":
        changes = POSTGRESQL | EVERYWHERE
    for statement, says in changes.items():
        alter(engine, statement)
        assert says in drift(engine)
    assert len(drift(engine)) > 1
    assert drift(engine) == sorted(drift(engine))


def test_sqlites_false_alarms_hide_no_true_ones(engine: Engine) -> None:
    """A table that lacks what they are about is told from one that has it."""
    if engine.dialect.name != "sqlite":
        assert drift(engine) == []
        return
    for says, (there, then) in SQLITE.items():
        name, column = says.partition(":")[0].split(".")
        with engine.begin() as connection:
            query = f"SELECT sql FROM sqlite_master WHERE name = '{name}'"
            [(sql,)] = connection.exec_driver_sql(query).all()
            assert there in sql
            connection.exec_driver_sql(f"DROP TABLE {name}")
            connection.exec_driver_sql(sql.replace(there, then))
            # One that is not UNIQUE is the owner's business, and no substitute.
            connection.exec_driver_sql(f"CREATE INDEX plain ON {name} ({column})")
        assert says in drift(engine)
        alter(engine, f"DROP TABLE {name}", sql)
        assert drift(engine) == []


def test_alembic_alone_cries_wolf_on_sqlite(engine: Engine) -> None:
    """If it no longer does, an entry of the list can go."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        described: MetaData = Base.metadata
        found = [
            one
            for one in flat(compare_metadata(context, described))
            if one[0] not in ("remove_table", "remove_index")
        ]
    kinds = {one[0] for one in found}
    if engine.dialect.name == "sqlite":
        assert kinds == {"modify_type", "add_constraint", "add_fk", "remove_fk"}
    else:
        assert kinds == set()


def test_the_command_says_it(fresh: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The status is 1 if there is a difference, for a pipeline to stop at."""
    assert main([fresh]) == 0
    engine = connect(fresh)
    alter(engine, next(iter(EVERYWHERE)))
    engine.dispose()
    assert main([fresh]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "front and store agree",
        next(iter(EVERYWHERE.values())),
    ]


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "sqlite:////none/x.db"])
def test_what_is_no_store_is_named(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The status is 1."""
    assert main([url]) == 1
    assert capsys.readouterr().err.startswith("examples.datastore: ")
