"""The program's side: take the sockets that were passed, say that one is ready.

sd_listen_fds(3) and sd_notify(3), without a library: a variable or two, and the file
descriptors from 3 on.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

FIRST = 3
"""The first descriptor passed; 0, 1 and 2 are the standard streams."""


def listen_fds(environ: Mapping[str, str], pid: int) -> list[int]:
    """Return the descriptors that were passed to the process `pid`.

    None if nothing was passed, or to somebody else: variables are inherited further
    than descriptors, and a child would take for a socket what is none.

    Raises ValueError if a variable is no number.
    """
    if environ.get("LISTEN_PID") != str(pid):
        return []
    number = environ.get("LISTEN_FDS", "0")
    if not number.isdecimal():
        raise ValueError(f"LISTEN_FDS is {number!r}; expected a number, such as 1")
    return list(range(FIRST, FIRST + int(number)))


def listening() -> list[socket.socket]:
    """Take the sockets passed to this process, once: what it starts gets none."""
    taken = listen_fds(os.environ, os.getpid())
    for name in ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"):
        os.environ.pop(name, None)
    sockets = []
    for fd in taken:
        os.set_inheritable(fd, False)
        one = socket.socket(fileno=fd)
        # The flag belongs to the socket, not to us: who had it before may have set it.
        one.setblocking(True)
        sockets.append(one)
    return sockets


def notify(state: str = "READY=1") -> bool:
    """Tell the holder our state; False if it does not listen for it.

    :param state: ``READY=1`` once requests are answered; others are in sd_notify(3).
    """
    path = os.environ.get("NOTIFY_SOCKET")
    if not path:
        return False
    if path.startswith("@"):  # Linux' abstract names begin with a zero
        path = "\0" + path[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.sendto(state.encode(), path)
    return True
