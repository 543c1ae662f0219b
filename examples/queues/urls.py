"""Open a queue by its URL; the backend's library is imported then, and not before."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from .protocol import Queue, QueueError

KNOWN = "sqlite:///FILE, redis://HOST:PORT/0, amqp://HOST:PORT//"


def open_queue(url: str, name: str = "tasks", **options: Any) -> Queue:
    """Open a queue, which is made if there is none.

    :param url: ``sqlite:///FILE``, ``redis://HOST:PORT/0``, ``amqp://HOST:PORT//``.
    :param name: of the queue; a file of SQLite holds one.
    :param options: ``lease`` in seconds, ``deliveries``.
    :raises QueueError: if the URL is none of these, or the broker is not there.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1:
        from .sqlite_queue import SqliteQueue

        return SqliteQueue(unquote(parts.path[1:]), **options)
    if parts.scheme == "redis":
        from .redis_queue import RedisQueue

        return RedisQueue(url, name, **options)
    if parts.scheme == "amqp":
        from .rabbit_queue import RabbitQueue

        return RabbitQueue(url, name, **options)
    raise QueueError(f"{url!r} is no queue: {KNOWN}")
