"""Insert a bar on top of the HTML pages of any application (talk, page 37).

The markup goes right behind the opening ``<body>``, while the page streams.
Whatever is not an HTML page passes untouched, and so does what is compressed:
compress outside of this, or take ``Accept-Encoding`` out of the request.  With
the level DEBUG, the loggers of this module and of :mod:`.opening` say why a page
has no bar.  Most error pages that a framework makes leave ``<body>`` out.

Not for markup with a script or a style of its own: under a strict
Content-Security-Policy those do not run.  Put classes into the markup, and a
stylesheet at an address of your own.  Not where the bar is all that differs from
reader to reader and the pages are worth caching: fetch it from the page then
(chapter ``12-javascript``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..base import Headers
from .headers import drop_stale, make_private, obstacle
from .opening import Opening
from .rewrite import Edit, rewrite

log = logging.getLogger(__name__)


class Bar:
    """Put a bar into the HTML pages of an application.

    :param bar: makes the markup, well-formed and with everything from outside
        escaped; called when the application has said its headers.  Characters
        beyond ASCII become references, so it suits every charset.
    :param personal: whether the bar depends on who asks.  If so, no page that
        could have one goes into a shared cache, even when it is empty for this
        reader.
    """

    def __init__(
        self,
        app: WSGIApplication,
        bar: Callable[[WSGIEnvironment], str],
        *,
        personal: bool,
    ) -> None:
        self.app = app
        self.bar = bar
        self.personal = personal

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer as the application does, with a bar."""

        def choose(status: str, headers: Headers) -> tuple[Headers, Edit | None]:
            if reason := obstacle(status, headers):
                log.debug("no bar on %r: %s", environ.get("PATH_INFO"), reason)
                return headers, None
            headers = drop_stale(headers)
            if self.personal:
                headers = make_private(headers)
            if environ["REQUEST_METHOD"] == "HEAD":
                return headers, None
            return headers, insert(self.bar(environ))

        return rewrite(self.app, environ, start_response, choose)


def insert(markup: str) -> Edit:
    """Make an edit that puts markup behind the opening ``<body>`` of one page."""
    opening, bar = Opening(), markup.encode("ascii", "xmlcharrefreplace")

    def edit(chunk: bytes) -> bytes:
        place = None if opening.over else opening.find(chunk)
        if place is None:
            return chunk
        return chunk[:place] + bar + chunk[place:]

    return edit
