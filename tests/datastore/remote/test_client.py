"""examples.datastore.remote.client: nothing is sent twice."""

from __future__ import annotations

import threading
from socketserver import StreamRequestHandler, TCPServer

import pytest
from redis.exceptions import ConnectionError as NoConnection

from examples.datastore.remote.client import connect
from examples.datastore.remote.counter import take_number


class Deaf(StreamRequestHandler):
    """Agrees to everything; hears a number asked for, and hangs up."""

    heard = 0

    def handle(self) -> None:
        """Read words, each after its length; a command is some of them."""
        for line in self.rfile:
            if line.startswith(b"*"):
                for word in range(int(line[1:])):
                    self.rfile.readline()
                    if word == 0 and self.rfile.readline().strip() == b"INCRBY":
                        Deaf.heard += 1
                        return
                    if word:
                        self.rfile.readline()
                self.wfile.write(b"+OK\r\n")


def test_a_lost_answer_is_an_error() -> None:
    """Whoever asked may ask again; by itself it would skip a number."""
    with TCPServer(("127.0.0.1", 0), Deaf) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        try:
            with (
                connect(f"redis://127.0.0.1:{server.server_address[1]}/0") as client,
                pytest.raises(NoConnection),
            ):
                take_number(client, "order")
        finally:
            server.shutdown()
            serving.join()
    assert Deaf.heard == 1


def test_what_is_no_url_is_an_error() -> None:
    """With the form that is expected."""
    with pytest.raises(ValueError, match="redis://"):
        connect("tcp://127.0.0.1:6379")
