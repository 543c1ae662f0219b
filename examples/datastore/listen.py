"""Hear of each write, whoever wrote: LISTEN, on PostgreSQL.

A trigger of the office's migrations says NOTIFY with the tag.  PostgreSQL tells it when
the transaction is committed, to whoever listens then; nobody is told later.  So look
once after you began to listen, and take each word for "look again".

SQLite has nothing like it: there one asks again and again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg

from .office.triggers import CHANNEL


@contextmanager
def listening(url: str) -> Iterator[Callable[[float], UUID | None]]:
    """Listen; what is given waits for a tag, for so many seconds at most."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        heard = deque[UUID]()  # words come together, and are given one by one

        def hear(seconds: float) -> UUID | None:
            if not heard:
                words = connection.notifies(timeout=seconds, stop_after=1)
                heard.extend(UUID(word.payload) for word in words)
            return heard.popleft() if heard else None

        yield hear
