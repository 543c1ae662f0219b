"""What goes over the wire: the frames of a message, and how large they may be.

Client to server     id, body
Server to client     id, state, body
Worker to broker     BEAT, key of the job in hand | DONE, key, state, body
Broker to worker     PING | WORK, key, body

An id is the client's, random, and stays the same when it tries again.  A key is made
of id and body, so that a broker knows a second try when it sees one: two clients with
the same id and body would be one to it, and only the later gets the answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from hashlib import blake2b

import zmq

from .closing import closed_if_it_fails

Context = zmq.Context[zmq.SyncSocket]
Handler = Callable[[bytes], bytes]
Secure = Callable[[zmq.SyncSocket], object]
"""Prepares a socket before it connects or binds, as those of :mod:`.curve` do."""

OK, BUSY, FAILED = b"ok", b"busy", b"failed"
BEAT, DONE, PING, WORK = b"beat", b"done", b"ping", b"work"
REQUEST, ANSWER = 2 * 10**6, 64 * 10**6
"""Bytes of a body, at most.  ZeroMQ cuts the connection of who sends a longer one."""
ID = 64
"""Bytes of an id, at most."""
LOOPBACK = "tcp://127.0.0.1:*"
"""Where a server binds unless it is told: a free port, for this machine only."""
HWM = 1000
"""Messages that wait in a socket for one peer, at most: its high-water mark."""
FEW = 10
"""The same where strangers ask: each message may have megabytes."""


class SilentError(TimeoutError):
    """Nothing came in time."""


def plain(socket: zmq.SyncSocket) -> None:
    """Leave a socket as it is: no keys.  For the loopback interface."""


def bounded(
    context: Context | None,
    kind: int,
    secure: Secure = plain,
    limit: int = REQUEST,
    hwm: int = HWM,
) -> zmq.SyncSocket:
    """Make a socket with limits, that does not keep its context from ending.

    :param context: the process's own if there is none.
    :param limit: bytes of what it receives, in one frame.
    :param hwm: messages that wait for one peer, in each direction.
    """
    socket = (context or zmq.Context.instance()).socket(kind)
    socket.linger = 0
    socket.set_hwm(hwm)
    socket.maxmsgsize = limit
    with closed_if_it_fails(socket.close):
        secure(socket)
    return socket


def bound(socket: zmq.SyncSocket, endpoint: str) -> str:
    """Bind a socket, and return where it is, with the port that was free.

    Raises `zmq.ZMQError` if the endpoint is taken; the socket is closed then.
    """
    with closed_if_it_fails(socket.close):
        socket.bind(endpoint)
    return socket.get_string(zmq.LAST_ENDPOINT).rstrip("\0")


def key(id: bytes, body: bytes) -> bytes:
    """Return the key of a job: the same id and body, the same key."""
    return blake2b(body, key=id, digest_size=16).digest()


def handled(handler: Handler, body: bytes) -> tuple[bytes, bytes]:
    """Call a handler; return the state and the answer, or why there is none.

    Whatever it raises is an answer, `SystemExit` too: its thread has others to serve.
    """
    try:
        answer = bytes(memoryview(handler(body)))  # a list or a str is an error
        if len(answer) > ANSWER:
            raise ValueError(f"an answer of {len(answer)} bytes, at most {ANSWER} go")
    except BaseException as error:
        ours = threading.current_thread() is threading.main_thread()
        if ours and isinstance(error, KeyboardInterrupt):
            raise  # Ctrl-C
        return FAILED, f"{type(error).__name__}: {error}".encode()[:REQUEST]
    return OK, answer
