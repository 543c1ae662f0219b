"""Answers to the exercises of 11-datastore, right and wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from decimal import Decimal, Inexact, localcontext
from typing import Any

from notebooks.exercises import Exercise, datastore
from notebooks.exercises.datastore import STEPS

Store = sqlite3.Connection


def cents(price: Decimal) -> int:
    """Look whether a hundredfold is whole; NaN and infinity have no whole part."""
    whole = price * 100
    if not whole.is_finite() or whole != whole.to_integral_value():
        raise ValueError(f"{price} is no whole number of cents")
    return int(whole)


def by_trap(price: Decimal) -> int:
    """Let decimal itself raise, when digits would be lost."""
    if not price.is_finite():
        raise ValueError("no number")
    with localcontext() as context:
        context.traps[Inexact] = True
        try:
            return int(price.quantize(Decimal("0.01")).scaleb(2))
        except Inexact as error:
            raise ValueError("a part of a cent") from error


def by_fraction(price: Decimal) -> int:
    """As a fraction: a whole number has the denominator 1."""
    try:
        above, below = price.as_integer_ratio()
    except OverflowError as error:
        raise ValueError("infinity") from error
    whole, rest = divmod(above * 100, below)
    if rest:
        raise ValueError("a part of a cent")
    return whole


def cut_off(price: Decimal) -> int:
    """Drop what is less than a cent."""
    return int(price * 100)


def rounded(price: Decimal) -> int:
    """Round half a cent, as one of the two databases would."""
    return round(price * 100)


def by_float(price: Decimal) -> int:
    """Go by a float: 4.35 is a little less there."""
    whole = float(price) * 100
    if whole != int(whole):
        raise ValueError("no whole number of cents")
    return int(whole)


def by_digits(price: Decimal) -> int:
    """Take the point out of the text, and forget that it may have one digit behind."""
    return int(str(price).replace(".", ""))


def nearly(price: Decimal) -> int:
    """Take what is nearly whole for whole."""
    if not price.is_finite() or abs(float(price) * 100 - round(price * 100)) > 1e-6:
        raise ValueError("a part of a cent")
    return round(price * 100)


def left_decimal(price: Decimal) -> Any:
    """Return a Decimal: the store would make a float of it again."""
    cents(price)
    return price * 100


def enough(database: Store, tag: int, grams: int) -> tuple[int, int] | None:
    """Read grams and version of a cherry, if there is enough of it."""
    row: tuple[int, int] | None = database.execute(
        "SELECT grams, version FROM cherry WHERE tag = ? AND grams >= ?", (tag, grams)
    ).fetchone()
    return row


def changed(database: Store, statement: str, *values: int) -> bool:
    """Execute an UPDATE, and say whether it found a row."""
    return database.execute(f"UPDATE cherry SET {statement}", values).rowcount > 0


def sell(database: Store, tag: int, grams: int) -> bool:
    """Ask and write in one statement."""
    done = database.execute(
        "UPDATE cherry SET grams = grams - ?1, version = version + 1"
        " WHERE tag = ?2 AND grams >= ?1",
        (grams, tag),
    )
    return done.rowcount == 1


def by_this_version(
    database: Store, tag: int, grams: int, row: tuple[int, int]
) -> bool:
    """Write if the version is still that of the row which was read."""
    there, version = row
    return changed(
        database,
        "grams = ?, version = ? WHERE tag = ? AND version = ?",
        *(there - grams, version + 1, tag, version),
    )


def by_version(database: Store, tag: int, grams: int) -> bool:
    """Read, and write if the version is still that one; else read again."""
    while row := enough(database, tag, grams):
        if by_this_version(database, tag, grams, row):
            return True
    return False


def locked(database: Store, tag: int, grams: int) -> bool:
    """Ask for the lock, then look: nobody comes between."""
    database.execute("BEGIN IMMEDIATE")
    try:
        return read_first(database, tag, grams)
    finally:
        database.execute("COMMIT")


def by_changes(database: Store, tag: int, grams: int) -> bool:
    """Let SQLite itself tell how many rows this connection has changed."""
    before = database.total_changes
    database.execute(
        "UPDATE cherry SET version = version + 1, grams = grams - :grams"
        " WHERE tag = :tag AND grams - :grams >= 0",
        {"grams": grams, "tag": tag},
    )
    return database.total_changes > before


def forgotten(database: Store, tag: int, grams: int) -> bool:
    """Begin a transaction, and never end it."""
    database.execute("BEGIN IMMEDIATE")
    return sell(database, tag, grams)


def begun_only(database: Store, tag: int, grams: int) -> bool:
    """Begin, read, then write: what was read is old, and SQLite says so."""
    database.execute("BEGIN")
    try:
        return read_first(database, tag, grams)
    finally:
        database.execute("COMMIT")


def read_first(database: Store, tag: int, grams: int) -> bool:
    """Read, subtract, write: who sold between is forgotten."""
    row = enough(database, tag, grams)
    return row is not None and changed(
        database,
        "grams = ?, version = version + 1 WHERE tag = ?",
        *(row[0] - grams, tag),
    )


def looked_first(database: Store, tag: int, grams: int) -> bool:
    """Let the UPDATE subtract, but look before whether there is enough."""
    return enough(database, tag, grams) is not None and below_zero(database, tag, grams)


def told_stale(database: Store, tag: int, grams: int) -> bool:
    """Give up when somebody was faster, though there is enough."""
    row = enough(database, tag, grams)
    return row is not None and by_this_version(database, tag, grams, row)


def below_zero(database: Store, tag: int, grams: int) -> bool:
    """Sell what is not there."""
    return changed(
        database,
        "grams = grams - ?, version = version + 1 WHERE tag = ?",
        *(grams, tag),
    )


def no_version(database: Store, tag: int, grams: int) -> bool:
    """Leave the version as it is: who has read before cannot know."""
    return changed(
        database, "grams = grams - ?1 WHERE tag = ?2 AND grams >= ?1", grams, tag
    )


def always(database: Store, tag: int, grams: int) -> bool:
    """Say that it went well."""
    sell(database, tag, grams)
    return True


def once(database: Store, tag: int, grams: int) -> bool:
    """Count all that the connection ever changed."""
    sell(database, tag, grams)
    return database.total_changes > 0


def everywhere(database: Store, tag: int, grams: int) -> bool:
    """Forget which cherry."""
    return changed(
        database,
        "grams = grams - ?1, version = version + 1 WHERE grams >= ?1",
        grams,
    )


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


def as_given(steps: list[str]) -> list[str]:
    """Leave them in the order of the alphabet."""
    return steps


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-cents": (cents, datastore.cents),
    "exercise-sell": (sell, datastore.sell),
    "exercise-rename": (ordered, datastore.rename),
}
OTHERS: Entries = {
    "cents, by a trap": (by_trap, datastore.cents),
    "cents, by a fraction": (by_fraction, datastore.cents),
    "a sale, by the version": (by_version, datastore.sell),
    "a sale, by what was changed": (by_changes, datastore.sell),
    "a sale, locked": (locked, datastore.sell),
    "a rename, the second program first": (second_first, datastore.rename),
}
MISTAKES: Entries = {
    "parts of a cent are cut off": (cut_off, datastore.cents),
    "half a cent is rounded": (rounded, datastore.cents),
    "cents by a float": (by_float, datastore.cents),
    "cents by their digits": (by_digits, datastore.cents),
    "cents that are nearly whole": (nearly, datastore.cents),
    "cents as a Decimal": (left_decimal, datastore.cents),
    "read, subtract, write": (read_first, datastore.sell),
    "looked before it was sold": (looked_first, datastore.sell),
    "given up though there is enough": (told_stale, datastore.sell),
    "a transaction without an end": (forgotten, datastore.sell),
    "a transaction that begins by reading": (begun_only, datastore.sell),
    "sold below zero": (below_zero, datastore.sell),
    "the version stays": (no_version, datastore.sell),
    "it always went well": (always, datastore.sell),
    "it went well once": (once, datastore.sell),
    "all cherries": (everywhere, datastore.sell),
    "filled before both are written": (moved(0, 2, 1, 3, 4, 5, 6), datastore.rename),
    "switched before it is filled": (moved(0, 1, 3, 2, 4, 5, 6), datastore.rename),
    "dropped between the two": (moved(0, 1, 2, 3, 5, 6, 4), datastore.rename),
    "the trigger goes last": (moved(0, 1, 2, 3, 4, 6, 5), datastore.rename),
    "a step is left out": (moved(0, 1, 2, 3, 4, 5), datastore.rename),
    "in the order of the alphabet": (as_given, datastore.rename),
    "no steps are returned": (lambda steps: None, datastore.rename),
}
