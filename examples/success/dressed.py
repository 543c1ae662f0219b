"""One line more in every page: the bar of ``12``, whatever made the page.

A module script may stand behind everything else, so the line is sent when the page is
through, and nothing is held back.  A page that forbids scripts allows this one: its
policy gets this origin in ``script-src`` and ``connect-src``, and nothing else.

Not for a fragment, which is no page of its own.  Compress outside of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

LINE = b'<script type="module" src="/bar/bar.js"></script>\n'
OWN = ("script-src", "connect-src")


class Dressed:
    """Add the bar to the HTML pages of an application.

    :param app: whose pages.  It does not use ``write()``.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer as the application does; behind a page comes the line."""
        response = Response.from_app(self.app, environ)
        if (
            response.mimetype == "text/html"
            and "Content-Encoding" not in response.headers
        ):
            chunks = response.response
            close = getattr(chunks, "close", lambda: None)
            response.response = ClosingIterator(with_line(chunks), [close])
            dress(response)
        return response(environ, start_response)


def with_line(chunks: Iterable[Any]) -> Iterator[bytes]:
    """Yield a body, and the line behind it if it is a whole page."""
    start = b""
    for chunk in chunks:
        start = (start + chunk)[:64]
        yield chunk
    if start.lstrip().lower().startswith((b"<!doctype", b"<html")):
        yield LINE


def dress(response: Response) -> None:
    """Drop what is no longer true of the body, and let the bar's script run."""
    for name in ("Content-Length", "ETag", "Last-Modified"):
        response.headers.pop(name, None)
    if policy := response.headers.get("Content-Security-Policy"):
        response.headers["Content-Security-Policy"] = allowing(policy)


def allowing(policy: str) -> str:
    """Let a policy allow scripts of this origin, and what they ask of it.

    >>> allowing("default-src 'none'; script-src 'unsafe-inline'")
    "default-src 'none'; script-src 'unsafe-inline' 'self'; connect-src 'self'"
    """
    parts = [part.split() for part in policy.split(";") if part.strip()]
    rules = {name.lower(): values for name, *values in parts}
    for name in OWN:
        values = rules.get(name) or rules.get("default-src", ["*"])
        values = [value for value in values if value != "'none'"]
        if not {"'self'", "*"} & {*values}:
            values.append("'self'")
        rules[name] = values
    return "; ".join(" ".join([name, *values]) for name, values in rules.items())
