"""Read Flask's ``request`` from a body that streams: too late, in time, or kept.

Flask drops the request context as soon as the answer is handed to the server;
the body is read afterwards.  An application that looks at the outer
``request`` from its body fails when the client has already been told ``200
OK``.  (Returned the naive way its *first* chunk still finds a request, for
Flask fetches that one early: enough to pass a short test.)  So take the
values first; or keep the context with ``stream_with_context``.

Better still: let the inner application read its environ, and know no outer
request at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import request, stream_with_context

from .hello import TEXT


def too_late(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterator[bytes]:
    """Read ``request`` in the body, when Flask has dropped the context: it fails."""
    start_response("200 OK", [TEXT])
    yield b"you asked for "
    yield request.path.encode()


def in_time(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Read ``request`` before the body streams."""
    start_response("200 OK", [TEXT])
    path = request.path.encode()
    return (chunk for chunk in (b"you asked for ", path))


def kept(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Keep the request context while the body streams: ``stream_with_context``."""
    return stream_with_context(too_late(environ, start_response))
