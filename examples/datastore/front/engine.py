"""Open the store by its URL; here stands what each connection has to be told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from ..protocol import BUSY, KNOWN

WRITES = {"writes": True}


def connect(url: str) -> Engine:
    """Open a store.

    :raises ValueError: if the URL is neither SQLite's nor PostgreSQL's.
    """
    parts = make_url(url)
    if parts.drivername == "postgresql":
        options = {"options": f"-c lock_timeout={BUSY:g}s"}
        return create_engine(
            parts.set(drivername="postgresql+psycopg"), connect_args=options
        )
    if parts.drivername == "sqlite" and parts.database:
        engine = create_engine(parts, connect_args={"timeout": BUSY})
        event.listen(engine, "connect", told)
        event.listen(engine, "begin", begin)
        return engine
    raise ValueError(f"{url!r} is no store: {KNOWN}")


def told(connection: Any, _: object) -> None:
    """Tell SQLite what it forgets at the end of a connection."""
    connection.isolation_level = None  # we say BEGIN
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def begin(connection: Connection) -> None:
    """Ask for the lock at once: who has read before it asks would not wait."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
