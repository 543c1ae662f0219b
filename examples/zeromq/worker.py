"""A worker: takes one job at a time from a broker, and says that it lives.

The handler has a thread of its own, so a long job does not stop the heartbeats; they
tell the broker what the worker does.  A handler may hang and this cannot stop it: give
it a time-out of its own, such as a child process behind a deadline.
"""

from __future__ import annotations

import math
import threading
import time
from queue import SimpleQueue

import zmq

from .closing import Closing
from .wake import Wake, until
from .wire import BEAT, DONE, WORK, Context, Handler, Secure, bounded, handled, plain


class Worker(Closing):
    """Connects to a broker.  For one thread at a time; a context manager.

    It connects again by itself, and a broker that was restarted learns of it from its
    next heartbeat.

    :param back: where the broker waits for workers.
    :param handler: makes the answer; an error of it is the client's to see.
    :param beat: seconds between two heartbeats.
    :param grace: seconds that a job in hand may take when the worker is to stop.
    """

    def __init__(
        self,
        back: str,
        handler: Handler,
        *,
        beat: float = 1.0,
        grace: float = 5.0,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self.beat, self.grace = beat, grace
        self._handler, self._doing = handler, b""
        self._jobs: SimpleQueue[tuple[bytes, bytes] | None] = SimpleQueue()
        self._made: SimpleQueue[list[bytes]] = SimpleQueue()
        self._wake = Wake()
        self._socket = bounded(context, zmq.DEALER, secure)
        # A host that fell silent is noticed by ZeroMQ itself.
        self._socket.heartbeat_ivl = int(beat * 1000)
        self._socket.heartbeat_timeout = int(3 * beat * 1000)
        self._socket.connect(back)

    def run(self, stop: Wake) -> None:
        """Work until the flag is set and the job in hand is done."""
        threading.Thread(target=self._handle, daemon=True).start()
        poller = zmq.Poller()
        for one in (self._socket, self._wake.fileno(), stop.fileno()):
            poller.register(one, zmq.POLLIN)
        next_beat, end = time.monotonic(), math.inf
        while end == math.inf or (self._doing and time.monotonic() < end):
            ready = dict(poller.poll(until(min(next_beat, end))))
            if self._socket in ready:
                self._hear(self._socket.recv_multipart())
            if self._wake.fileno() in ready:
                self._tell()
            if time.monotonic() >= next_beat:
                self._send([BEAT, self._doing])
                next_beat = time.monotonic() + self.beat
            if stop.fileno() in ready:
                poller.unregister(stop.fileno())
                end = time.monotonic() + self.grace
        self._jobs.put(None)

    def close(self) -> None:
        """Leave.  What was sent is given a second to go."""
        self._socket.close(1000)
        self._wake.close()

    def _hear(self, frames: list[bytes]) -> None:
        match frames:
            case [kind, key, body] if kind == WORK:
                self._doing = key
                self._jobs.put((key, body))

    def _tell(self) -> None:
        self._wake.clear()
        while not self._made.empty():
            self._doing = b""
            self._send([DONE, *self._made.get()])

    def _send(self, frames: list[bytes]) -> None:
        try:
            self._socket.send_multipart(frames, zmq.NOBLOCK)
        except zmq.Again:
            return  # nobody has read a thousand of them: the broker will ask again

    def _handle(self) -> None:
        while job := self._jobs.get():
            key, body = job
            self._made.put([key, *handled(self._handler, body)])
            self._wake.set()
