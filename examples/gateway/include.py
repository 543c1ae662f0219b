"""Join fragments into a page, in process: what nginx calls SSI, two of its commands.

For the embedded gateway.  A page is held whole, so it has to be small; fragments
are asked one after the other, where nginx asks them side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wrappers import Response

BLOCK = re.compile(
    r'<!--#\s*block name="(\w+)"\s*-->(.*?)<!--#\s*endblock\s*-->', re.DOTALL
)
INCLUDE = re.compile(r'<!--#\s*include virtual="([^"?]+)" stub="(\w+)"\s*-->')


class Including:
    """Join the pages of an application.

    Where a fragment fails or is empty, stands the block that the page has for that.

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
        response = Response.from_app(self.app, environ, buffered=True)
        if response.mimetype == "text/html" and environ["REQUEST_METHOD"] == "GET":
            response.set_data(self.joined(response.get_data(as_text=True), environ))
        return response(environ, start_response)

    def joined(self, page: str, environ: WSGIEnvironment) -> str:
        """Put the fragments where a page includes them."""
        blocks = dict(BLOCK.findall(page))
        return INCLUDE.sub(
            lambda found: self.fragment(found[1], environ) or blocks.get(found[2], ""),
            BLOCK.sub("", page),
        )

    def fragment(self, path: str, environ: WSGIEnvironment) -> str:
        """Give a fragment; nothing, if it fails."""
        asked = {"PATH_INFO": path, "QUERY_STRING": "", "CONTENT_LENGTH": "0"}
        inside = environ | asked | {"wsgi.input": BytesIO()}
        with Response.from_app(self.fragments, inside, buffered=True) as response:
            return (
                response.get_data(as_text=True) if response.status_code == 200 else ""
            )
