"""Join the body, replace ``<body>``: a bar as one writes it first, to be broken.

It gives one chunk back.  It passes a test with one
small page.  What it loses is what a WSGI response is made of.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def naive_bar(app: WSGIApplication, bar: bytes) -> WSGIApplication:
    """Put a bar into every page; wrong in at least six ways."""

    def with_bar(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        page = b"".join(app(environ, start_response))
        return [page.replace(b"<body>", b"<body>" + bar)]

    return with_bar
