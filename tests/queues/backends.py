"""Open each backend for tests, and let its leases end.

A backend's `open` takes ``lease`` and ``deliveries``; all that are opened in one test
see the same tasks.  `lose` ends the leases of one queue as its worker's death would.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

from redis import Redis
from redis.exceptions import BusyLoadingError

from examples.peers import Server
from examples.queues import Queue
from examples.queues.rabbit_queue import RabbitQueue
from examples.queues.redis_queue import GROUP, RedisQueue
from examples.queues.sqlite_queue import SqliteQueue

Open = Callable[..., Queue]
Address = tuple[str, str]
"""The URL and the name of a queue."""
HOUR = 3_600_000  # milliseconds


class Backend(NamedTuple):
    """A backend in one test.

    tells: whether its counts tell what is leased.
    """

    name: str
    open: Open
    lose: Callable[[Queue], None]
    tells: bool = True


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


URLS = {"redis": "redis://{}:{}/0", "rabbitmq": "amqp://guest:guest@{}:{}//"}


def address_of(name: str, server: Server) -> Address:
    """Return the address of a fresh queue on a server."""
    return URLS[name].format(server.host, server.port), token_hex(8)


def wait_for_redis(server: Server) -> None:
    """Wait until a Redis answers; it listens before it has read its files."""
    client = Redis(server.host, server.port)
    while True:
        try:
            client.ping()
            break
        except BusyLoadingError:
            time.sleep(0.01)
    client.close()


@contextmanager
def sqlite(folder: Path) -> Iterator[Backend]:
    """Be queues in one file, with a clock that is moved by hand."""
    clock = Clock()
    with ExitStack() as stack:

        def open_one(**options: Any) -> Queue:
            queue = SqliteQueue(folder / "tasks.db", clock=clock, **options)
            stack.callback(queue.close)
            return queue

        def lose(queue: Queue) -> None:
            assert isinstance(queue, SqliteQueue)
            clock.now += queue.lease

        yield Backend("sqlite", open_one, lose)


@contextmanager
def redis(server: Server) -> Iterator[Backend]:
    """Be queues of one fresh name on a server, whose leases are made old by hand."""
    address = address_of("redis", server)
    with ExitStack() as stack:

        def open_one(**options: Any) -> Queue:
            queue = RedisQueue(*address, **options)
            stack.callback(queue.close)
            return queue

        def lose(queue: Queue) -> None:
            assert isinstance(queue, RedisQueue)
            place = (queue.stream, GROUP)
            held = queue.client.xpending_range(*place, "-", "+", 9, queue.consumer)
            for one in held:
                claim = (*place, queue.consumer, 0, [one["message_id"]], HOUR)
                queue.client.xclaim(*claim, justid=True)

        yield Backend("redis", open_one, lose)


def cut(queue: Queue) -> None:
    """Cut the connection of a queue, without a word to either side."""
    assert isinstance(queue, RabbitQueue)
    queue.connection.connection.transport.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def rabbitmq(server: Server) -> Iterator[Backend]:
    """Be queues of one fresh name on a broker; a connection that is cut is a death."""
    address = address_of("rabbitmq", server)
    with ExitStack() as stack:

        def open_one(**options: Any) -> Queue:
            queue = RabbitQueue(*address, **options)
            stack.callback(queue.close)
            return queue

        yield Backend("rabbitmq", open_one, cut, tells=False)
