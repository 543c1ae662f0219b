"""Serve the shop on the socket that was passed: the commands to be held.

gunicorn finds the socket by itself.  ``python -m examples.processes.show.serve`` is
the shop on wsgiref, or with ``waitress`` on waitress.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
import time
from select import select
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from ..activation import listening, notify
from .shop import FOLDER, application

LOG = "log"
"""A file in the shop's folder."""
TERM, DEPTH = "Handling signal: term", "Task queue depth is 1"
"""What gunicorn writes when it is to end, and waitress when a request waits in it."""
LOOK = 1.0  # seconds between two looks at whether the holder is there
SHOP = f"{__package__}.shop:application"
GUNICORN = [
    *(sys.executable, "-m", "gunicorn", "--no-control-socket"),
    *("--preload", "--log-level=error", SHOP),
]
"""``--preload``: it says READY=1 once the application is imported, not before."""
WSGIREF = [sys.executable, "-m", f"{__package__}.serve"]
WAITRESS = [*WSGIREF, "waitress"]
SERVERS = {"gunicorn": GUNICORN, "wsgiref": WSGIREF, "waitress": WAITRESS}


class Quiet(WSGIRequestHandler):
    """Writes no line a request."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def wsgiref() -> None:
    """Accept from the socket that was passed; at SIGTERM end between two requests.

    It also ends when its holder has: nothing that shows something is left behind.
    """
    (taken,) = listening()
    host, port = taken.getsockname()
    server = WSGIServer((host, port), Quiet, bind_and_activate=False)
    server.socket.close()
    server.socket = taken
    server.server_name, server.server_port = host, port
    server.setup_environ()
    server.set_app(application)
    server.timeout = 0  # another process may have accepted what select saw
    taken.setblocking(False)
    holder = os.getppid()
    wake, waker = socket.socketpair()
    waker.setblocking(False)
    with server, wake, waker:
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno())
        notify()
        while wake not in select([taken, wake], [], [], LOOK)[0]:
            if os.getppid() != holder:
                return
            server.handle_request()


def waitress() -> None:
    """Do the same in waitress, which is ended by an exception."""
    from waitress import create_server

    logging.basicConfig(filename=FOLDER / LOG)  # it writes how many wait for a thread
    server = create_server(application, sockets=listening(), threads=1)
    dispatcher = server.task_dispatcher

    def tell() -> None:
        while not dispatcher.stop_count:
            time.sleep(0.01)
        logging.warning(TERM)

    def end(*_: object) -> None:
        threading.Thread(target=tell, daemon=True).start()
        sys.exit()  # this is what waitress takes for "end"

    signal.signal(signal.SIGTERM, end)
    notify()
    server.run()


if __name__ == "__main__":
    waitress() if "waitress" in sys.argv[1:] else wsgiref()
