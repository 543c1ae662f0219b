"""All middlewares behind waitress, and 400 clients at once that take their time.

One thread plays all clients: each sends and reads a little whenever it is its turn.
"Slow" means that they are all in the middle of something at the same time, not that
anybody sleeps.
"""

from __future__ import annotations

import logging
import resource
import select
import selectors
import socket
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import pytest
from waitress.adjustments import Adjustments

from examples.wsgi.buffered import Buffered
from examples.wsgi.context import Inject, context
from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.hosts.subdomains import TENANT, Subdomains
from examples.wsgi.html_bar.bar import Bar
from examples.wsgi.serve import SETTINGS, serving
from tests.wsgi.leaks import Connections, no_leaks
from tests.wsgi.server import HTML, TEXT

pytestmark = pytest.mark.beside

MANY = 200
PIECE = 4096
SOON = 30  # seconds after which something has gone wrong
BODY = bytes(range(256)) * 400  # 100 KB: on disk, in waitress and in Buffered
LINE = b"<p>Morello, Bing, Rainier</p>\n" * 64
PAGE = b"<!doctype html><title>t</title><body>" + LINE * 50  # 96 KB
BAR = b'<p class="bar">anna at ada</p>'

HEAD = "{} HTTP/1.0\r\nHost: ada.example.com\r\n"
GET = HEAD.format("GET /shop/page").encode() + b"\r\n"
KEPT = b"GET /nowhere HTTP/1.1\r\nHost: ada.example.com\r\nX-Long: %b\r\n\r\n"
KEPT %= b"x" * PIECE
"""More than a piece.  The answer has a length, so the connection stays."""

POST = HEAD.format("POST /upload").encode()
POST += f"Content-Length: {len(BODY)}\r\n\r\n".encode()


CONNECTIONS = Connections()


def user(environ: Environ) -> str:
    """Ask the database who it is."""
    assert context(environ).connection
    return "anna"


def page(environ: Environ, start_response: Start) -> Iterator[bytes]:
    """Send a page, in pieces that cut its tags."""
    start_response("200 OK", [HTML])
    for at in range(0, len(PAGE), 1900):
        yield PAGE[at : at + 1900]


def upload(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Tell what came, as a hash."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", [TEXT])
    return [f"{context(environ).user} {sha256(body).hexdigest()}".encode()]


def bar(environ: Environ) -> str:
    """Name the user and the tenant."""
    name, tenant = context(environ).user, environ[TENANT]
    return f'<p class="bar">{name} at {tenant}</p>'


@pytest.fixture
def stack() -> WSGIApplication:
    """Put all middlewares around two applications, with a database."""
    inside = Dispatcher({"/shop": page, "/upload": upload})
    barred = Bar(Buffered(inside), bar, personal=True)
    injected = Inject(barred, user, CONNECTIONS.connect)
    return validator(Subdomains("<tenant>.example.com", injected))


@pytest.fixture(autouse=True)
def _many_files() -> Iterator[None]:
    """Allow both ends of 400 connections, and files for each."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have a folder of its own for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def nothing_left() -> AbstractContextManager[None]:
    """Check that no thread, no descriptor and no connection is left."""
    return no_leaks(SOON, lambda: CONNECTIONS.open)


class Client:
    """A slow client: it sends and reads a piece at a time.

    :param request: all that it has to say.
    :ivar answer: what it has got; whole when ``done``.
    """

    def __init__(self, address: str, request: bytes) -> None:
        where = urlsplit(address)
        self.socket = socket.create_connection((where.hostname, where.port), SOON)
        self.left = memoryview(request)
        self.answer = bytearray()
        self.done = False

    @property
    def wants(self) -> int:
        """Whether it is about to send or to read."""
        return selectors.EVENT_WRITE if self.left else selectors.EVENT_READ

    def turn(self) -> None:
        """Send or read a piece."""
        if self.left:
            self.left = self.left[self.socket.send(self.left[:PIECE]) :]
        else:
            piece = self.socket.recv(PIECE)
            self.answer += piece
            self.done = not piece

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *failure: object) -> None:
        self.socket.close()

    @property
    def body(self) -> bytes:
        """The body of the answer."""
        head, _, body = self.answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.0 200 OK\r\n"), head
        return bytes(body)


def turns(clients: Iterable[Client], until: Callable[[Client], bool]) -> None:
    """Let clients take turns, until each is as far as it should be."""
    with selectors.DefaultSelector() as selector:
        for client in clients:
            selector.register(client.socket, client.wants, client)
        while selector.get_map():
            ready = selector.select(SOON)
            assert ready, "nothing happens any more"
            for key, _ in ready:
                client = key.data
                client.turn()
                if until(client):
                    selector.unregister(client.socket)
                elif client.wants != key.events:
                    selector.modify(client.socket, client.wants, client)


def ask(address: str, request: bytes) -> Client:
    """Ask as an ordinary client does."""
    with Client(address, request) as client:
        turns([client], lambda one: one.done)
    return client


def test_two_hundred_senders_and_two_hundred_readers(
    stack: WSGIApplication, temporary: Path
) -> None:
    """All are answered right, an ordinary client among them; nothing is left."""
    with nothing_left(), serving(stack) as address, ExitStack() as leaving:

        def connect(request: bytes) -> list[Client]:
            """Let as many clients connect."""
            clients = [Client(address, request) for _ in range(MANY)]
            return [leaving.enter_context(client) for client in clients]

        senders, readers = connect(POST + BODY), connect(GET)
        turns(senders, lambda one: len(one.left) < len(BODY) // 2)
        turns(readers, lambda one: len(one.answer) > 0)
        assert not any(client.done for client in senders + readers)
        assert PAGE[-99:] in ask(address, GET).body
        turns(senders + readers, lambda one: one.done)
        for sender in senders:
            assert sender.body == f"anna {sha256(BODY).hexdigest()}".encode()
        expected = PAGE.replace(b"<body>", b"<body>" + BAR)
        for reader in readers:
            assert reader.body == expected
    assert list(temporary.iterdir()) == []


DEFAULTS = {name: getattr(Adjustments, name) for name in SETTINGS}
"""What waitress takes for what we set."""


def test_with_waitress_own_settings_the_next_one_waits(
    stack: WSGIApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 100 sockets two are waitress' own: slow clients need no more than 98.

    The next is connected by the system and heard by nobody, until one leaves.
    """
    assert DEFAULTS["connection_limit"] == 100
    full = threading.Event()
    monkeypatch.setattr(logging.getLogger("waitress"), "warning", lambda *_: full.set())
    with (
        nothing_left(),
        serving(stack, **DEFAULTS) as address,
        ExitStack() as leaving,
    ):
        slow = [leaving.enter_context(Client(address, KEPT)) for _ in range(98)]
        turns(slow, lambda one: len(one.left) < len(KEPT))
        assert full.wait(SOON)
        waiting = leaving.enter_context(Client(address, GET))
        turns([waiting], lambda one: not one.left)
        for client in slow[:3]:  # the server is alive, and answers whom it knows
            turns([client], lambda one: one.answer.endswith(b"not found\n"))
        assert not select.select([waiting.socket], [], [], 0)[0]
        slow[0].socket.close()
        turns([waiting], lambda one: one.done)
        assert BAR in waiting.body
