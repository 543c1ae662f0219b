"""Applications that call ``start_response`` late, twice or never, or raise an error.

Each does what PEP 3333 allows, or what happens in practice.  A server, or
whoever plays one, has to cope with all of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..closing import Closing
from .hello import TEXT

UNAVAILABLE = "503 Service Unavailable"


def late(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterator[bytes]:
    """Call ``start_response`` only when the first chunk is asked for."""
    start_response("200 OK", [TEXT])
    yield b"late, but here\n"


def silent(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Return a body, and never call ``start_response``."""
    return [b"no status, no headers\n"]


def twice(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Call ``start_response`` twice without ``exc_info``: a plain mistake."""
    start_response("200 OK", [TEXT])
    start_response(UNAVAILABLE, [TEXT])
    return [b"which one?\n"]


def mistyped(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Raise a TypeError after ``start_response``."""
    start_response("200 OK", [TEXT])
    return [b"%d cherries\n" % sum(json.loads('["1", "2"]'))]


def apologetic(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Replace an answer that has not been sent yet (PEP 3333, ``exc_info``)."""
    start_response("200 OK", [TEXT])
    try:
        raise LookupError("the cherry is not on the tree")
    except LookupError:
        start_response(UNAVAILABLE, [TEXT], sys.exc_info())
        return [b"sorry\n"]


def too_late_to_apologise(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterator[bytes]:
    """Call ``start_response`` with ``exc_info`` when a chunk was sent already."""
    start_response("200 OK", [TEXT])
    yield b"all is well\n"
    try:
        raise LookupError("the cherry is not on the tree")
    except LookupError:
        start_response(UNAVAILABLE, [TEXT], sys.exc_info())


def failing(
    chunks: int,
    closed: Callable[[], object],
) -> WSGIApplication:
    """Make an application that raises an error after so many chunks.

    :param chunks: 0 fails before the first one.
    :param closed: called when the body is closed.
    """

    def body() -> Iterator[bytes]:
        for number in range(chunks):
            yield b"chunk %d\n" % number
        raise LookupError("the cherry is not on the tree")

    def fails(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        start_response("200 OK", [TEXT])
        return Closing(body(), closed)

    return fails
