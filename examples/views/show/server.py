"""Serve a WSGI application on loopback, for as long as a block runs.

For examples, notebooks and tests.  Not for the open Internet: no TLS, and
errors are only logged.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any
from wsgiref.types import WSGIApplication

from waitress import create_server

AHEAD = 256 * 1024
"""Bytes that an application may be ahead of a slow client."""


@contextmanager
def serving(app: WSGIApplication, port: int = 0) -> Iterator[str]:
    """Serve in a thread of its own; leave no thread and no socket behind.

    Clients that still read are cut off, so that bodies are closed.

    :param port: 0 takes a free one.
    :return: the address, without a slash last: ``http://127.0.0.1:8080``.
    :raises OSError: if the port is taken.
    """
    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        map=sockets,
        sockets=[socket.create_server(("127.0.0.1", port))],
        threads=8,
        outbuf_high_watermark=AHEAD,
    )
    loop = Thread(target=server.run, name="waitress loop")
    loop.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        in_loop = server.trigger.pull_trigger  # runs a call in the loop's thread
        in_loop(partial(hang_up, server))
        server.task_dispatcher.shutdown()
        in_loop(sockets.clear)  # nothing left to wait for: the loop ends
        loop.join()
        hang_up(server)
        server.close()


def hang_up(server: Any) -> None:
    """Close all connections; a worker that writes gets an error."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
