"""Questions of 11-datastore: a price in whole cents, a sale, a rename."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from notebooks.exercises import Exercise, Question


def _cents(price: Decimal, answer: Callable[[Decimal], Any]) -> object:
    try:
        got = answer(price)
    except ValueError:
        return "ValueError"
    return got if type(got) is int else f"no int: {got!r}"


cents = Exercise(
    __name__,
    hint="A Decimal times 100 is exact; a float is not. Compare it with its whole part "
    "before you turn it into an int, and think of the two that have no whole part.",
    questions=[
        *(
            Question(f"{price!r}", partial(_cents, price), wanted)
            for price, wanted in (
                (Decimal("4.50"), 450),
                (Decimal("4.5"), 450),
                (Decimal("4.35"), 435),
                (Decimal("0"), 0),
                (Decimal("-1.20"), -120),
                (Decimal("7E+1"), 7000),
                (Decimal("4.505"), "ValueError"),
                (Decimal("4.500001"), "ValueError"),
                (Decimal("4.50000000001"), "ValueError"),
                (Decimal("90071992547409.93"), 2**53 + 1),
                (Decimal("0.001"), "ValueError"),
                (Decimal("-0.005"), "ValueError"),
                (Decimal("NaN"), "ValueError"),
                (Decimal("Infinity"), "ValueError"),
            )
        ),
        *(
            Question(f"{number} cents", partial(_cents, Decimal(number) / 100), number)
            for number in Random(11).sample(range(100_000_000), 20)
        ),
    ],
)

TAKEN = 100  # grams that the other program sells


class Meddled(sqlite3.Cursor):
    """A cursor between whose statements another program sells."""

    def execute(self, *given: Any) -> Meddled:
        """Let the other program have its turn, then execute."""
        if isinstance(self.connection, Shared):
            self.connection.meddle()
        super().execute(*given)
        return self


class Shared(sqlite3.Connection):
    """A connection to a store that another program uses as well."""

    other: sqlite3.Connection
    begun = False  # whether there was a statement
    sales = 0  # of the other program, that are still to come
    taken = 0  # grams that it has sold

    def __repr__(self) -> str:
        return "database"

    def cursor(self, *given: Any) -> Any:
        """Return a cursor, whichever was asked for."""
        return super().cursor(Meddled)

    def execute(self, *given: Any) -> Any:
        """Execute by such a cursor."""
        return self.cursor().execute(*given)

    def meddle(self) -> None:
        """Let the other program sell; it tries again later if the store is locked."""
        first, self.begun = not self.begun, True
        if first or not self.sales:
            return
        with suppress(sqlite3.OperationalError):
            sold = self.other.execute(
                "UPDATE cherry SET grams = grams - ?1, version = version + 1"
                " WHERE tag = 1 AND grams >= ?1",
                [TAKEN],
            )
            self.taken += TAKEN * sold.rowcount
            self.sales -= 1

    def rows(self) -> list[tuple[int, int]]:
        """Return grams and versions, as the other program sees them."""
        return self.other.execute("SELECT grams, version FROM cherry").fetchall()


@contextmanager
def _store(grams: int, sales: int = 0) -> Iterator[Shared]:
    """Give a store with so many grams, of which another program will sell some."""
    with TemporaryDirectory(prefix="sell-") as folder:
        path = Path(folder, "shop.db")
        with (
            closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other,
            closing(sqlite3.connect(path, isolation_level=None, factory=Shared)) as one,
        ):
            other.execute("PRAGMA synchronous = OFF")
            other.execute("PRAGMA journal_mode = WAL")  # who reads locks nobody out
            other.execute("CREATE TABLE cherry (tag, grams, version)")
            other.execute("INSERT INTO cherry VALUES (1, ?, 1), (2, 70, 1)", [grams])
            one.other, one.sales = other, sales
            yield one
            if one.in_transaction:
                one.rollback()


def _sold(
    there: int, tag: int, grams: int, answer: Callable[[Any, int, int], Any]
) -> object:
    with _store(there) as store:
        said = bool(answer(store, tag, grams))
        return _outcome(said, store.rows())


def _twice(there: int, grams: int, answer: Callable[[Any, int, int], Any]) -> object:
    """Sell twice over one connection."""
    with _store(there) as store:
        said = [bool(answer(store, 1, grams)) for _ in range(2)]
        return f"returned {said[0]}, then {said[1]}; grams and versions {store.rows()}"


def _outcome(said: bool, rows: list[tuple[int, int]]) -> str:
    return f"returned {said}; grams and versions {rows}"


def _shared(there: int, grams: int, answer: Callable[[Any, int, int], Any]) -> object:
    """Say what is wrong after a sale between whose statements another one may be."""
    with _store(there, sales=2) as store:
        said = bool(answer(store, 1, grams))
        left, version = store.rows()[0]
        mine = grams if said else 0
        if left != there - store.taken - mine:
            return (
                f"of {there} grams {store.taken} were sold by another and {mine} by "
                f"you, and {left} are left"
            )
        if left < 0:
            return f"{left} grams are left"
        if version != 1 + said + store.taken // TAKEN:
            return f"version {version}, another number than that of the sales"
        if not said and left >= grams:
            return f"not sold, and {left} grams are left"
        return "nothing is lost"


sell = Exercise(
    __name__,
    hint="What you have read is old by the time you write. An UPDATE may calculate, "
    "and its WHERE may ask how much there is; `rowcount` says whether it found a row.",
    questions=[
        Question(
            "200 of 500 grams",
            partial(_sold, 500, 1, 200),
            _outcome(True, [(300, 2), (70, 1)]),
        ),
        Question(
            "all of them",
            partial(_sold, 500, 1, 500),
            _outcome(True, [(0, 2), (70, 1)]),
        ),
        Question(
            "more than there is",
            partial(_sold, 500, 1, 501),
            _outcome(False, [(500, 1), (70, 1)]),
        ),
        Question(
            "no cherry has that tag",
            partial(_sold, 500, 9, 10),
            _outcome(False, [(500, 1), (70, 1)]),
        ),
        Question(
            "300 of 500 grams, and 300 once more",
            partial(_twice, 500, 300),
            "returned True, then False; grams and versions [(200, 2), (70, 1)]",
        ),
        Question(
            "200 of 500 grams; between your statements another program sells 100",
            partial(_shared, 500, 200),
            "nothing is lost",
        ),
        Question(
            "120 of 150 grams; between your statements another program sells 100",
            partial(_shared, 150, 120),
            "nothing is lost",
        ),
    ],
)

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
    return "no write fails and nothing is missing"


rename = Exercise(
    __name__,
    hint="Nothing is written to a column before it is there, or dropped before nobody "
    "uses it. Between the filling and the trigger: which of the two lets a row slip?",
    questions=[
        Question(
            "beside two programs", _played, "no write fails and nothing is missing"
        )
    ],
)

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-cents": """
from notebooks.exercises import check, datastore


def cents(price):
    raise NotImplementedError


check(cents, datastore.cents)
""",
    "exercise-sell": """
def sell(database, tag, grams):
    raise NotImplementedError


check(sell, datastore.sell)
""",
    "exercise-rename": """
def ordered(steps):
    raise NotImplementedError


check(ordered, datastore.rename)
""",
}
