"""Serve the page on the loopback interface, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import socket
from typing import NoReturn

from waitress import create_server

from .page import page

BODY = 16 * 1024 * 1024
"""Bytes of a request that the server takes; the page itself takes far fewer."""


def serve(port: int) -> None:
    """Serve until told to stop.

    :param port: 0 takes a free one.
    :raises OSError: if the port is taken.
    """
    server = create_server(
        page,
        sockets=[socket.create_server(("127.0.0.1", port))],
        max_request_body_size=BODY,
    )
    signal.signal(signal.SIGTERM, stop)
    print(
        f"Serving on http://127.0.0.1:{server.effective_port}/ (Ctrl-C stops)",
        flush=True,
    )
    server.run()  # returns at Ctrl-C, its threads ended


def stop(number: int, frame: object) -> NoReturn:
    """Answer SIGTERM as Ctrl-C is answered."""
    raise KeyboardInterrupt
