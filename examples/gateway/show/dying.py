"""A server that reads a request, then hangs up without an answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

HOST = "127.0.0.1"


@contextmanager
def dying(requests: list[str]) -> Iterator[int]:
    """Read requests, and hang up without an answer, while a block lasts.

    It may have done what it was asked for: nobody outside can know.

    :param requests: gets the method of each.
    :return: the port.
    """

    def loop() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:  # the block has ended
                return
            with client:
                requests.append(client.recv(10_000).partition(b" ")[0].decode())

    with socket.create_server((HOST, 0)) as listening:
        thread = Thread(target=loop)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()
