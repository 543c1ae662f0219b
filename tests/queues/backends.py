"""Open each backend for tests, and let its leases end.

A backend's `open` takes ``lease`` and ``deliveries``; all that are opened in one test
see the same tasks.  `lose` ends the leases of one queue as its worker's death would.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

from examples.peers import Server
from examples.queues import Queue
from examples.queues.rabbit_queue import RabbitQueue
from examples.queues.sqlite_queue import SqliteQueue

Open = Callable[..., Queue]


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


def amqp(server: Server) -> str:
    """Return the URL of a RabbitMQ."""
    return f"amqp://guest:guest@{server.host}:{server.port}//"


def cut(queue: Queue) -> None:
    """Cut the connection of a queue, without a word to either side."""
    assert isinstance(queue, RabbitQueue)
    queue.connection.connection.transport.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def rabbitmq(server: Server) -> Iterator[Backend]:
    """Be queues of one fresh name on a broker; a connection that is cut is a death."""
    url, name = amqp(server), token_hex(8)
    with ExitStack() as stack:

        def open_one(**options: Any) -> Queue:
            queue = RabbitQueue(url, name, **options)
            stack.callback(queue.close)
            return queue

        yield Backend("rabbitmq", open_one, cut, tells=False)
