"""Numbers that are handed out once each, to programs that do not know each other."""

from __future__ import annotations

from typing import Any

from . import keys


def take_number(client: Any, name: str) -> int:
    """Return the next number, from 1 on; nobody else gets it.

    ``INCR`` reads, adds and writes as one command.  A number may be skipped, by a
    program that took it and died.  It may come twice if Redis crashes and does not
    write before it answers: for an invoice set ``appendfsync always``, or take a
    sequence of the database.

    :param client: a ``redis.Redis``.
    :raises redis.exceptions.ResponseError: if the key holds no number.
    """
    return int(client.incr(keys.number(name)))
