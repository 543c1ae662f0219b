"""Short answers of a middleware's own: 404, 413 and their like."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def answer(status: str, *headers: tuple[str, str]) -> WSGIApplication:
    """Make an application that answers every request with a status.

    The text is the status again, in lower case: nothing of the request is
    repeated to whoever sent it.  HEAD gets no body (RFC 9110, 9.3.2).

    :param status: code and reason: ``"404 Not Found"``.
    :param headers: further headers, such as ``("Retry-After", "1")``.
    """
    text = f"{status.partition(' ')[2].lower()}\n".encode()
    described = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
        *headers,
    ]

    def answered(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        start_response(status, described.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [text]

    return answered


not_found = answer("404 Not Found")
