"""List and restock cherries in SQLite: plain functions that take a context.

They know no request, no framework and no caller.  Who asks, and with which
connection, is in the context that they are given (talk, page 37: and what of
code that runs outside a request?).  :mod:`~examples.wsgi.show.outside` calls them
from a command and from a worker, :mod:`~examples.wsgi.show.site` from three
frameworks.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TypeAlias

from ..context import Context

Shop: TypeAlias = Context[sqlite3.Connection]

MOST = 1_000_000
"""Grams that may come at once."""

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS cherries (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  grams INTEGER NOT NULL CHECK (grams >= 0),
  changed_by TEXT NOT NULL DEFAULT ''
);
INSERT OR IGNORE INTO cherries (name, grams)
VALUES ('Bing', 400), ('Morello', 250), ('Rainier', 150);
"""


def stock(context: Shop) -> list[dict[str, object]]:
    """List what is there: name, grams and who changed it last."""
    cursor = context.connection.execute(
        "SELECT name, grams, changed_by FROM cherries ORDER BY name"
    )
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def total(context: Shop) -> int:
    """Add up the grams."""
    asked = "SELECT coalesce(sum(grams), 0) FROM cherries"
    return int(context.connection.execute(asked).fetchone()[0])


def restock(context: Shop, name: str, grams: int) -> int:
    """Add to a sort of cherries, as the current user; return its new grams.

    :raises PermissionError: if nobody is signed in.
    :raises ValueError: for fewer grams than one, or more than `MOST`.
    :raises LookupError: if there is no such sort.
    """
    if context.user is None:
        raise PermissionError("sign in to restock")
    if not 0 < grams <= MOST:
        raise ValueError(f"expected 1 to {MOST} grams, not {grams}")
    with context.connection as transaction:  # commits at its end
        changed = transaction.execute(
            "UPDATE cherries SET grams = grams + ?, changed_by = ?"
            " WHERE name = ? RETURNING grams",
            (grams, context.user, name),
        ).fetchone()
    if changed is None:
        raise LookupError(f"no cherries called {name!r}")
    return int(changed[0])


def connect(database: Path) -> sqlite3.Connection:
    """Open the shop's database, for one thread after another.

    :raises sqlite3.OperationalError: if there is no such file.
    """
    return sqlite3.connect(
        f"{database.absolute().as_uri()}?mode=rw",  # no new file
        uri=True,
        check_same_thread=False,
    )


def create(database: Path) -> None:
    """Make the table where it is missing, with three sorts in it."""
    connection = sqlite3.connect(database)
    try:
        connection.executescript(SCHEMA)
    finally:
        connection.close()
