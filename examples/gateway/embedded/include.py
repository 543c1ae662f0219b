"""Server-side includes in process: nginx's commands ``include`` and ``block``.

For the embedded gateway.  A page is held whole, so it has to be small; fragments
are asked for one after the other, where nginx asks for them side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wrappers import Response

from ..headers import SELECTING

BLOCK = re.compile(
    r'<!--#\s*block name="(\w+)"\s*-->(.*?)<!--#\s*endblock\s*-->', re.DOTALL
)
INCLUDE = re.compile(r'<!--#\s*include virtual="([^"?]+)" stub="(\w+)"\s*-->')


class Including:
    """Joins fragments into the HTML pages of an application.

    Where a fragment fails or is empty, its ``stub`` stands: a block of the page.

    :param app: whose pages include.
    :param fragments: gives what is included, by its path; it is asked on behalf of
        whoever asked for the page.
    """

    def __init__(self, app: WSGIApplication, fragments: WSGIApplication) -> None:
        self.app, self.fragments = app, fragments

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer as the application does, with the fragments in it."""
        response = Response.from_app(self.app, whole(environ), buffered=True)
        if response.mimetype == "text/html":
            response.set_data(self.join(response.get_data(as_text=True), environ))
            del response.headers["ETag"], response.headers["Last-Modified"]
        return response(environ, start_response)

    def join(self, page: str, environ: WSGIEnvironment) -> str:
        """Replace the includes of a page by their fragments or stubs."""
        blocks = dict(BLOCK.findall(page))
        return INCLUDE.sub(
            lambda found: self.fragment(found[1], environ) or blocks.get(found[2], ""),
            BLOCK.sub("", page),
        )

    def fragment(self, path: str, environ: WSGIEnvironment) -> str:
        """Ask for a fragment; return its text, or nothing if it fails."""
        inside = question(path, environ)
        with Response.from_app(self.fragments, inside, buffered=True) as response:
            return (
                response.get_data(as_text=True) if response.status_code == 200 else ""
            )


def whole(environ: WSGIEnvironment) -> WSGIEnvironment:
    """Return an environ without what makes an answer compressed, partial or empty."""
    selecting = {variable(name) for name in SELECTING}
    inside = {key: value for key, value in environ.items() if key not in selecting}
    if inside["REQUEST_METHOD"] == "HEAD":
        inside["REQUEST_METHOD"] = "GET"
    return inside


def question(path: str, environ: WSGIEnvironment) -> WSGIEnvironment:
    """Return the environ of a GET on behalf of a request: no query, no body."""
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
    body = {"CONTENT_LENGTH": "0", "wsgi.input": BytesIO()}
    return whole(environ) | asked | body


def variable(header: str) -> str:
    """Return the name of a header in an environ (PEP 3333)."""
    return f"HTTP_{header.upper().replace('-', '_')}"
