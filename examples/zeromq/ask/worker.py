"""Take one job at a time from a broker, and send it heartbeats.

The handler has a thread of its own, so a long job does not stop the heartbeats; they
tell the broker what the worker does.  One that holds the GIL does stop them, as some C
code does: the broker takes the worker for dead.  A handler may hang and this cannot
stop it: give it a time-out of its own, such as a child process behind a deadline.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from queue import SimpleQueue

import zmq

from ..sockets.closing import Closing, closed_if_it_fails
from ..sockets.factory import Context, Secure, open_socket, plain, receive
from ..sockets.monitor import READY, REFUSED, Monitor
from ..sockets.wake import Wake, until
from .protocol import BEAT, DONE, WORK, Handler, handle

LOG = logging.getLogger(__name__)


class Worker(Closing):
    """Connects to a broker, and calls a handler.

    For one thread at a time; a context manager.

    It connects again by itself, and a broker that was restarted learns of it from its
    next heartbeat.  Where it is refused it logs that once, and tries again with each
    beat: its key may be listed later.

    :param back: where the broker waits for workers.
    :param handler: makes the answer; an error of it is the client's to see.
    :param beat: seconds between two heartbeats.
    :param grace: seconds that a job in hand may take when the worker is to stop.

    Raises `zmq.ZMQError` if that is no endpoint.
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
        self.back, self.beat, self.grace = back, beat, grace
        self._handler, self._secure, self._context = handler, secure, context
        self._doing: list[bytes] = []  # keys; two if we were taken for dead
        self._jobs: SimpleQueue[tuple[bytes, bytes] | None] = SimpleQueue()
        self._made: SimpleQueue[list[bytes]] = SimpleQueue()
        self._told = False  # of who refuses us
        self._open()
        self._wake = Wake()

    def _open(self) -> None:
        self._socket = open_socket(self._context, zmq.DEALER, self._secure)
        self._socket.linger = 1000  # the last answer leaves
        # A broker that fell silent is noticed by ZeroMQ itself.  Its queue is not full
        # then, for one job comes at a time: see `open_socket`.
        self._socket.heartbeat_ivl = int(self.beat * 1000)
        self._socket.heartbeat_timeout = int(3 * self.beat * 1000)
        self._monitor = Monitor(self._socket)
        with closed_if_it_fails(self._leave):
            self._socket.connect(self.back)

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
                self._hear(receive(self._socket))
            if self._wake.fileno() in ready:
                self._tell()
            if time.monotonic() >= next_beat:
                if self._is_refused():
                    poller.unregister(self._socket)
                    self._leave()
                    self._open()
                    poller.register(self._socket, zmq.POLLIN)
                self._send([BEAT, self._doing[-1] if self._doing else b""])
                next_beat = time.monotonic() + self.beat
            if stop.fileno() in ready:
                poller.unregister(stop.fileno())
                end = time.monotonic() + self.grace
        self._jobs.put(None)

    def close(self) -> None:
        """Leave.  What was sent is given a second to go."""
        self._leave()
        self._wake.close()

    def _leave(self) -> None:
        self._monitor.close()
        self._socket.close()

    def _is_refused(self) -> bool:
        events = self._monitor.read()
        reasons = [REFUSED[event] for event in events if event in REFUSED]
        if reasons and not self._told:
            LOG.warning("%s %s", self.back, reasons[0])
        self._told = bool(reasons) or (self._told and READY not in events)
        return bool(reasons)

    def _hear(self, frames: list[bytes]) -> None:
        match frames:
            case [kind, key, body] if kind == WORK:
                self._doing.append(key)
                self._jobs.put((key, body))

    def _tell(self) -> None:
        self._wake.clear()
        while not self._made.empty():
            self._doing.pop(0)
            self._send([DONE, *self._made.get()])

    def _send(self, frames: list[bytes]) -> None:
        try:
            self._socket.send_multipart(frames, zmq.NOBLOCK)
        except zmq.Again:
            return  # nobody has read a thousand of them: the broker will ask again

    def _handle(self) -> None:
        while job := self._jobs.get():
            key, body = job
            self._made.put([key, *handle(self._handler, body)])
            self._wake.set()
