"""Push and pull: each message to one of those who are there.

ZeroMQ hides whether somebody is.  `Push` does not: it waits for a while, then says
what is wrong, and at its end it does not wait for ever.  What sits in the queues of a
puller that dies is lost all the same; work that must not be lost goes through
:mod:`.ask.broker`.
"""

from __future__ import annotations

import zmq

from .sockets.closing import Closing, closed_if_it_fails
from .sockets.factory import (
    LOOPBACK,
    Context,
    Secure,
    SilentError,
    bind,
    open_socket,
    plain,
)
from .sockets.monitor import Monitor


class NobodyError(ConnectionError):
    """Nobody is there to take a message."""


class FullError(Exception):
    """Those who are there have not taken what was sent before."""


class Push(Closing):
    """Binds, and deals out messages in turn.  A context manager.

    Of an ``inproc`` endpoint ZeroMQ does not tell who is there: take tcp or ipc.

    :param timeout: seconds that `send` may wait.
    :param hwm: messages that wait here for one puller, at most.
    :param linger: seconds that `close` waits for what has not left yet.

    Raises `zmq.ZMQError` if the endpoint is taken.
    """

    def __init__(
        self,
        endpoint: str = LOOPBACK,
        *,
        timeout: float = 1.0,
        hwm: int = 100,
        linger: float = 1.0,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self._timeout = timeout
        self._socket = open_socket(context, zmq.PUSH, secure)
        self._socket.sndtimeo = int(timeout * 1000)
        self._socket.sndhwm = hwm
        self._socket.linger = int(linger * 1000)
        self.endpoint = bind(self._socket, endpoint)
        self._monitor = Monitor(self._socket)

    def send(self, body: bytes) -> None:
        """Give a message to the next puller that has room.

        :raises NobodyError: if there is none.
        :raises FullError: if none has room.
        """
        self._monitor.read()  # lest the reports heap up
        try:
            self._socket.send(body)
        except zmq.Again:
            raise self._reason() from None

    @property
    def pullers(self) -> int:
        """How many are connected."""
        self._monitor.read()
        return self._monitor.peers

    def wait(self, pullers: int, timeout: float) -> None:
        """Wait until so many are connected, or more.

        :raises NobodyError: if they are fewer after `timeout` seconds.
        """
        if not self._monitor.until(pullers, timeout):
            here = self._monitor.peers
            said = f"{here} of {pullers} pull from {self.endpoint}"
            raise NobodyError(f"{said} after {timeout:g} s")

    def _reason(self) -> Exception:
        waited = f"waited {self._timeout:g} s"
        if here := self.pullers:
            return FullError(f"{here} pull from {self.endpoint}, all full, {waited}")
        return NobodyError(f"nobody pulls from {self.endpoint}, {waited}")

    def close(self) -> None:
        """Leave; see `linger`."""
        self._monitor.close()
        self._socket.close()


class Pull(Closing):
    """Connects, and takes messages.  A context manager.

    It cannot tell a pusher that has nothing from a middleman that holds the line open
    and passes nothing on: after a `SilentError` that comes too late, make a new one.

    :param hwm: messages that wait here, at most; what waits here is lost if this
        process dies.
    """

    def __init__(
        self,
        endpoint: str,
        *,
        hwm: int = 1,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._socket = open_socket(context, zmq.PULL, secure)
        self._socket.rcvhwm = hwm
        with closed_if_it_fails(self._socket.close):
            self._socket.connect(endpoint)

    def receive(self, timeout: float) -> bytes:
        """Take the next message.

        :raises SilentError: if none came in so many seconds.
        """
        if not self._socket.poll(int(timeout * 1000)):
            raise SilentError(f"nothing from {self._endpoint} for {timeout:g} s")
        return self._socket.recv()

    def close(self) -> None:
        """Leave."""
        self._socket.close()
