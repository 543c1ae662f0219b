"""examples.wsgi.buffered on real sockets, and with bodies of every size."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlsplit
from wsgiref.simple_server import make_server
from wsgiref.types import WSGIApplication

import pytest
from cheroot.wsgi import Server
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from examples.wsgi.buffered import Buffered
from tests.wsgi.faults import Quiet
from tests.wsgi.rules import strict
from tests.wsgi.test_buffered import (
    SENT,
    SMALL,
    Reader,
    Socket,
    ask,
    echo,
    environ_for,
    files,
    upset,
)

__all__ = ["files"]  # the fixture holds here too

pytestmark = pytest.mark.beside

SOON = 20.0
"""Seconds after which a wait is given up; nothing waits that long."""

HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
sizes = st.integers(0, 300_000)


@contextmanager
def wsgiref(app: WSGIApplication) -> Iterator[str]:
    """Serve by wsgiref: unbuffered, chunks undecoded, one request at a time."""
    with make_server("127.0.0.1", 0, app, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def cheroot(app: WSGIApplication) -> Iterator[str]:
    """Serve by cheroot: chunks are decoded while they are read."""
    server = Server(("127.0.0.1", 0), app, numthreads=1)
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()


def connect(address: str) -> socket.socket:
    """Connect to a server."""
    url = urlsplit(address)
    return socket.create_connection((url.hostname, url.port), timeout=SOON)


def rest(client: socket.socket) -> bytes:
    """Read to the end of an answer."""
    return b"".join(iter(partial(client.recv, 65536), b""))


class TestEverySize:
    """Whatever the size, and however it comes in, it arrives."""

    any_size = settings(
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )

    @any_size
    @given(size=sizes, at_once=st.integers(1, 70_000), memory=sizes, read=sizes)
    def test_by_length(self, size: int, at_once: int, memory: int, read: int) -> None:
        """From a connection that gives few bytes at a time and stays open."""
        body = (SENT * 30)[:size]
        stream = Socket(body, max(at_once, size // 100))
        reader = Reader(lambda seen: seen.read(read))
        app = Buffered(echo, reader, memory=memory)
        assert ask(app, environ_for(body, wsgi_input=stream)) == ("200 OK", body)


class TestServed:
    """Behind a server that decodes chunks, and one that passes on the connection."""

    @pytest.mark.parametrize(
        ("chunks", "line"),
        [
            (b"5\r\nhello\r\n0\r\n\r\n", b"HTTP/1.1 200 OK"),
            (b"5\r\nhello\r\nfive\r\nhello\r\n", b"HTTP/1.1 400 Bad Request"),
            (b"5\r\nhello\r\n", b"HTTP/1.1 400 Bad Request"),
        ],
    )
    def test_chunks(self, chunks: bytes, line: bytes) -> None:
        """What is broken or cut off is the client's fault; nobody inside is asked."""
        head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        app = echo if b"200" in line else upset
        with cheroot(Buffered(strict(app))) as address, connect(address) as client:
            client.sendall(head + chunks)
            client.shutdown(socket.SHUT_WR)
            answer = rest(client)
        assert answer.partition(b"\r\n")[0] == line

    def test_a_form(self) -> None:
        """A body is read to its end, and no further: the client still waits."""
        app = strict(Buffered(strict(echo), memory=SMALL))
        head = HEAD + b"Content-Length: 10240\r\n\r\n"
        with wsgiref(app) as address, connect(address) as client:
            client.sendall(head + SENT)
            answer = rest(client)
        assert answer.endswith(SENT)
