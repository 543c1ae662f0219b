"""The start: at once, late, twice, and ``write()``."""

from __future__ import annotations

from wsgiref.types import StartResponse, WSGIEnvironment

from tests.wsgi.cases.case import (
    OWN,
    Body,
    Logged,
    case,
    failed,
)
from tests.wsgi.server import TEXT


@case(b"onetwo")
def late(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """start_response is called when the first chunk is asked for."""
    start_response("200 OK", [TEXT, ("X-Late", "yes")])
    yield b"one"
    yield b"two"


@case()
def late_and_nothing(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It is called late, and no chunk follows."""
    start_response("200 OK", [TEXT])
    yield from ()


@case(b"onetwo")
def written(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The body goes to write()."""
    write = start_response("200 OK", [TEXT])
    write(b"one")
    write(b"two")
    return []


@case(b"onetwothree")
def written_and_returned(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Body:
    """One half goes to write(), the other is returned."""
    start_response("200 OK", [TEXT])(b"one")
    return Logged(environ, b"two", b"three")


@case(b"one")
def nothing_written(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """No bytes go to write()."""
    start_response("200 OK", [TEXT])(b"")
    return Logged(environ, b"one")


@case(b"one", status="200 Nothing wrong, thank you")
def a_reason(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """The reason is the application's own."""
    start_response("200 Nothing wrong, thank you", [TEXT])
    return [b"one"]


@case(b"one", status="418 I'm a teapot")
def a_teapot(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """A code that few know."""
    start_response("418 I'm a teapot", [TEXT])
    return [b"one"]


@case(b"one")
def no_error(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """None is said for exc_info."""
    start_response("200 OK", [TEXT], None)
    return [b"one"]


@case(b"sorry", status="500 Oops")
def an_error_at_once(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An error is the first that is said."""
    failed(start_response)
    return [b"sorry"]


@case(b"sorry", status="500 Oops")
def replaced(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An error replaces an answer of which no byte is out."""
    start_response("200 OK", [TEXT, ("X-First", "1")])
    failed(start_response)
    return [b"sorry"]


@case(b"sorry", status="500 Oops")
def replaced_late(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """It replaces the answer after an empty chunk."""
    start_response("200 OK", [TEXT, ("X-First", "1")])
    yield b""
    failed(start_response, ("X-Second", "2"))
    yield b"sorry"


@case(b"sorry", status="500 Oops")
def replaced_twice(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """An error replaces the answer to an error."""
    start_response("200 OK", [TEXT])
    failed(start_response, ("X-First", "1"))
    failed(start_response)
    return Logged(environ, b"sorry")


@case(b"one", error=LookupError)
def replaced_too_late(environ: WSGIEnvironment, start_response: StartResponse) -> Body:
    """When a byte is out, the error comes up."""
    start_response("200 OK", [TEXT])
    yield b"one"
    failed(start_response)
    yield b"sorry"


@case(b"one", error=LookupError, django=OWN)
def written_and_too_late(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Body:
    """What was written is out."""
    start_response("200 OK", [TEXT])(b"one")
    failed(start_response)
    return [b"sorry"]
