"""Make and bind sockets that have limits: on bytes, on messages that wait, on closing.

A socket of ZeroMQ as it comes takes frames of any length, and does not let its
context end before what it sent has left.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import zmq

from .closing import closed_if_it_fails

Context = zmq.Context[zmq.SyncSocket]
Secure = Callable[[zmq.SyncSocket], object]
"""Prepares a socket before it connects or binds, as those of `curve` do."""

LIMIT = 2 * 10**6
"""Bytes of a frame that a socket receives, at most.  Who sends more is cut off."""
PARTS = 5
"""Frames of a message that are kept, at most: no pattern here has more.

ZeroMQ itself does not limit them, and delivers a message when its last frame is there.
So who sends frames without end fills the memory of this process before anything here
could look: let strangers in by keys only (`curve`).
"""
LOOPBACK = "tcp://127.0.0.1:*"
"""Where a server binds unless it is told: a free port, for this machine only."""
HWM = 1000
"""Messages that wait in a socket for one peer, at most: its high-water mark."""

IDLE, PROBE, PROBES = 3, 1, 3
"""Seconds of silence until the system asks whether the other host is there, seconds
between two such questions, and how many go unanswered until the connection is given up
and made anew: after 6 seconds."""


class SilentError(TimeoutError):
    """Nothing came in time."""


@contextmanager
def as_many_as_there_are(context: Context) -> Iterator[None]:
    """Say what has run out, and the cure, if the block makes one socket too many."""
    try:
        yield
    except zmq.ZMQError as error:
        if error.errno != errno.EMFILE:
            raise
        most = context.get(zmq.MAX_SOCKETS)
        said = (
            f"no further socket: a context has {most} at most, and a Client takes"
            f" three, so {most // 3} Clients; or the process has no further file:"
            " ulimit -n.  Close some, or context.set(zmq.MAX_SOCKETS, …) before the"
            " first one"
        )
        raise zmq.ZMQError(errno.EMFILE, said) from None


def plain(socket: zmq.SyncSocket) -> None:
    """Leave a socket as it is: no keys.  For the loopback interface."""


def open_socket(
    context: Context | None,
    kind: int,
    secure: Secure = plain,
    limit: int = LIMIT,
    hwm: int = HWM,
) -> zmq.SyncSocket:
    """Make a socket with limits, that does not keep its context from ending.

    A tcp line that was cut without a word is noticed by the system (keep-alive), as
    long as nothing waits there to be acknowledged; then it takes many minutes.  A
    process that was stopped keeps its line, and so what is under way to it.

    :param context: the process's own if there is none.
    :param kind: ``zmq.REQ``, ``zmq.ROUTER`` …
    :param secure: prepares it, with keys for instance.
    :param limit: bytes of what it receives, in one frame.
    :param hwm: messages that wait for one peer, in each direction.

    Raises `zmq.ZMQError` if its context or the process has no further one.
    """
    context = context or zmq.Context.instance()
    with as_many_as_there_are(context):
        socket = context.socket(kind)
    socket.linger = 0
    socket.set_hwm(hwm)
    socket.maxmsgsize = limit
    # ZeroMQ's own heartbeats would end the connection of a process that was stopped,
    # with what waits there; and libzmq 4.3.5 aborts if they are due at a full queue.
    socket.tcp_keepalive = 1
    socket.tcp_keepalive_idle = IDLE
    socket.tcp_keepalive_intvl = PROBE
    socket.tcp_keepalive_cnt = PROBES
    with closed_if_it_fails(socket.close):
        secure(socket)
    return socket


def receive(socket: zmq.SyncSocket, flags: int = 0) -> list[bytes]:
    """Take a message: its frames, one more than `PARTS` at most, which no pattern has.

    What follows is read and forgotten, each frame before the next.
    """
    frames = [socket.recv(flags)]
    while socket.rcvmore:
        frame = socket.recv()
        if len(frames) <= PARTS:
            frames.append(frame)
    return frames


def bind(socket: zmq.SyncSocket, endpoint: str) -> str:
    """Bind a socket, and return where it is, with the port that was free.

    Raises `zmq.ZMQError` if the endpoint is taken; the socket is closed then.
    """
    with closed_if_it_fails(socket.close):
        socket.bind(endpoint)
    return socket.get_string(zmq.LAST_ENDPOINT).rstrip("\0")
