"""Bare sockets of ZeroMQ, to play the other side with."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zmq

from examples.zeromq.ask.jobs import Jobs
from examples.zeromq.sockets.factory import LOOPBACK, Context, bind, open_socket

WAIT = 20_000
"""Milliseconds for what always comes."""


def patient(tries: int = 2, limit: float = 60.0) -> Jobs:
    """Give a broker time: a worker on a busy machine is neither late nor dead."""
    return Jobs(tries=tries, patience=20.0, limit=limit, expiry=60.0)


@contextmanager
def binding(
    context: Context, kind: int, endpoint: str = LOOPBACK
) -> Iterator[tuple[zmq.SyncSocket, str]]:
    """Give a socket that is bound, and where."""
    with open_socket(context, kind) as socket:
        yield socket, bind(socket, endpoint)


@contextmanager
def connecting(context: Context, kind: int, endpoint: str) -> Iterator[zmq.SyncSocket]:
    """Give a socket that connects."""
    with open_socket(context, kind) as socket:
        socket.connect(endpoint)
        yield socket


def heard(socket: zmq.SyncSocket) -> list[bytes]:
    """Wait for a message; return its frames."""
    assert socket.poll(WAIT), "nothing came"
    return socket.recv_multipart()


def kept_alive(port: int) -> bool:
    """Whether the system soon has a keep-alive timer for a connection to a port."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, _, remote, _, _, timer, *_ = line.split()
            if remote.endswith(f":{port:04X}") and timer.startswith("02:"):
                return True
        time.sleep(0.005)
    return False
