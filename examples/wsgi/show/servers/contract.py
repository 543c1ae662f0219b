"""One application that makes a server show how it keeps PEP 3333.

Each page does one thing that the PEP allows and in which servers differ.  Plain
WSGI, no framework: what comes out is the server's own doing.

A page tells what it lives through on a second connection, to the port of the
loopback interface that the query string names: so a probe decides by what
happened, and not by the clock.  Not for a server that others can reach: anyone
could make it connect to the machine it runs on.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

from ...dispatch import Dispatcher
from ...then import greeting

TEXT = ("Content-Type", "text/plain")
BLOCK, BLOCKS = bytes(65536), 512
"""What the page `many` sends: 32 MB, more than a server takes unasked."""


class Probe:
    """Whoever asked for the page, on the second connection.

    :param environ: its QUERY_STRING is the port; without one, nobody listens.
    """

    def __init__(self, environ: Environ) -> None:
        self.port = int(environ["QUERY_STRING"] or 0)

    def tell(self, word: str, hold: bool = False) -> None:
        """Say what happens.

        :param hold: wait until the probe hangs up.
        """
        place = ("127.0.0.1", self.port)
        with suppress(OSError), socket.create_connection(place) as line:
            line.sendall(f"{word}\n".encode())
            if hold:
                line.recv(1)


class Body:
    """A body that tells how it ended: closed, or dropped without that."""

    def __init__(self, environ: Environ, chunks: Iterable[bytes]) -> None:
        self.probe = Probe(environ)
        self.told, self.read = False, "early"
        self.chunks = iter(chunks)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self.chunks)
        except StopIteration:
            self.read = "whole"
            raise

    def close(self) -> None:
        """Tell that the server closed, and whether it had read to the end."""
        self.tell("closed")

    def __del__(self) -> None:
        self.tell("dropped")

    def tell(self, how: str) -> None:
        """Tell how it ended, once."""
        if not self.told:
            self.told = True
            self.probe.tell(f"{how} {self.read}")


def plain(environ: Environ, start: Start) -> Iterable[bytes]:
    """Answer in one piece; to HEAD as well, which is wrong, and common."""
    start("200 OK", [TEXT, ("Content-Length", "6")])
    return Body(environ, [b"plain\n"])


def stream(environ: Environ, start: Start) -> Iterable[bytes]:
    """Wait between two chunks."""
    start("200 OK", [TEXT])
    yield b"first\n"
    Probe(environ).tell("asked for more", hold=True)
    yield b"second\n"


def many(environ: Environ, start: Start) -> Iterable[bytes]:
    """Wait between two chunks, and go on for long."""

    def chunks() -> Iterator[bytes]:
        yield from stream(environ, start)
        for _ in range(BLOCKS):
            yield BLOCK

    return Body(environ, chunks())


def written(environ: Environ, start: Start) -> Iterable[bytes]:
    """Write a chunk, wait, and return another."""
    write = start("200 OK", [TEXT])
    if callable(write):
        write(b"first\n")
    word = "written" if callable(write) else "no write()"
    Probe(environ).tell(word, hold=True)
    return [b"second\n"]


def late(environ: Environ, start: Start) -> Iterable[bytes]:
    """Start the answer with its first chunk, as every generator does."""
    start("404 Not Found", [TEXT])
    yield b"late\n"


def replaced(environ: Environ, start: Start) -> Iterable[bytes]:
    """Promise a page, fail before anything is sent, and say so instead."""
    start("200 OK", [TEXT])
    try:
        raise LookupError("no cherries")
    except LookupError:
        error = sys.exc_info()
        start("500 Internal Server Error", [TEXT], error)
    return [b"sorry\n"]


def broken(environ: Environ, start: Start) -> Iterable[bytes]:
    """Fail after the first chunk."""

    def chunks() -> Iterator[bytes]:
        yield b"first\n"
        raise LookupError("no more cherries")

    start("200 OK", [TEXT])
    return Body(environ, chunks())


def meet(environ: Environ, start: Start) -> Iterable[bytes]:
    """Wait until the probe lets go."""
    Probe(environ).tell("here", hold=True)
    start("200 OK", [TEXT])
    return [b"met\n"]


def echo(environ: Environ, start: Start) -> Iterable[bytes]:
    """Send back what came: as much as the PEP lets an application read."""
    source = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):  # no part of the PEP: reading ends
        came = b"".join(iter(lambda: source.read(4096), b""))
    else:
        came = source.read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [TEXT])
    return [came]


PAGES: dict[str, WSGIApplication] = {
    f"/{page.__name__}": page
    for page in (plain, stream, many, written, late, replaced, broken, meet, echo)
}
PAGES["/text"] = greeting  # of 2011: its body is text, in Python 3
application = Dispatcher({**PAGES, "/checked": validator(Dispatcher(PAGES))})
