"""Errors come up, beside what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from tests.wsgi.cases.case import (
    OWN,
    Body,
    Logged,
    case,
)
from tests.wsgi.server import TEXT


@case(status="", error=LookupError, django=OWN)
def fails(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """Before it has said anything."""
    raise LookupError("no cherries")


@case(error=LookupError, django=OWN)
def fails_when_started(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """When the status is said and nothing returned."""
    start_response("200 OK", [TEXT])
    raise LookupError("no cherries")


@case(b"one", error=LookupError, django=OWN)
def fails_when_written(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """When a part is written."""
    start_response("200 OK", [TEXT])(b"one")
    raise LookupError("no cherries")


@case(status="", error=LookupError, django=OWN)
def fails_late(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """When the first chunk is asked for, and nothing was said."""
    return Logged(environ, error=LookupError("no cherries"))


@case(error=LookupError, django=OWN)
def fails_before_a_chunk(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Body:
    """When the first chunk is asked for."""
    start_response("200 OK", [TEXT])
    return Logged(environ, error=LookupError("no cherries"))


@case(b"one", error=LookupError)
def fails_in_the_middle(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Body:
    """After a chunk."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"one", error=LookupError("no cherries"))


@case(b"one", error=SystemExit)
def exits_in_the_middle(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Body:
    """Not only exceptions of the ordinary kind."""
    start_response("200 OK", [TEXT])
    return Logged(environ, b"one", error=SystemExit())


@case(error=OSError, rules=(), django=OWN)
def cannot_be_read(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The body does not even begin; it is closed all the same."""

    class Broken(Logged):
        """A body whose source is gone."""

        def __iter__(self) -> Iterator[bytes]:
            raise OSError("cursor is gone")

    start_response("200 OK", [TEXT])
    return Broken(environ)


@case(b"one", error=OSError, django="Django keeps errors of close() to itself")
def cannot_be_closed(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The page is whole, and the error comes up."""

    class Broken(Logged):
        """A body that does not close."""

        def close(self) -> None:
            """Fail."""
            super().close()
            raise OSError("disk full")

    start_response("200 OK", [TEXT])
    return Broken(environ, b"one")


@case(status="", error=AssertionError, django=OWN)
def says_nothing(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """start_response is never called: the server notices."""
    return []


@case(error=AssertionError, django=OWN)
def starts_twice(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It is called twice without a reason: the server notices."""
    start_response("200 OK", [TEXT])
    start_response("200 OK", [TEXT])
    return []
