"""Rename a column while programs write it: add, write both, fill, switch, drop.

A rename is not one statement, for programs are not replaced in one moment.  Between
`before` and `after` both names are there, and triggers keep them equal: a program that
was replaced uses the new name, one that was not the old one.

The old column needs a default, for the new program leaves it out.  A row whose new
column is NULL counts as an old program's; the column stays nullable until its owner
says otherwise.  A large table is filled in portions: here it is one statement.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine

Step = tuple[str, list[str]]
"""What is done, and the statements that do it in one transaction."""

SQLITE = [
    """CREATE TRIGGER {table}_{new}_added AFTER INSERT ON {table} BEGIN
        UPDATE {table} SET {new} = coalesce(NEW.{new}, NEW.{old}),
            {old} = coalesce(NEW.{new}, NEW.{old}) WHERE rowid = NEW.rowid; END""",
    """CREATE TRIGGER {table}_{new}_old AFTER UPDATE OF {old} ON {table}
    WHEN NEW.{old} IS NOT OLD.{old} BEGIN
        UPDATE {table} SET {new} = NEW.{old} WHERE rowid = NEW.rowid; END""",
    """CREATE TRIGGER {table}_{new}_new AFTER UPDATE OF {new} ON {table}
    WHEN NEW.{new} IS NOT OLD.{new} BEGIN
        UPDATE {table} SET {old} = NEW.{new} WHERE rowid = NEW.rowid; END""",
]
POSTGRESQL = [
    """CREATE FUNCTION {table}_{new}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            NEW.{new} := coalesce(NEW.{new}, NEW.{old});
            NEW.{old} := NEW.{new};
        ELSIF NEW.{new} IS DISTINCT FROM OLD.{new} THEN
            NEW.{old} := NEW.{new};
        ELSE
            NEW.{new} := NEW.{old};
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER {table}_{new} BEFORE INSERT OR UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_{new}()""",
]
UNDONE = {
    "sqlite": [
        f"DROP TRIGGER {{table}}_{{new}}_{name}" for name in ("added", "old", "new")
    ],
    "postgresql": [
        "DROP TRIGGER {table}_{new} ON {table}",
        "DROP FUNCTION {table}_{new}()",
    ],
}
BOTH = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def before(database: str, table: str, old: str, new: str, kind: str) -> list[Step]:
    """Return the steps before the first program is replaced.

    :param database: ``sqlite`` or ``postgresql``.
    :param kind: the column's type, in SQL.
    """
    both = [one.format(table=table, old=old, new=new) for one in BOTH[database]]
    # region before
    return [
        ("add", [f"ALTER TABLE {table} ADD COLUMN {new} {kind}"]),
        ("write both", both),
        ("fill", [f"UPDATE {table} SET {new} = {old} WHERE {new} IS NULL"]),
    ]
    # endregion


def after(database: str, table: str, old: str, new: str) -> list[Step]:
    """Return the step after the last program was replaced."""
    undone = [one.format(table=table, new=new) for one in UNDONE[database]]
    return [("drop", [*undone, f"ALTER TABLE {table} DROP COLUMN {old}"])]


def take(engine: Engine, steps: Iterable[Step]) -> None:
    """Take steps, each in a transaction of its own."""
    for _, statements in steps:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
