"""Serve a WSGI application on loopback with waitress, while a block runs.

The settings are part of the program: with waitress' own, the hundredth client
waits until another leaves.  A connection is a file, and up to three if much is
sent or received: ``ulimit -n`` has to allow them.

For examples, notebooks, tests.  On the open Internet a proxy goes in front, for
TLS, and for clients that send a byte a minute: each byte begins
``channel_timeout`` anew.
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
from waitress.channel import HTTPChannel

KB, MB = 1024, 1024 * 1024

SETTINGS = {
    # Sockets at once (100); then nobody is accepted, slow or not.
    "connection_limit": 1000,
    # select() (False) ends at file number 1023; poll() does not.
    "asyncore_use_poll": True,
    # Applications that run at once (4).  A request is given to
    # one when it is complete: slow senders hold a socket each.
    "threads": 8,
    # Bytes of a request, on disk beyond the second (1 GB, 512 KB).
    "max_request_body_size": 16 * MB,
    "inbuf_overflow": 64 * KB,
    # Bytes that an answer may be ahead of its reader (16 MB), on
    # disk beyond the second (1 MB).  Up to here slow readers hold
    # a socket each; a longer answer keeps its thread waiting.
    "outbuf_high_watermark": 4 * MB,
    "outbuf_overflow": 128 * KB,
    # Seconds in which nothing comes or goes (120), and between
    # two looks at that (30).
    "channel_timeout": 60,
    "cleanup_interval": 10,
}
"""Set here on purpose; waitress' own values in brackets."""


class Channel(HTTPChannel):
    """A connection that closes the temporary file of an unfinished request.

    Of a client that leaves in the middle of a request, waitress leaves the
    temporary file to the garbage collector.
    """

    def handle_close(self) -> None:
        """Close the socket, what was to be sent, and what came so far."""
        super().handle_close()
        if self.request:
            self.request.close()


@contextmanager
def serving(app: WSGIApplication, port: int = 0, **settings: Any) -> Iterator[str]:
    """Serve in a thread of its own; leave no thread, socket or file behind.

    At the end clients that still read are cut off, so that bodies are closed.
    An application that computes has 5 seconds to return.  After that its thread
    is left behind: it ends when the application does, or with the process.

    :param port: from 0 to 65535; 0 takes a free one.
    :param settings: instead of those in `SETTINGS`, by waitress' names.
    :return: the address, without a slash last: ``http://127.0.0.1:8080``.
    :raises OSError: if the port is taken.
    :raises ValueError: for another port, and for a setting that waitress does
        not know.
    """
    if not 0 <= port <= 65535:
        raise ValueError(f"port={port}: expected a number from 0 to 65535")
    sockets: dict[int, Any] = {}
    used = SETTINGS | settings
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = create_server(app, map=sockets, sockets=[listening], **used)
        server.channel_class = Channel
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
    """Close all connections: a worker that writes learns it by an error."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
