"""nginx in front of applications in threads, and a client, for tests and notebook.

`ask` sends a path as it is written, `..` and all, which polite clients do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from time import monotonic, sleep
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ...peers import serve
from ...wsgi.serve import serving
from ..nginx import configuration
from ..run.child import SETTINGS
from ..table import Ports, Row

HOST = "127.0.0.1"
NOBODY = 1
"""A port at which nobody listens (tcpmux, of 1988)."""
SECONDS = 40
"""For what always comes; an answer grows old in two at most, by nginx's clock."""

Copies = WSGIApplication | list[WSGIApplication]


@dataclass(frozen=True)
class Answer:
    """The status, headers and body of a response."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Seen:
    """A WSGI application that records its requests, and answers with its name.

    :param name: what it answers.
    :param headers: what it answers with.
    :param status: how it answers.
    """

    name: str = "seen"
    headers: list[tuple[str, str]] = field(default_factory=list)
    environs: list[WSGIEnvironment] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    status: str = "200 OK"

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Record environ and body, and answer."""
        self.environs.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        start_response(self.status, [("Content-Type", "text/plain"), *self.headers])
        return [self.name.encode()]

    @property
    def last(self) -> WSGIEnvironment:
        """The environ of the last request."""
        return self.environs[-1]


def ask(
    port: int,
    path: str,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Send one request over a connection of its own.

    :param path: as it goes over the wire.
    """
    connection = HTTPConnection(HOST, port, timeout=SECONDS)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()


def until(true: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Poll a condition until it is true.

    :raises TimeoutError: if it is not after so many seconds.
    """
    end = monotonic() + seconds
    while not true():
        if monotonic() > end:
            raise TimeoutError(f"not within {seconds} seconds")
        sleep(0.05)  # nobody tells when an answer has grown old


@contextmanager
def threads(apps: Mapping[str, Copies]) -> Iterator[Ports]:
    """Serve applications in threads of this process; yield their ports, by name."""
    with ExitStack() as stack:
        ports: dict[str, list[int]] = {}
        for name, app in apps.items():
            for copy in app if isinstance(app, list) else [app]:
                address = stack.enter_context(serving(copy, **SETTINGS))
                ports.setdefault(name, []).append(int(address.rpartition(":")[2]))
        yield ports


@contextmanager
def trial(
    table: Iterable[Row], apps: Mapping[str, Copies], others: Ports | None = None
) -> Iterator[int]:
    """Run nginx in front of applications; yield its port.

    :param others: where those listen that run already.  Who is in the table, and
        neither here nor in `apps`, is dead.
    """
    rows = list(table)
    with threads(apps) as ports:
        known = {**ports, **(others or {})}
        there = {row.name: known.get(row.name, [NOBODY]) for row in rows}
        with serve("nginx", configuration(rows, there)) as server:
            yield server.port
