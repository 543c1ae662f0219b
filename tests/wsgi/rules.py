"""The rules of PEP 3333, asked of both sides by two strangers.

``wsgiref.validate`` raises where a rule is broken; Werkzeug's ``LintMiddleware``
warns, and a warning is an error here.  They know different rules, and Werkzeug's
hides ``readlines()`` of the input, on which the other insists: it is put back.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

from werkzeug.middleware.lint import InputStream, LintMiddleware


class Input(InputStream):
    """Werkzeug's checked input, complete."""

    def readlines(self, *hint: int) -> list[bytes]:
        """Read all lines."""
        return list(self._stream.readlines(*hint))


def linted(app: WSGIApplication) -> WSGIApplication:
    """Check an application, and whoever calls it, by Werkzeug."""

    def complete(environ: Environ, start_response: Start) -> Iterable[bytes]:
        environ["wsgi.input"] = Input(environ["wsgi.input"]._stream)
        return app(environ, start_response)

    return LintMiddleware(complete)


def strict(app: WSGIApplication) -> WSGIApplication:
    """Check in both ways.  They put streams of theirs into a copy of the environ."""
    checked = validator(linted(app))
    return lambda environ, start_response: checked(environ.copy(), start_response)


def untouched(layer: WSGIApplication) -> WSGIApplication:
    """Check that a middleware leaves the environ alone that it is given."""

    def checked(environ: Environ, start_response: Start) -> Iterable[bytes]:
        before = environ.copy()
        try:
            return layer(environ, start_response)
        finally:
            assert environ == before

    return checked
