"""The protocol of clients, broker and workers: frames, states, limits, job keys.

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

from ..sockets.factory import LIMIT

Handler = Callable[[bytes], bytes]
"""Takes the body of a request, and gives that of the answer."""

OK, BUSY, FAILED = b"ok", b"busy", b"failed"
BEAT, DONE, PING, WORK = b"beat", b"done", b"ping", b"work"
REQUEST, ANSWER = LIMIT, 64 * 10**6
"""Bytes of a body, at most.  ZeroMQ cuts the connection of who sends a longer one."""
ID = 64
"""Bytes of an id, at most."""
FEW = 10
"""Requests that wait for one peer where strangers ask: each may have megabytes."""


def key(id: bytes, body: bytes) -> bytes:
    """Return the key of a job: the same id and body, the same key."""
    return blake2b(body, key=id, digest_size=16).digest()


def handle(handler: Handler, body: bytes) -> tuple[bytes, bytes]:
    """Call a handler; return `OK` and its answer, or `FAILED` and what it raised.

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
