"""A server that takes requests and never answers: ``python -m tests.highlight.stuck``.

It prints its address, then the id of each request that it has in its hands.
"""

from __future__ import annotations

import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from examples.highlight.message import id_of
from examples.highlight.web.app import create_app
from examples.highlight.web.serve import HOST, waitress
from examples.highlight.web.shelf import Shelf


def ask(message: bytes) -> bytes:
    """Say that it came, and wait until killed."""
    print(id_of(message), flush=True)
    Event().wait()
    return b""


if __name__ == "__main__":
    with (
        TemporaryDirectory() as folder,
        socket.create_server((HOST, 0)) as listening,
        waitress(create_app(ask, Shelf(Path(folder))), listening) as base,
    ):
        print(base, flush=True)
        Event().wait()
