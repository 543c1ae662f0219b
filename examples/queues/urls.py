"""Open a queue by its URL; the backend's library is imported then, and not before."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from .protocol import Queue, QueueError

NAME = "tasks"
KNOWN = "sqlite:///FILE, redis://HOST:PORT/0, amqp://HOST:PORT//"


def open_queue(url: str, name: str = NAME, **options: Any) -> Queue:
    """Open a queue, which is made if there is none.

    :param url: ``sqlite:///FILE``, ``redis://HOST:PORT/0``, ``amqp://HOST:PORT//``.
    :param name: of the queue; a file of SQLite has one, without a name.
    :param options: ``lease`` in seconds, ``deliveries``.
    :raises QueueError: if the URL is none of these, or the broker is not there.
    """
    parts = urlsplit(url)
    if url.startswith("sqlite:///") and len(parts.path) > 1:
        if name != NAME:
            raise QueueError(f"{name!r}: a file of SQLite has one queue, {NAME!r}")
        from .sqlite_queue import SqliteQueue

        return SqliteQueue(unquote(url.removeprefix("sqlite:///")), **options)
    if parts.scheme == "redis":
        from .redis_queue import RedisQueue

        return RedisQueue(url, name, **options)
    if parts.scheme == "amqp":
        from .rabbit_queue import RabbitQueue

        return RabbitQueue(url, name, **options)
    given = f"{parts.scheme}://…" if "@" in url else url  # which may hold a password
    raise QueueError(f"{given!r} is no queue: {KNOWN}")
