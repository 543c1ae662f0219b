"""Say where the front's description and the tables have drifted apart.

alembic compares.  What it reports although both sides agree is left out by name: a
check that cries wolf is switched off.  Indexes are the owner's own business.  CHECK
constraints alembic does not compare: the contract's tests ask for those.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Inspector, MetaData, inspect

from .front.tables import Base

FALSE_ALARMS = {
    ("TEXT", "JSON"): "SQLite has no JSON type; a CHECK of Django's asks for it",
    ("DECIMAL", "NUMERIC(8, 2)"): "SQLite's decimal has no places; `Price` counts them",
    ("DATETIME", "DATETIME"): "to alembic it is a text there, for `Utc` writes one",
    "add_constraint": "UNIQUE: SQLite's is an index without a name to compare",
    "add_fk": "SQLite does not tell whether it is deferrable",
    "remove_fk": "the same, from the other end",
}
"""What alembic reports on SQLite, and why it is no drift."""


def drift(engine: Engine, described: MetaData = Base.metadata) -> list[str]:
    """Return a sentence for each difference, with its table and column.

    :param described: the tables that the front knows; others are the office's own.
    """

    def compared(name: str | None, kind: str, _: object) -> bool:
        return kind != "index" and (kind != "table" or name in described.tables)

    with engine.connect() as connection:
        inspector = inspect(connection)
        options = {"include_name": compared, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        found = flat(compare_metadata(context, described))
        said = [tell(one) for one in found if not false_alarm(one, inspector)]
        return sorted([*said, *missing_defaults(inspector, described)])


def flat(differences: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield one after the other; changes of a column come as a list."""
    for one in differences:
        if isinstance(one, list):
            yield from one
        elif not one[0].endswith("_index"):
            yield one


def false_alarm(difference: tuple[Any, ...], inspector: Inspector) -> bool:
    """Tell whether it is one of `FALSE_ALARMS`."""
    if inspector.dialect.name != "sqlite":
        return False
    kind, last = difference[0], difference[-1]
    if kind == "modify_type":
        return (str(difference[-2]), str(last)) in FALSE_ALARMS
    if kind == "add_constraint":
        there = inspector.get_indexes(last.table.name, include_auto_indexes=True)
        unique = [one["column_names"] for one in there if one["unique"]]
        return list(last.columns.keys()) in unique
    if kind in ("add_fk", "remove_fk"):
        keys = inspector.get_foreign_keys(last.table.name)
        known = [(one["constrained_columns"], one["referred_table"]) for one in keys]
        return (list(last.columns.keys()), last.referred_table.name) in known
    return False


def missing_defaults(inspector: Inspector, described: MetaData) -> Iterator[str]:
    """Yield columns that the front leaves out, and that have no default."""
    for name in set(described.tables) & set(inspector.get_table_names()):
        there = {column["name"]: column for column in inspector.get_columns(name)}
        for column in described.tables[name].columns:
            found = there.get(column.name)
            if column.server_default and found and found["default"] is None:
                yield f"{name}.{column.name}: the schema has no default"


def tell(difference: tuple[Any, ...]) -> str:
    """Say one difference."""
    match difference:
        case ["add_table", table]:
            return f"{table.name}: the table is missing"
        case ["add_column", _, table, column]:
            return f"{table}.{column.name}: the column is missing"
        case ["remove_column", _, table, column]:
            return f"{table}.{column.name}: the front does not know the column"
        case ["modify_type", _, table, column, _, there, wanted]:
            return f"{table}.{column}: it is {there}, the front has {wanted}"
        case ["modify_nullable", _, table, column, _, there, _]:
            may = "may be" if there else "may not be"
            return f"{table}.{column}: it {may} null, unlike the front's"
        case [kind, constraint]:
            columns = ", ".join(column.name for column in constraint.columns)
            change, _, what = kind.partition("_")
            is_there = "is missing" if change == "add" else "is not the front's"
            names = {"fk": "the foreign key", "constraint": "UNIQUE"}
            return f"{constraint.table.name}.{columns}: {names[what]} {is_there}"
    return repr(difference)
