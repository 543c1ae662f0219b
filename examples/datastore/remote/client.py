"""Connect to Redis so that nothing is sent twice, and a silent server is an error."""

from __future__ import annotations

from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

SILENCE = 10.0  # seconds without an answer


def connect(url: str) -> Any:
    """Connect, and send no command again if its answer is lost.

    A number would be skipped then, and an event told twice.  redis-py 8 sends it
    eleven times from ``redis.Redis(host, port)``, and once from ``from_url``.

    :param url: ``redis://HOST:PORT/0``.
    :returns: a ``redis.Redis`` that returns bytes; close it, or use it as a context.
    :raises ValueError: if it is no such URL.
    """
    return redis.Redis.from_url(
        url, protocol=2, retry=Retry(NoBackoff(), 0), socket_timeout=SILENCE
    )
