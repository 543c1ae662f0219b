"""A client that does nothing while connections to its server fail, over and over.

Another client of the same context is answered all the same.  That goes in a process
of its own: where it fails, ZeroMQ's thread stands still, and its process does not end.
"""

from __future__ import annotations

import socket

import zmq

from examples.zeromq.ask.client import Client
from examples.zeromq.ask.server import Server
from examples.zeromq.sockets.wake import running

FAILURES = 1100
"""Each is two reports at least, and two thousand fit where they are limited."""


def quick(socket: zmq.SyncSocket) -> None:
    """Connect again after a millisecond."""
    socket.reconnect_ivl = 1


def main() -> None:
    """Print an answer."""
    with (
        socket.create_server(("127.0.0.1", 0)) as hangs_up,
        zmq.Context() as context,
        Server(bytes.upper, context=context) as server,
        running(server.run),
        Client(
            f"tcp://127.0.0.1:{hangs_up.getsockname()[1]}",
            secure=quick,
            context=context,
        ),
        Client(server.endpoint, timeout=20, context=context) as client,
    ):
        for _ in range(FAILURES):
            hangs_up.accept()[0].close()
        print(client.ask(b"answered").decode())


if __name__ == "__main__":
    main()
