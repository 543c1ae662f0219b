"""The end: the body is closed once, however much of it was read."""

from __future__ import annotations

from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.wsgi.cases.case import (
    LOG,
    Body,
    Logged,
    case,
)
from tests.wsgi.server import TEXT


@case(cut=0)
@case(b"one", cut=1)
@case(b"onetwo", cut=2)
@case(b"onetwothree", cut=3)
def left(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The client leaves before, in the middle, or when it has all."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"one", b"two", b"three")


@case(b"one", cut=1)
def finally_(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A generator that is left cleans up at once."""
    start_response("200 OK", [TEXT])
    try:
        yield b"one"
        yield b"two"
    finally:
        environ[LOG].append("closed")


@case(b"x" * 10, cut=10)
def endless(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A body without an end is left."""
    start_response("200 OK", [TEXT])

    class Endless(Logged):
        """One chunk for ever."""

        def __iter__(self) -> Iterator[bytes]:
            while True:
                yield b"x"

    return Endless(environ)
