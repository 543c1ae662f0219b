"""Answers to the exercises of 11-datastore, right and wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from notebooks.exercises import Question, datastore
from notebooks.exercises.datastore import STEPS


def stored(value: datetime) -> str:
    """Turn it to UTC, and leave the zone out."""
    if value.tzinfo is None:
        raise ValueError("a time wants a time zone")
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def by_offset(value: datetime) -> str:
    """Take the offset away."""
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("naive")
    return str(value.replace(tzinfo=None) - offset)


def digits(value: datetime) -> str:
    """Keep the digits, as SQLAlchemy does on SQLite."""
    if value.tzinfo is None:
        raise ValueError("naive")
    return str(value.replace(tzinfo=None))


def naive(value: datetime) -> str:
    """Take a time without a zone for the machine's."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def added(value: datetime) -> str:
    """Add the offset."""
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("naive")
    return str(value.replace(tzinfo=None) + offset)


def with_zone(value: datetime) -> str:
    """Write the zone as well: it sorts wrongly beside the others."""
    if value.tzinfo is None:
        raise ValueError("naive")
    return str(value.astimezone(UTC))


def change(database: sqlite3.Connection, tag: int, grams: int, version: int) -> bool:
    """Ask for the version in the UPDATE itself."""
    done = database.execute(
        "UPDATE cherry SET grams = ?, version = version + 1"
        " WHERE tag = ? AND version = ?",
        (grams, tag, version),
    )
    return done.rowcount == 1


def returning(database: sqlite3.Connection, tag: int, grams: int, version: int) -> Any:
    """The same, and look at what came back."""
    rows = database.execute(
        """UPDATE cherry SET grams = :grams, version = :version + 1
        WHERE version = :version AND tag = :tag RETURNING tag""",
        {"grams": grams, "version": version, "tag": tag},
    )
    return rows.fetchone() is not None


def not_asked(database: sqlite3.Connection, tag: int, grams: int, version: int) -> bool:
    """Write whatever the version is."""
    done = database.execute(
        "UPDATE cherry SET grams = ?, version = ? WHERE tag = ?",
        (grams, version + 1, tag),
    )
    return done.rowcount == 1


def not_raised(
    database: sqlite3.Connection, tag: int, grams: int, version: int
) -> bool:
    """Ask for the version, and leave it as it is."""
    done = database.execute(
        "UPDATE cherry SET grams = ? WHERE tag = ? AND version = ?",
        (grams, tag, version),
    )
    return done.rowcount == 1


def always(database: sqlite3.Connection, tag: int, grams: int, version: int) -> bool:
    """Say that it went well."""
    change(database, tag, grams, version)
    return True


def everywhere(
    database: sqlite3.Connection, tag: int, grams: int, version: int
) -> bool:
    """Forget which cherry."""
    done = database.execute(
        "UPDATE cherry SET grams = ?, version = version + 1 WHERE version = ?",
        (grams, version),
    )
    return done.rowcount > 0


def ordered(steps: list[str]) -> list[str]:
    """Add, write both, fill, switch, drop."""
    return list(STEPS)


def second_first(steps: list[str]) -> tuple[str, ...]:
    """Whoever is switched first."""
    add, both, fill, first, second, undo, drop = STEPS
    return add, both, fill, second, first, undo, drop


def moved(*order: int) -> Callable[[list[str]], list[str]]:
    """Take the steps in another order."""
    return lambda steps: [STEPS[number] for number in order]


Entries = dict[str, tuple[Callable[..., Any], list[Question]]]
SOLUTIONS: Entries = {
    "exercise-utc": (stored, datastore.utc),
    "exercise-change": (change, datastore.change),
    "exercise-rename": (ordered, datastore.rename),
}
OTHERS: Entries = {
    "utc, by the offset": (by_offset, datastore.utc),
    "change, by RETURNING": (returning, datastore.change),
    "a rename, the second program first": (second_first, datastore.rename),
}
MISTAKES: Entries = {
    "the digits are kept": (digits, datastore.utc),
    "no zone is the machine's": (naive, datastore.utc),
    "the offset is added": (added, datastore.utc),
    "UTC with its zone": (with_zone, datastore.utc),
    "the version is not asked for": (not_asked, datastore.change),
    "the version stays": (not_raised, datastore.change),
    "it always went well": (always, datastore.change),
    "all cherries": (everywhere, datastore.change),
    "filled before both are written": (moved(0, 2, 1, 3, 4, 5, 6), datastore.rename),
    "switched before it is filled": (moved(0, 1, 3, 2, 4, 5, 6), datastore.rename),
    "dropped between the two": (moved(0, 1, 2, 3, 5, 6, 4), datastore.rename),
    "the trigger goes last": (moved(0, 1, 2, 3, 4, 6, 5), datastore.rename),
    "a step is left out": (moved(0, 1, 2, 3, 4, 5), datastore.rename),
    "no steps are returned": (lambda steps: None, datastore.rename),
}
