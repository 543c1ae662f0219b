"""Watch the connections of a socket: who is there, who left, who was refused.

ZeroMQ connects, waits and connects again without a word.  It tells who asks: a
*monitor* is a second socket, on which the first one reports.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import uuid4

import zmq
from zmq.utils.monitor import recv_monitor_message

from .closing import Closing, closed_if_it_fails
from .factory import as_many_as_there_are
from .wake import until

READY, GONE = zmq.Event.HANDSHAKE_SUCCEEDED, zmq.Event.DISCONNECTED
FAILED = {
    zmq.Event.HANDSHAKE_FAILED_AUTH,
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL,
    zmq.Event.HANDSHAKE_FAILED_NO_DETAIL,
}
"""One of these comes before the end of a connection that never was one."""
REFUSED = {
    zmq.Event.HANDSHAKE_FAILED_AUTH: "refuses our key",
    zmq.Event.HANDSHAKE_FAILED_PROTOCOL: "does not speak as we do: CURVE on one side",
}
"""After these ZeroMQ does not connect again, and would be silent for ever."""


class Monitor(Closing):
    """Receives a socket's reports, and counts its peers.

    Make it before the socket connects or binds.  It belongs to the thread of its
    socket, and is closed before it.  Read it now and then: reports wait
    without limit, for if they did not, a full queue would stop the thread that does
    the work of all sockets.

    It takes two sockets.  Raises `zmq.ZMQError` if there are no further ones; the
    socket that it was to watch is closed then.
    """

    def __init__(self, socket: zmq.SyncSocket) -> None:
        self._socket = socket
        place = f"inproc://monitor-{uuid4().hex}"
        with closed_if_it_fails(socket.close), as_many_as_there_are(socket.context):
            socket.monitor(place, sum({READY, GONE, *FAILED}))
            self.reports = socket.context.socket(zmq.PAIR)
        """Where the reports arrive, for a poll."""
        self.reports.rcvhwm = 0
        self.reports.connect(place)
        self._failed = 0
        self.peers = 0
        """How many are connected, as far as the reports were read."""

    def read(self) -> list[zmq.Event]:
        """Return the reports that came since the last call; do not wait."""
        events = []
        while self.reports.poll(0):
            events.append(self._take())
        return events

    def until(self, peers: int, timeout: float) -> bool:
        """Wait until so many are connected, or more; return whether they are.

        :param timeout: seconds.
        """
        return self._until(lambda: self.peers >= peers, timeout)

    def until_gone(self, timeout: float) -> bool:
        """Wait until nobody is connected; return whether nobody is."""
        return self._until(lambda: self.peers == 0, timeout)

    def _until(self, done: Callable[[], bool], timeout: float) -> bool:
        self.read()
        end = time.monotonic() + timeout
        while not done():
            if not self.reports.poll(until(end)):
                return False
            self._take()
        return True

    def _take(self) -> zmq.Event:
        event = zmq.Event(recv_monitor_message(self.reports)["event"])
        if event == READY:
            self.peers += 1
        elif event in FAILED:
            self._failed += 1
        elif event == GONE and self._failed:
            self._failed -= 1
        elif event == GONE:
            self.peers -= 1
        return event

    def close(self) -> None:
        """Stop the reports, and close their socket."""
        if not self._socket.closed:
            self._socket.disable_monitor()
        self.reports.close(0)
