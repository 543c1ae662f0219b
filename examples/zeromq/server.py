"""One process that answers alone: no broker, no heartbeats, one request at a time.

A REP socket would do until a client says something it does not expect; a ROUTER
answers whom it can, and drops the rest.  Its clients have time-outs and try again
(:mod:`.client`), and whoever starts processes starts it again when it dies.
"""

from __future__ import annotations

import zmq

from .closing import Closing
from .wake import Wake
from .wire import (
    FEW,
    ID,
    LOOPBACK,
    Context,
    Handler,
    Secure,
    bound,
    bounded,
    handled,
    plain,
)


class Server(Closing):
    """Binds an endpoint.  For one thread at a time; a context manager.

    :param handler: makes the answer; an error of it is the client's to see.

    Raises `zmq.ZMQError` if the endpoint is taken.
    """

    def __init__(
        self,
        handler: Handler,
        endpoint: str = LOOPBACK,
        *,
        secure: Secure = plain,
        context: Context | None = None,
    ) -> None:
        self._handler = handler
        self._socket = bounded(context, zmq.ROUTER, secure, hwm=FEW)
        self._socket.linger = 1000  # the last answer leaves
        self.endpoint = bound(self._socket, endpoint)
        """Where it listens, with the port that was free."""

    def run(self, stop: Wake) -> None:
        """Answer until the flag is set."""
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN)
        poller.register(stop.fileno(), zmq.POLLIN)
        while stop.fileno() not in (ready := dict(poller.poll())):
            if self._socket in ready:
                self._answer(self._socket.recv_multipart())

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _answer(self, frames: list[bytes]) -> None:
        match frames:
            case [asker, b"", id, body] if 0 < len(id) <= ID:
                answer = handled(self._handler, body)
                self._socket.send_multipart([asker, b"", id, *answer])
