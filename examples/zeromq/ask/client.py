"""Ask with a time-out and some tries: the Lazy Pirate of the ZeroMQ guide.

A REQ socket that got no answer is of no use any more.  So each try has a time-out,
and the next one a socket of its own.
"""

from __future__ import annotations

import math
import time
from uuid import uuid4

import zmq

from ..sockets.closing import Closing, closed_if_it_fails
from ..sockets.factory import Context, Secure, open_socket, plain, receive
from ..sockets.monitor import GONE, READY, REFUSED, Monitor
from ..sockets.wake import until
from .protocol import ANSWER, BUSY, OK, REQUEST

SEEN = {
    READY: "it is there, and silent",
    zmq.Event.HANDSHAKE_FAILED_NO_DETAIL: "the handshake failed: are the keys right?",
}


class NoAnswerError(TimeoutError):
    """Nobody answered in time.  Whether the work was done is not known."""


class RefusedError(ConnectionRefusedError):
    """The server does not let us in."""


class BusyError(Exception):
    """The server has too much to do: later, or elsewhere.  Nothing was done."""


class FailedError(Exception):
    """The handler failed, or a worker died on the request.  Do not try it again."""


class Client(Closing):
    """Asks one server or broker.  One for each thread; a context manager.

    It takes three sockets, and a context has 1,023, so 341 Clients fit; for more, set
    `zmq.MAX_SOCKETS` before.  Make it after a fork, not before.  A request may be
    executed more than once, so handlers should not mind.

    :param endpoint: where to ask: ``tcp://127.0.0.1:5009``.
    :param timeout: seconds a try may take.  To hear that a broker is busy, it takes
        more than the broker's `Jobs.patience`; to hear that a worker takes too long,
        all tries together take more than `Jobs.limit`.
    :param tries: so many, then `NoAnswerError`.

    Raises `ValueError` if there is no time or no try, `zmq.ZMQError` if that is no
    endpoint, or sockets or files have run out.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        timeout: float = 2.5,
        tries: int = 3,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        if tries < 1 or not 0 < timeout < math.inf:
            raise ValueError(f"{tries} tries of {timeout:g} s")
        self.endpoint, self.timeout, self.tries = endpoint, timeout, tries
        self._secure, self._context = secure, context
        self._open()

    def ask(self, body: bytes) -> bytes:
        """Send a request, and wait for its answer.

        :raises NoAnswerError: after the last try.
        :raises RefusedError: at once, if our key is not welcome.
        :raises BusyError, FailedError: as the other side says; but what is busy at a
            second try may have been done at the first, and there is no answer.
        :raises ValueError: if the body is longer than `REQUEST` bytes.
        """
        id = uuid4().hex.encode()
        for number in range(self.tries):
            if answer := self._try(id, sized(body)):
                return result(number > 0, *answer)
            seen = self._seen
            self.close()
            self._open()
        tried = f"after {self.tries} tries of {self.timeout:g} s: {seen}"
        raise NoAnswerError(f"no answer from {self.endpoint} {tried}")

    def close(self) -> None:
        """Drop what was not sent, and leave."""
        self._monitor.close()
        self._socket.close()

    def _open(self) -> None:
        self._spent = True  # until it is ready
        self._socket = open_socket(self._context, zmq.REQ, self._secure, ANSWER)
        self._monitor, self._seen = Monitor(self._socket), "nobody listens there"
        with closed_if_it_fails(self.close):
            self._socket.connect(self.endpoint)
        self._spent = False

    def _try(self, id: bytes, body: bytes) -> list[bytes] | None:
        """Return state and body, or None when time is up or the connection breaks."""
        if self._spent:  # an exception broke off the last one, a signal's perhaps
            self.close()
            self._open()
        self._spent = True
        self._read()  # what happened since the last request concerns this one not
        self._socket.send_multipart([id, body])
        end = time.monotonic() + self.timeout
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN)
        poller.register(self._monitor.reports, zmq.POLLIN)
        while ready := dict(poller.poll(until(end))):
            if self._socket in ready:
                told, *answer = receive(self._socket)
                self._spent = False
                return answer if told == id and len(answer) == 2 else None
            if GONE in self._read():
                return None  # and with it who had the request: no need to wait
        return None

    def _read(self) -> list[zmq.Event]:
        """Return what the monitor reports, and keep what it means.

        Raises `RefusedError`, and the next request is tried anew.
        """
        events = self._monitor.read()
        for event in events:
            self._seen = SEEN.get(event, self._seen)
            if event in REFUSED:
                self.close()
                self._open()
                raise RefusedError(f"{self.endpoint} {REFUSED[event]}")
        return events


def sized(body: bytes) -> bytes:
    """Return a body, or raise ValueError if it is longer than `REQUEST` bytes."""
    if len(body) > REQUEST:
        raise ValueError(f"{len(body)} bytes, at most {REQUEST} go at a time")
    return body


def result(again: bool, state: bytes, body: bytes) -> bytes:
    """Return the body of an answer, or raise what its state says.

    :param again: this was not the first try, so "busy" is not all that happened.
    """
    if state == OK:
        return body
    why = body.decode("utf-8", "replace")
    if state == BUSY and again:
        raise NoAnswerError(f"an earlier try had no answer, this one: {why}")
    raise BusyError(why) if state == BUSY else FailedError(why)
