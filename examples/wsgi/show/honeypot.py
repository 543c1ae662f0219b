"""Read a form in a middleware, and refuse robots: alone, it eats the form.

The form has a field that people do not see.  Robots fill it in.  A reader that
looks for it is short; what it leaves for the application is nothing.  Behind
:class:`~examples.wsgi.buffered.Buffered` the same reader does no harm.

Not as the only protection of a form: it stops robots that were not made for it.
Not for forms with files: of ``multipart/form-data`` it sees nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..base import answer

FORM = "application/x-www-form-urlencoded"
forbidden = answer("403 Forbidden")


def honeypot(environ: WSGIEnvironment) -> WSGIApplication | None:
    """Refuse a form in which the field ``website`` is filled in."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0]
    if kind.strip().lower() != FORM:
        return None
    length = int(environ.get("CONTENT_LENGTH") or 0)
    form = parse_qs(environ["wsgi.input"].read(length))
    return forbidden if b"website" in form else None


def read_then_pass(
    app: WSGIApplication,
    reader: Callable[[WSGIEnvironment], WSGIApplication | None],
) -> WSGIApplication:
    """Let a reader look, and keep nothing of what it read."""

    def middleware(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        refusal = reader(environ)
        return (app if refusal is None else refusal)(environ, start_response)

    return middleware
