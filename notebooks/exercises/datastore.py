"""Questions of 11-datastore: a type that stores UTC, an update that asks, a rename."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import Any

from notebooks.exercises import Question

SUMMER = timezone(timedelta(hours=2))
WEST = timezone(timedelta(hours=-7))


def _stored(value: datetime, answer: Callable[[datetime], Any]) -> object:
    try:
        return answer(value)
    except ValueError:
        return "ValueError"


utc = [
    Question(f"{value}", partial(_stored, value), wanted)
    for value, wanted in (
        (datetime(2026, 6, 1, 12, tzinfo=UTC), "2026-06-01 12:00:00"),
        (datetime(2026, 6, 1, 12, tzinfo=SUMMER), "2026-06-01 10:00:00"),
        (datetime(2026, 6, 1, 1, tzinfo=SUMMER), "2026-05-31 23:00:00"),
        (datetime(2026, 6, 1, 20, tzinfo=WEST), "2026-06-02 03:00:00"),
        (datetime(2026, 6, 1, 12), "ValueError"),
    )
]


def _changed(
    versions: list[int], tag: int, answer: Callable[[Any, int, int, int], Any]
) -> object:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("CREATE TABLE cherry (tag, grams, version)")
        database.execute("INSERT INTO cherry VALUES (1, 500, 1), (2, 70, 1)")
        said = [bool(answer(database, tag, 400 - n, v)) for n, v in enumerate(versions)]
        rows = database.execute("SELECT grams, version FROM cherry ORDER BY tag")
        return _outcome(said, rows.fetchall())


def _outcome(said: list[bool], rows: list[tuple[int, int]]) -> str:
    return f"returned {said}; grams and versions {rows}"


change = [
    Question(
        "one change",
        partial(_changed, [1], 1),
        _outcome([True], [(400, 2), (70, 1)]),
    ),
    Question(
        "two with one version",
        partial(_changed, [1, 1], 1),
        _outcome([True, False], [(400, 2), (70, 1)]),
    ),
    Question(
        "one after the other",
        partial(_changed, [1, 2, 3], 1),
        _outcome([True, True, True], [(398, 4), (70, 1)]),
    ),
    Question(
        "no cherry has that tag",
        partial(_changed, [1], 9),
        _outcome([False], [(500, 1), (70, 1)]),
    ),
]

STEPS = (
    "add the new column",
    "write both by a trigger",
    "fill the new column",
    "switch the first program",
    "switch the second program",
    "drop the trigger",
    "drop the old column",
)
"""In an order in which no write fails and none is lost; it is not the only one."""


def _played(answer: Callable[[list[str]], Any]) -> str:
    """Play the steps, and say what went wrong first."""
    steps = answer(sorted(STEPS))
    try:
        steps = list(steps)
    except TypeError:
        return f"no list: {steps!r}"
    if sorted(map(str, steps)) != sorted(STEPS):
        return "each step once, as it is written"
    add, both, fill, first, second, undo, drop = (steps.index(one) for one in STEPS)
    for wrong, why in (
        (both < add or fill < add, "there is no new column yet"),
        (fill < both, "a row written after the filling has no new value"),
        (min(first, second) < fill, "the new program reads rows that are not filled"),
        (drop < max(first, second), "a program that was not switched fails"),
        (undo < max(first, second), "what the old program writes the new one misses"),
        (drop < undo, "the trigger writes a column that is gone"),
    ):
        if wrong:
            return why
    return "no error"


rename = [Question("beside two programs", _played, "no error")]

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-utc": """
from notebooks.exercises import check, datastore


def stored(value):
    raise NotImplementedError


check(stored, datastore.utc)
""",
    "exercise-change": """
def change(database, tag, grams, version):
    raise NotImplementedError


check(change, datastore.change)
""",
    "exercise-rename": """
def ordered(steps):
    raise NotImplementedError


check(ordered, datastore.rename)
""",
}
