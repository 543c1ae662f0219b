"""Read a form in a view, and pass its bytes on to the inner application.

``wsgi.input`` can be read once.  If the view reads the form and then hands
over, the inner application finds nothing: a plain or Django one an empty
form, a Flask one ``400 Bad Request``, for the promised bytes never come.  So
take the bytes first, up to a limit, parse those, and give the inner
application a fresh copy.

Not for uploads: the whole body is held in memory.  A view that need not look
does not read at all, and hands over the untouched stream.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import request

from .flask_view import AppResponse

LIMIT = 64 * 1024
"""Bytes of a form that are held in memory.  Longer ones are answered 413."""


def limit() -> int:
    """Give LIMIT, or the limit of the site (MAX_CONTENT_LENGTH) if it is lower."""
    of_site = request.max_content_length
    return LIMIT if of_site is None else min(LIMIT, of_site)


def replay(app: WSGIApplication, body: bytes) -> WSGIApplication:
    """Wrap an application: it reads these bytes as the body of its request."""

    def replayed(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        again = environ.copy()
        again["wsgi.input"] = BytesIO(body)
        again["CONTENT_LENGTH"] = str(len(body))
        again.pop("HTTP_TRANSFER_ENCODING", None)
        return app(again, start_response)

    return replayed


def read_and_replay(inner: WSGIApplication) -> AppResponse:
    """Read the bytes, parse the form from them, hand over a copy."""
    request.max_content_length = limit()
    body = request.get_data()  # first: .form eats the stream
    request.form.get("name")
    return AppResponse(replay(inner, body))
