"""Queues: slow work leaves the request, and is done at least once (talk, pages 52-55).

    >>> from examples.queues import open_queue
    >>> queue = open_queue("sqlite:///:memory:")
    >>> queue.put({"picture": "cherry.jpg"})
    '1'
    >>> task = queue.take()  # leased for 30 seconds
    >>> task.body
    {'picture': 'cherry.jpg'}
    >>> queue.ack(task)  # done: forgotten; without it, the next taker gets the task
    >>> queue.take()

One protocol, `Queue`, and a module a backend: SQLite for one machine without a
server, Redis and RabbitMQ for many.  Other languages put and take tasks in the same
form, JSON on one line.  :mod:`~.worker` runs a handler on each task.

When not to use it: when the answer is wanted in the same request.  For a schedule,
workflows or results, take Celery, which the same handler runs in.

Needs: nothing.

SQLite needs nothing; ``redis_queue`` needs redis, ``rabbit_queue`` kombu.  ``clients``
has Redis' other side in Ruby, PHP, JavaScript and a shell; all of them run
``redis_queue.lua``.

To lift it, ``cp -r examples/queues`` under any name, and delete ``show`` with the
backends you do not want.  ``then.py`` and ``2011`` are what the talk had.  To look at a
queue: ``python -m examples.queues URL``.
"""

from __future__ import annotations

from .protocol import (
    Counts,
    Dead,
    FullError,
    Queue,
    QueueError,
    StaleError,
    Task,
)
from .urls import open_queue

__all__ = [
    "Counts",
    "Dead",
    "FullError",
    "Queue",
    "QueueError",
    "StaleError",
    "Task",
    "open_queue",
]
