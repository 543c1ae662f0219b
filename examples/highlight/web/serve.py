"""Serve the highlighter with waitress, on loopback, while a block runs.

A request costs a thread only when it is complete; until then it costs a socket.
So slow senders delay nobody.  They are cut off, too: each request has to be
complete `COMPLETE` seconds after its first byte.  Nor do slow readers: an answer
waits for them in memory, one a connection.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import create_server
from waitress.channel import HTTPChannel

from ..core import LIMIT
from ..workers.pool import Pool
from .app import create_app
from .shelf import Shelf

HOST = "127.0.0.1"
COMPLETE = 20.0  # seconds
DEADLINE = 2.0  # seconds of processor time for one answer
WAITING = 8  # requests for a worker: half of the threads
SETTINGS = {
    "connection_limit": 1000,  # sockets at once; then nobody is accepted
    "asyncore_use_poll": True,  # select() ends at file number 1023
    "threads": 16,  # a few wait for workers, the others answer from the shelf
    # Longer bodies are refused when their length is heard, shorter ones than that
    # by the application, which says it better.
    "max_request_body_size": 8 * LIMIT,
    "inbuf_overflow": 2 * LIMIT,  # bytes of a request in memory, the rest on disk
    "channel_timeout": 20,  # seconds in which nothing comes or goes
    "cleanup_interval": 5,  # seconds between two looks at that
}


class Channel(HTTPChannel):
    """A connection with one request at a time, which has to come to its end."""

    started = 0.0

    def received(self, data: bytes) -> bool:
        """Take bytes; hang up if their request takes too long, or others follow it.

        Who sends the next request before the answer has to expect that it is not
        answered (RFC 9112, 9.3.2).  Here many large answers that nobody reads would
        keep a thread.
        """
        now = time.monotonic()
        self.started = self.started if self.request else now
        if now - self.started > COMPLETE:
            self.will_close = True
        taken = bool(super().received(data))
        if len(self.requests) > 1:
            self.will_close = True
        return taken

    def handle_close(self) -> None:
        """Close also what came of a request so far: it is perhaps on disk."""
        super().handle_close()
        if self.request:
            self.request.close()


@contextmanager
def serving(
    port: int = 0, pool: Pool | None = None, folder: Path | None = None
) -> Iterator[str]:
    """Serve; at the end leave no child, thread, socket or file behind.

    :param port: from 0 to 65535; 0 takes a free one.
    :param pool: the workers, closed at the end; three if none are given.
    :param folder: of the shelf; a temporary one if none is given.
    :return: the address, without a slash last: ``http://127.0.0.1:8002``.
    :raises OSError: if the port is taken.
    """
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server((HOST, port)))
        workers = stack.enter_context(pool or Pool(timeout=DEADLINE, waiting=WAITING))
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="highlight-")))
        app = create_app(workers.ask, Shelf(folder))
        yield stack.enter_context(waitress(app, listening))


@contextmanager
def waitress(app: WSGIApplication, listening: socket.socket) -> Iterator[str]:
    """Serve an application on a socket, in a thread of its own."""
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, sockets=[listening], **SETTINGS)
    server.channel_class = Channel
    loop = Thread(target=server.run, name="waitress loop")
    loop.start()
    try:
        yield f"http://{HOST}:{server.effective_port}"
    finally:
        in_loop = server.trigger.pull_trigger  # runs a call in the loop's thread
        in_loop(partial(hang_up, server))
        server.task_dispatcher.shutdown()
        in_loop(sockets.clear)  # nothing left to wait for: the loop ends
        loop.join()
        hang_up(server)
        server.close()


def hang_up(server: Any) -> None:
    """Close all connections."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
