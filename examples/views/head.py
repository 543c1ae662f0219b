"""Answer HEAD without a body: none is computed, none is sent.

RFC 9110, 9.3.2: the answer to HEAD has the headers of GET and no content.
WSGI leaves it to the application, and not every server checks: waitress sends
what it is given, and the next answer on that connection starts in the middle
of this one's body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .headers import Headers

if TYPE_CHECKING:
    from _typeshed import OptExcInfo


def bodiless(app: WSGIApplication) -> WSGIApplication:
    """Make an application that answers HEAD without a body.

    The inner one sees HEAD, and may save itself the work.  If it calls
    ``start_response`` at once, as most do, none of its body is computed; its
    ``close()`` is called in every case.  A length that only the body would have
    told is left out.
    """

    def headed(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return app(environ, start_response)
        started = Started(start_response)
        drain(app(environ, started), started)
        return iter((b"",))  # an empty list would promise a length of 0

    return headed


class Started:
    """A ``start_response`` that records whether it was called."""

    def __init__(self, start_response: StartResponse) -> None:
        self.start_response = start_response
        self.called = False

    def __call__(
        self,
        status: str,
        headers: Headers,
        exc_info: OptExcInfo | None = None,
        /,
    ) -> Callable[[bytes], object]:
        """Start the server's answer; give back a ``write()`` that sends nothing."""
        self.start_response(status, headers, exc_info)
        self.called = True
        return len


def drain(body: Iterable[bytes], started: Started) -> None:
    """Read until ``start_response`` is called, and no further; then close."""
    try:
        chunks = iter(body)
        while not started.called:
            if next(chunks, None) is None:
                break
    finally:
        if close := getattr(body, "close", None):
            close()
