"""The basket of the old shop, read from PHP's session: a file (06), or Redis (11)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

from ...serializers.php.session import Session
from ...serializers.php.session_file import NAME, php_session
from .settings import address


def basket(session: str) -> int:
    """Count what is in a visitor's basket.

    :param session: the id in the cookie; nothing is made for one that is not there.
    """
    if not NAME.fullmatch(session):
        return 0
    try:
        with opened(session) as found:
            things = found.get("basket", 0)
            return things if isinstance(things, int) else 0
    except (LookupError, OSError, ValueError):
        return 0


def opened(session: str) -> AbstractContextManager[Session]:
    """Open a session where PHP keeps it, under PHP's lock."""
    where = address("sessions")
    if where.startswith("redis:"):
        from ...datastore.remote.session import php_session as in_redis

        return in_redis(client(where), session)
    if not where:
        raise LookupError(f"no session {session!r}")
    return php_session(Path(where), session)


@cache
def client(url: str) -> Any:
    """Connect to Redis, once a process."""
    from redis import Redis

    return Redis.from_url(url)
