"""Serve one part on the socket that was passed: ``python -m examples.success.serve``.

Its argument is a row's ``start``; its pages get the bar here.  The holder of ``13``
passes the socket as systemd does, so a client that comes while nobody serves waits in
the kernel's queue.  Where nobody passes one, as under honcho, PORT says where it is.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence

from ..gateway.run.child import SETTINGS, behind
from ..gateway.table import load
from ..processes import listening
from .dressed import Dressed
from .hosts import widened

HOST = "127.0.0.1"


def main(arguments: Sequence[str]) -> None:
    """Serve until SIGTERM."""
    from waitress import create_server

    # More requests under way than threads: no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    app = widened(Dressed(load(arguments[0])))
    passed = listening()
    if not passed and "PORT" not in os.environ:
        sys.exit("no socket was passed: set PORT=8001, or start it under a holder")
    sockets = passed or [socket.create_server((HOST, int(os.environ["PORT"])))]
    server = create_server(behind(app), sockets=sockets, **SETTINGS)
    server.run()


if __name__ == "__main__":
    main(sys.argv[1:])
