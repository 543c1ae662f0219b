"""A program that writes orders all the time, and says how each write went.

``python -m examples.datastore.show.writers SIDE URL COLUMN [PAUSE]`` is one release
of it: it knows the note of an order by the name COLUMN, and rests PAUSE seconds after
each write.  A line a write: ``ok``, or the error.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from itertools import count
from typing import Any

Write = Callable[[str], str]
"""Insert a note, change it, and read it again."""
PAUSE = 0.002  # seconds between two writes


class Writer:
    """A release that runs.

    writes, errors: lines so far; a program that is stopped adds none.
    """

    def __init__(self, side: str, url: str, column: str, pause: float = PAUSE) -> None:
        self.writes, self.errors = 0, 0
        self.last = ""
        self.heard = threading.Condition()
        command = [sys.executable, "-m", __name__, side, url, column, str(pause)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self.thread = threading.Thread(target=self._hear)
        self.thread.start()

    def _hear(self) -> None:
        """Count lines, until the program has ended."""
        assert self.process.stdout
        for line in self.process.stdout:
            with self.heard:
                good = line == "ok\n"
                self.writes += good
                self.errors += not good
                self.last = self.last if good else line.strip()
                self.heard.notify_all()

    def more(self, writes: int = 0, errors: int = 0) -> None:
        """Wait until so many more went well, and so many wrong."""
        with self.heard:
            writes, errors = self.writes + writes, self.errors + errors
            there = self.heard.wait_for(
                lambda: self.writes >= writes and self.errors >= errors, timeout=120
            )
        if not there:
            raise TimeoutError(f"{self.writes} writes, {self.errors} errors")

    def stop(self) -> None:
        """Let it end after the write it is at."""
        assert self.process.stdin
        with self.process:
            self.process.stdin.close()
            self.thread.join()


def front(url: str, column: str) -> tuple[Write, Callable[[], object]]:
    """Write with SQLAlchemy."""
    from sqlalchemy import Column, MetaData, Table, insert, select, update

    from ..front.engine import WRITES, connect

    engine = connect(url)
    names = ("id", "cherry_id", "grams", column)
    table = Table("cherry_order", MetaData(), *(Column(name) for name in names))
    id, note = table.c.id, table.c[column]

    def write(text: str) -> str:
        row = {"cherry_id": 1, "grams": 1, column: "none"}
        with engine.execution_options(**WRITES).begin() as connection:
            [number] = connection.execute(insert(table).values(row).returning(id)).one()
        with engine.execution_options(**WRITES).begin() as connection:
            connection.execute(update(table).where(id == number).values({note: text}))
        with engine.connect() as connection:
            return str(connection.scalar(select(note).where(id == number)))

    return write, engine.dispose


def office(url: str, column: str) -> tuple[Write, Callable[[], object]]:
    """Write with Django."""
    from ..office import configure

    configure(url)
    from django.db import connections, models

    class Noted(models.Model):
        """An order, as this release knows it."""

        cherry_id = models.IntegerField()
        grams = models.IntegerField()
        note = models.CharField(max_length=200, db_column=column)

        class Meta:
            """Where it is."""

            app_label, db_table, managed = "office", "cherry_order", False

    def write(text: str) -> str:
        row = Noted.objects.create(cherry_id=1, grams=1, note="none")
        row.note = text
        row.save()
        return str(Noted.objects.get(pk=row.pk).note)

    return write, connections.close_all


def main(side: str, url: str, column: str, pause: str = str(PAUSE)) -> None:
    """Write until standard input ends."""
    write, close = {"front": front, "office": office}[side](url, column)
    over = threading.Event()

    def hear() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=hear).start()
    for number in count():
        text = f"{side} {number}"
        try:
            read = write(text)
            said: Any = "ok" if read == text else f"wrote {text}, read {read}"
        except Exception as error:
            said = f"{type(error).__name__}: {error}".splitlines()[0]
        print(said, flush=True)
        if over.wait(float(pause)):
            break
    close()


if __name__ == "__main__":
    main(*sys.argv[1:])
