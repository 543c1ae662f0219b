"""Pass requests from clients to workers, through a queue that has an end.

A worker says that it lives (beats); the broker calls it now and then (pings).  So a
process that was killed is noticed at the next ping, for its connection is gone, and a
host that fell silent after `Jobs.expiry`.  See Majordomo and Paranoid Pirate in the
ZeroMQ guide, of which this keeps what one service needs.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import zmq

from ..sockets.closing import Closing, closed_if_it_fails
from ..sockets.factory import (
    LOOPBACK,
    Context,
    Secure,
    bind,
    open_socket,
    plain,
    receive,
)
from ..sockets.wake import Wake, until
from .jobs import Jobs
from .protocol import ANSWER, BEAT, DONE, FEW, ID, PING, WORK

Take = Callable[[list[bytes], float], None]
TURN = 100
"""Messages that are read from one side before the other has its turn."""
TICK = 200
"""Milliseconds until the limits of `Jobs` are looked at again, at most."""


class Broker(Closing):
    """Binds two endpoints, for clients and workers.

    For one thread at a time; a context manager.

    Its ``front`` and ``back`` tell where it is, with the ports that were free.  A frame
    has a limit, and so has what waits for a client; how many frames a message has,
    ZeroMQ does not limit (`PARTS`).  Where strangers come by, take keys
    (:mod:`..curve`).

    :param front: where clients ask.
    :param back: where workers wait.
    :param jobs: its limits; those of `Jobs` if there are none.
    :param beat: seconds between two pings.
    :param grace: seconds that jobs in work may take when the broker is to stop.
    :param secure: prepares both sockets, see :mod:`..curve`.

    Raises `zmq.ZMQError` if an endpoint is taken, `ValueError` if workers would be
    taken for dead between two beats.
    """

    def __init__(
        self,
        front: str = LOOPBACK,
        back: str = LOOPBACK,
        *,
        jobs: Jobs | None = None,
        beat: float = 1.0,
        grace: float = 5.0,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self.jobs, self.beat, self.grace = jobs or Jobs(), beat, grace
        self.jobs.expiry = self.jobs.expiry or 3 * beat
        if self.jobs.expiry < 2 * beat:
            raise ValueError(f"expiry {self.jobs.expiry:g} s, beat {beat:g} s")
        self._front = open_socket(context, zmq.ROUTER, secure, hwm=FEW)
        self._front.linger = 1000  # the last answers leave
        self.front = bind(self._front, front)
        with closed_if_it_fails(self._front.close):
            self._back = open_socket(context, zmq.ROUTER, secure, ANSWER)
            self._back.router_mandatory = True  # who is gone is told, not dropped
            self.back = bind(self._back, back)

    def run(self, stop: Wake) -> None:
        """Serve until the flag is set, and what is in work is done.

        What only waits is answered with "busy" then, and so is what still comes.
        """
        poller = zmq.Poller()
        for one in (self._front, self._back, stop.fileno()):
            poller.register(one, zmq.POLLIN)
        next_beat, end = time.monotonic(), math.inf
        while end == math.inf or (self.jobs.jobs and time.monotonic() < end):
            ready = dict(poller.poll(min(TICK, until(min(next_beat, end)))))
            now = time.monotonic()
            if self._front in ready:
                self._hear(self._front, self._asked, now)
            if self._back in ready:
                self._hear(self._back, self._worked, now)
            if now >= next_beat:
                self._ping(now)
                next_beat = now + self.beat
            if stop.fileno() in ready:
                poller.unregister(stop.fileno())
                self.jobs.close()
                end = now + self.grace
            self.jobs.tick(now)
            self._send(now)

    def close(self) -> None:
        """Close both sides."""
        self._front.close()
        self._back.close()

    def _hear(self, side: zmq.SyncSocket, take: Take, now: float) -> None:
        for _ in range(TURN):
            try:
                take(receive(side, zmq.NOBLOCK), now)
            except zmq.Again:
                return

    def _asked(self, frames: list[bytes], now: float) -> None:
        match frames:
            case [asker, b"", id, body] if 0 < len(id) <= ID:
                self.jobs.asked(asker, id, body, now)

    def _worked(self, frames: list[bytes], now: float) -> None:
        match frames:
            case [worker, kind, doing] if kind == BEAT:
                self.jobs.beat(worker, doing, now)
            case [worker, kind, name, state, body] if kind == DONE:
                self.jobs.done(worker, name, state, body, now)

    def _ping(self, now: float) -> None:
        for worker in list(self.jobs.workers):
            self._tell(worker, [PING], now)

    def _send(self, now: float) -> None:
        jobs = self.jobs
        while jobs.given or jobs.answers:
            given, jobs.given = jobs.given, []
            for worker, name, body in given:
                self._tell(worker, [WORK, name, body], now)
            answers, jobs.answers = jobs.answers, []
            for asker, *answer in answers:
                # Who has gone, or does not read, is dropped by ZeroMQ.
                self._front.send_multipart([asker, b"", *answer])

    def _tell(self, worker: bytes, frames: list[bytes], now: float) -> None:
        try:
            self._back.send_multipart([worker, *frames], zmq.NOBLOCK)
        except zmq.ZMQError:  # no route to it, or it has not read for long
            self.jobs.gone(worker, now, began=frames[0] != WORK)
