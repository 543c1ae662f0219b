"""A queue in one table of SQLite: a lease is a time in a row, taken by one UPDATE.

For one machine, without a server.  Its file must not lie on a network, and holds one
queue.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Any

from .protocol import (
    DELIVERIES,
    LEASE,
    Body,
    Counts,
    Dead,
    FullError,
    QueueError,
    StaleError,
    Task,
    decode,
    encode,
    reason,
    shown,
)

# due: when a task may be taken, after a delay or when its lease is over.
# token: FREE is as long as any other, so that a lease needs no room.
FREE = "0" * 16
TABLES = f"""
CREATE TABLE IF NOT EXISTS task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    due REAL NOT NULL,
    token TEXT NOT NULL DEFAULT '{FREE}',
    deliveries INTEGER NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '',
    dead INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS task_due ON task (dead, due, id);
CREATE TABLE IF NOT EXISTS boot (id TEXT NOT NULL);
"""
DUE = "SELECT id FROM task WHERE NOT dead AND due <= ? LIMIT 1"
POLL = 0.05  # seconds between two looks while waiting
PAGE, SPARE = 4096, 16  # bytes, and how many pages, at least, put leaves to the others
BUSY = 30.0  # seconds until somebody else's transaction has to be over
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def since_boot() -> float:
    """Return seconds on a clock that nobody can set, and that sleeps count.

    Where a boot has no name to tell it from the next (Linux gives one), it is the time
    of day instead, and whoever sets that moves the ends of leases.
    """
    return time.clock_gettime(time.CLOCK_BOOTTIME) if BOOT_ID.exists() else time.time()


class SqliteQueue:
    """A queue in a file; any number of processes and threads may use it.

    file: made if there is none.
    lease: seconds.
    deliveries: after so many a task is dead.
    size: bytes of the file at most; then `put` refuses.  On a disk that is full before,
        nothing works, and nothing is lost.
    clock: seconds, the same for all who use the file, and never set back.
    """

    def __init__(
        self,
        file: Path | str,
        lease: float = LEASE,
        deliveries: int = DELIVERIES,
        size: int = 2**30,
        clock: Callable[[], float] = since_boot,
    ) -> None:
        self.lease = lease
        self.deliveries = deliveries
        self.pages = size // PAGE
        self.spare = max(SPARE, self.pages // 16)
        self.clock = clock
        self.lock = Lock()
        try:
            self.connection = sqlite3.connect(
                file, timeout=BUSY, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise QueueError(f"{file}: {error}") from error
        try:
            self._open()
            self._after_boot()
        except (sqlite3.Error, QueueError) as error:
            self.connection.close()
            raise QueueError(f"{file}: {error}") from error

    def _open(self) -> None:
        """Make the tables; who comes first turns on the log, which knows no waiting."""
        end = time.monotonic() + BUSY
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = WAL")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                if time.monotonic() > end:
                    raise
                time.sleep(POLL)
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.executescript(TABLES)

    def _after_boot(self) -> None:
        """End all leases and delays of before a boot, whose clock is gone."""
        boot = ""
        with suppress(OSError):
            boot = BOOT_ID.read_text().strip()
        self._run("BEGIN IMMEDIATE")
        if self._run("SELECT id FROM boot") != [(boot,)]:
            self._run("UPDATE task SET due = 0")
            self._run("DELETE FROM boot")
            self._run("INSERT INTO boot VALUES (?)", boot)
        self._run("COMMIT")

    def _run(
        self, statement: str, *values: Any, spare: bool = True
    ) -> list[tuple[Any, ...]]:
        """Execute a statement, which is a transaction, and fetch its rows.

        :param spare: whether it may use the pages that `put` leaves.
        """
        most = f"PRAGMA max_page_count = {self.pages + (self.spare if spare else 0)}"
        with self.lock:
            try:
                self.connection.execute(most)
                return self.connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
                    raise FullError(str(error)) from error
                raise QueueError(str(error)) from error

    def put(self, body: Body, delay: float = 0) -> str:
        """Insert a row."""
        due = self.clock() + delay
        statement = "INSERT INTO task (body, due) VALUES (?, ?) RETURNING id"
        [(number,)] = self._run(statement, encode(body), due, spare=False)
        return str(number)

    def take(self, wait: float = 0) -> Task | None:
        """Lease the row that has been due for longest."""
        end = time.monotonic() + wait
        while True:
            # A look first: it needs no lock, and who waits mostly only looks.
            if self._run(DUE, self.clock()) and (task := self._next()):
                return task
            if time.monotonic() >= end:
                return None
            time.sleep(POLL)

    def _next(self) -> Task | None:
        """Lease a row that is a task."""
        self._bury()
        while row := self._lease():
            if task := self._task(*row):
                return task
        return None

    def _lease(self) -> tuple[int, str, int, str] | None:
        # region take
        now, token = self.clock(), token_hex(8)
        rows = self._run(
            """UPDATE task SET due = ?, token = ?, deliveries = deliveries + 1
            WHERE id = (SELECT id FROM task WHERE NOT dead AND due <= ?
                        AND deliveries < ? ORDER BY due, id LIMIT 1)
            RETURNING id, body, deliveries, token""",
            *(now + self.lease, token, now, self.deliveries),
        )
        # endregion
        return rows[0] if rows else None

    def _task(self, number: int, text: str, delivery: int, token: str) -> Task | None:
        """Return a task; what is none, for others may write rows, is dead at once."""
        try:
            return Task(str(number), decode(text), delivery, token)
        except ValueError as error:
            self.fail(Task(str(number), {}, self.deliveries, token), str(error))
            return None

    def _bury(self) -> None:
        """Call a task dead whose worker died as often as it was given out."""
        self._run(
            """UPDATE task SET dead = 1, token = ?, why = CASE why WHEN '' THEN ''
            ELSE why || char(10) END || 'worker died, delivery ' || deliveries
            WHERE NOT dead AND token != ? AND due <= ? AND deliveries >= ?""",
            *(FREE, FREE, self.clock(), self.deliveries),
        )

    def _mine(
        self, statement: str, task: Task, *values: Any, spare: bool = True
    ) -> None:
        """Change the row of a task that is still leased to who took it."""
        where = "WHERE id = ? AND token = ? AND due > ? RETURNING id"
        values = (*values, int(task.id), task.token, self.clock())
        if not self._run(f"{statement} {where}", *values, spare=spare):
            raise StaleError(
                f"task {task.id}: the lease of delivery {task.delivery} is over"
            )

    def extend(self, task: Task) -> None:
        """Move the end of the lease."""
        self._mine("UPDATE task SET due = ?", task, self.clock() + self.lease)

    def ack(self, task: Task) -> None:
        """Delete the row."""
        self._mine("DELETE FROM task", task)

    def fail(self, task: Task, why: str, delay: float = 0) -> None:
        """End the lease; the last one makes it dead.  A full file keeps no reason."""
        dead, due = task.delivery >= self.deliveries, self.clock() + delay
        change = "UPDATE task SET token = ?, why = ?, dead = ?, due = ?"
        try:
            self._mine(change, task, FREE, reason(why), dead, due, spare=False)
        except FullError:
            self._mine(change, task, FREE, "", dead, due)

    def counts(self) -> Counts:
        """Count rows."""
        leased = f"token != '{FREE}' AND due > ?"
        [(living, leased_now, dead)] = self._run(
            f"""SELECT count(*) FILTER (WHERE NOT dead),
            count(*) FILTER (WHERE NOT dead AND {leased}),
            count(*) FILTER (WHERE dead) FROM task""",
            self.clock(),
        )
        return Counts(living - leased_now, leased_now, dead)

    def dead(self) -> list[Dead]:
        """List rows that are dead."""
        rows = self._run("SELECT id, body, why FROM task WHERE dead ORDER BY id")
        return [Dead(str(number), shown(body), why) for number, body, why in rows]

    def revive(self) -> int:
        """Let dead rows be due."""
        return len(
            self._run(
                """UPDATE task SET dead = 0, deliveries = 0, why = '', due = ?
                WHERE dead RETURNING id""",
                self.clock(),
            )
        )

    def close(self) -> None:
        """Close the file."""
        self.connection.close()
