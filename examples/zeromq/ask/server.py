"""Answer clients without a broker: one process, one request at a time.

A REP socket would do until a client says something it does not expect; a ROUTER
answers whom it can, and drops the rest.  Its clients have time-outs and try again
(:mod:`.client`), and whoever starts processes starts it again when it dies.
"""

from __future__ import annotations

import zmq

from ..sockets.closing import Closing
from ..sockets.factory import (
    LOOPBACK,
    Context,
    Secure,
    bind,
    open_socket,
    plain,
    receive,
)
from ..sockets.wake import Wake
from .protocol import FEW, ID, Handler, handle


class Server(Closing):
    """Binds an endpoint, and calls a handler.

    For one thread at a time; a context manager.

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
        self._socket = open_socket(context, zmq.ROUTER, secure, hwm=FEW)
        self._socket.linger = 1000  # the last answer leaves
        self.endpoint = bind(self._socket, endpoint)
        """Where it listens, with the port that was free."""

    def run(self, stop: Wake) -> None:
        """Answer until the flag is set."""
        poller = zmq.Poller()
        poller.register(self._socket, zmq.POLLIN)
        poller.register(stop.fileno(), zmq.POLLIN)
        while stop.fileno() not in (ready := dict(poller.poll())):
            if self._socket in ready:
                self._answer(receive(self._socket))

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()

    def _answer(self, frames: list[bytes]) -> None:
        match frames:
            case [asker, b"", id, body] if 0 < len(id) <= ID:
                answer = handle(self._handler, body)
                self._socket.send_multipart([asker, b"", id, *answer])
