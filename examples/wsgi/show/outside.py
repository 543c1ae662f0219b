"""Call functions of a context outside a request: from a command, from a worker.

A function that takes its context as an argument does not know who calls it.
Inside a request the caller reads it from the environ; here the caller makes
one.  What goes to a worker is data and a user's *name*, never the context of
the request: that is closed by then, and its connection belongs to no other
thread.

As a command::

    python -m examples.wsgi.show.outside shop.sqlite Morello 200

Not for jobs that must not be lost: this queue lives in the memory of one
process.  Chapter 10 has those that outlive it.
"""

from __future__ import annotations

import argparse
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from getpass import getuser
from pathlib import Path
from queue import Queue
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIEnvironment

from ..context import Context, context
from .stock import Shop, connect, restock

Job: TypeAlias = tuple[str | None, Callable[[Shop], object]]
"""A user's name and a function of a context."""

log = logging.getLogger(__name__)


def inside(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Restock Morello from a request: the context is in the environ."""
    grams = restock(context(environ), "Morello", 200)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{grams} g\n".encode()]


def command(database: Path, name: str, grams: int) -> int:
    """Restock from a command: the user is who runs it."""
    connecting = partial(connect, database)
    with Context(getuser, connecting) as own:
        return restock(own, name, grams)


def work(
    jobs: Queue[Job | None],
    connecting: Callable[[], sqlite3.Connection],
) -> None:
    """Do jobs, each with a context of its own, until None comes.

    :param jobs: what to do, and for whom; a job that fails is logged.
    :param connecting: opens a connection in this thread.
    """
    for user, job in iter(jobs.get, None):
        try:
            with Context(user, connecting) as own:
                job(own)
        except Exception:
            log.exception("a job of %s failed", user)
        finally:
            jobs.task_done()


def main(arguments: Sequence[str] | None = None) -> None:
    """Restock, and print what there is now; one line if it cannot be done."""
    parser = argparse.ArgumentParser(f"python -m {__package__}.outside")
    parser.description = main.__doc__
    parser.add_argument("database", type=Path)
    parser.add_argument("name", help="a sort that is in the table")
    parser.add_argument("grams", type=int)
    given = parser.parse_args(arguments)
    try:
        grams = command(given.database, given.name, given.grams)
    except (LookupError, ValueError, OSError, sqlite3.Error) as error:
        raise SystemExit(f"{given.database}: {error}") from None
    print(f"{given.name}: {grams} g")


if __name__ == "__main__":
    main(sys.argv[1:])
