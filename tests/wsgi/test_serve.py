"""examples.wsgi.serve: waitress, with settings for many slow clients."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import partial, partialmethod
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import pytest
from waitress import create_server
from waitress.task import ThreadedTaskDispatcher

from examples.peers import held
from examples.wsgi import serve
from examples.wsgi.base import Closing
from examples.wsgi.context import Inject, context
from examples.wsgi.serve import KB, SETTINGS, Channel, serving
from tests.wsgi.leaks import Connections, no_leaks

SOON = 30
PIECE = b"x" * (40 * KB)  # two of them are more than a server keeps in memory
GET = b"GET / HTTP/1.0\r\n\r\n"


SHOP = Connections()


def answer(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Say hello, with a connection open."""
    assert context(environ).connection
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello\n"]


app: WSGIApplication = validator(
    Inject(validator(answer), lambda _: None, SHOP.connect)
)


def endless(environ: Environ, start_response: Start) -> Iterator[bytes]:
    """Send for ever, and need the connection for that."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    while context(environ).connection:
        yield PIECE


def client(address: str) -> socket.socket:
    """Connect."""
    where = urlsplit(address)
    return socket.create_connection((where.hostname, where.port), timeout=SOON)


def rest(connection: socket.socket) -> bytes:
    """Read to the end of an answer; give the body."""
    received = b"".join(iter(partial(connection.recv, 64 * KB), b""))
    return received.partition(b"\r\n\r\n")[2]


def nothing_left() -> AbstractContextManager[None]:
    """Check that no thread, no descriptor and no connection is left."""
    return no_leaks(SOON, lambda: SHOP.open)


def test_while_a_block_runs() -> None:
    """It serves on loopback, and is gone after the block."""
    with held() as port, nothing_left():  # held, or somebody else might listen there
        with serving(app, port) as address:
            assert address == f"http://127.0.0.1:{port}"
            with pytest.raises(ConnectionRefusedError):
                client(f"http://127.0.0.2:{port}")
            with client(address) as visitor:
                visitor.sendall(GET)
                assert rest(visitor) == b"hello\n"
        with pytest.raises(ConnectionRefusedError):
            client(address)


def test_every_setting_is_waitress_own() -> None:
    """A name that waitress does not know is refused at once."""
    with nothing_left(), pytest.raises(ValueError, match="cherries"):
        serving(app, cherries=1).__enter__()


def test_a_client_that_leaves_an_endless_page() -> None:
    """The connection to the database is closed when the client has gone."""
    closed = threading.Event()

    class Watched(Connections):
        def close(self) -> None:
            super().close()
            closed.set()

    watched = Inject(endless, lambda _: None, Watched().connect)
    with nothing_left(), serving(validator(watched)) as address:
        with client(address) as leaving:
            leaving.sendall(GET)
            assert leaving.recv(1)
            assert not closed.is_set()
        assert closed.wait(SOON)


def test_a_client_that_leaves_an_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary file of what came is closed then, and waits for no collector."""
    files: list[IO[Any]] = []
    opened, closed = threading.Event(), threading.Event()

    def made(mode: str) -> IO[Any]:
        files.append(TemporaryFile(mode))  # noqa: SIM115 - the server closes it
        opened.set()
        return files[0]

    def close(channel: Channel) -> None:
        handle_close(channel)
        closed.set()

    handle_close = Channel.handle_close
    monkeypatch.setattr("tempfile.TemporaryFile", made)
    monkeypatch.setattr(Channel, "handle_close", close)
    with serving(app) as address:
        with client(address) as leaving:
            leaving.sendall(b"POST / HTTP/1.0\r\nContent-Length: 99999\r\n\r\n")
            leaving.sendall(2 * PIECE)
            assert opened.wait(SOON)
        assert closed.wait(SOON)
        assert [file.closed for file in files] == [True]


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none(port: int) -> None:
    """It is refused by its number, before there is a socket."""
    expected = f"port={port}: expected a number from 0 to 65535"
    with nothing_left(), pytest.raises(ValueError, match=expected):
        serving(app, port).__enter__()


def test_what_waitress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bounds are those written here, in seconds and bytes, and not its own."""
    servers: list[Any] = []

    def create(*args: Any, **settings: Any) -> Any:
        servers.append(create_server(*args, **settings))
        return servers[0]

    monkeypatch.setattr(serve, "create_server", create)
    with serving(app, threads=3):
        told = vars(servers[0].adj)
    bounds = {
        "connection_limit": 1000,
        "asyncore_use_poll": True,
        "threads": 3,  # by the argument
        "max_request_body_size": 16_777_216,
        "inbuf_overflow": 65_536,
        "outbuf_high_watermark": 4_194_304,
        "outbuf_overflow": 131_072,
        "channel_timeout": 60,
        "cleanup_interval": 10,
    }
    assert {name: told[name] for name in bounds} == bounds
    assert bounds.keys() == SETTINGS.keys()


class TestTheEnd:
    """What becomes of those who are still there when the block ends."""

    def at_the_end(
        self, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]
    ) -> None:
        """Do something just before waitress waits for its threads."""
        shutdown = ThreadedTaskDispatcher.shutdown

        def acted(self: ThreadedTaskDispatcher, **more: float) -> object:
            act()
            return shutdown(self, **more)

        monkeypatch.setattr(ThreadedTaskDispatcher, "shutdown", acted)

    def test_a_reader_that_stalls(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is cut off first: the thread that writes to it is not waited for."""
        closed = threading.Event()
        in_time: list[bool] = []
        self.at_the_end(monkeypatch, lambda: in_time.append(closed.wait(SOON)))

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return Closing(iter(lambda: PIECE, b""), closed.set)

        with nothing_left():
            with serving(app, outbuf_high_watermark=KB) as address:
                stalled = client(address)
                stalled.sendall(GET)
                assert stalled.recv(1)
            stalled.close()
        assert in_time == [True]

    def test_a_client_that_comes_last(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who is let in while the threads end is cut off as well."""
        late: list[socket.socket] = []
        head = b"POST / HTTP/1.1\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"

        def come() -> None:
            late.append(client(address))
            late[0].sendall(head)
            assert late[0].recv(KB).startswith(b"HTTP/1.1 100 ")

        self.at_the_end(monkeypatch, come)
        with nothing_left():
            with serving(app) as address:
                pass
            assert late[0].recv(KB) == b""
            late[0].close()

    def test_an_application_that_computes_too_long(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Its thread is left behind, and still closes what it opened."""
        begun, go_on, closed = (threading.Event() for _ in range(3))
        patient = ThreadedTaskDispatcher.shutdown
        short = partialmethod(patient, timeout=0)
        monkeypatch.setattr(ThreadedTaskDispatcher, "shutdown", short)

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            begun.set()
            assert go_on.wait(SOON)
            start_response("200 OK", [("Content-Type", "text/plain")])
            return Closing([b"late"], closed.set)

        with nothing_left():
            with serving(app, threads=1) as address:
                waiting = client(address)
                waiting.sendall(GET)
                assert begun.wait(SOON)
            assert rest(waiting) == b""
            waiting.close()
            left = {thread.name: thread.daemon for thread in threading.enumerate()}
            assert left["waitress-0"] is True
            go_on.set()
            assert closed.wait(SOON)
