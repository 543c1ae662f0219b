"""Rename a column beside two programs that write it: in steps, and at once.

Both ways end with two new releases that know the new name.  What is counted are the
writes that failed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import NamedTuple

from .. import rename
from ..front.engine import WRITES, connect
from .process import Process
from .writers import PAUSE, Writer

TABLE, OLD, NEW = "cherry_order", "note", "wish"
SIDES = "front", "office"
ENOUGH = 5  # writes of each program after each step


class Count(NamedTuple):
    """Writes that went well and wrong, by the old releases and the new."""

    writes: int
    errors: int
    example: str


@contextmanager
def releases(url: str, pause: float) -> Iterator[Callable[[str], list[Writer]]]:
    """Start programs, and stop them all in the end."""
    with ExitStack() as running:

        def begin(side: str, column: str) -> Writer:
            one = Writer(side, url, column, pause)
            running.callback(one.stop)
            return one

        yield lambda column: [begin(side, column) for side in SIDES]


def in_steps(url: str, pause: float = PAUSE) -> Count:
    """Add, write both, fill; replace one program after the other; drop."""
    engine = connect(url).execution_options(**WRITES)
    names = engine.dialect.name, TABLE, OLD, NEW
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        start = stack.enter_context(releases(url, pause))
        old = start(OLD)
        enough(old)
        for step in rename.before(*names, "varchar(200)"):
            rename.take(engine, [step])
            enough(old)
        new = start(NEW)
        enough(old + new)  # both releases of both programs, beside each other
        for one in old:
            one.stop()
            enough(new)
        rename.take(engine, rename.after(*names))
        enough(new)
    return counted(old + new)


def at_once(url: str, pause: float = PAUSE) -> Count:
    """Let Django rename the field; then replace the programs."""
    with releases(url, pause) as start:
        old = start(OLD)
        enough(old)
        with closing(Process("office", url)) as office:
            office(rename_field)
        for one in old:
            one.more(errors=1)
        new = start(NEW)
        enough(new)
    return counted(old + new)


def enough(writers: list[Writer]) -> None:
    """Wait until each program has written some more."""
    for one in writers:
        one.more(writes=ENOUGH)


def counted(writers: list[Writer]) -> Count:
    """Add up."""
    writes, errors = (
        sum(getattr(one, name) for one in writers) for name in ("writes", "errors")
    )
    return Count(writes, errors, next((one.last for one in writers if one.last), ""))


def rename_field() -> None:
    """Do what Django's migration would do, in the office's process."""
    from django.db import connection, migrations
    from django.db.migrations.loader import MigrationLoader

    rename = migrations.RenameField("order", OLD, NEW)
    state = MigrationLoader(connection).project_state()
    renamed = state.clone()
    rename.state_forwards("office", renamed)
    with connection.schema_editor() as editor:
        rename.database_forwards("office", editor, state, renamed)
