"""A front whose inside can be switched while it serves: WSGI here, or HTTP elsewhere.

What chapter 08 does with nginx, in one file.  A test may let it lose answers: the
inside has done what was asked, and the client never hears of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.test import run_wsgi_app

from ..api import refused
from ..contract import BODY, Problem

PATIENCE = 10.0  # seconds
ASKS = {
    "HTTP_HOST": "Host",
    "HTTP_ORIGIN": "Origin",
    "CONTENT_TYPE": "Content-Type",
}
SAYS = "Content-Type", "Location", "Retry-After", "Allow", "Cache-Control", "Server"


class Front:
    """WSGI application: hands on to another one, or to an address.

    :param inside: a WSGI application, or where a server is: ``http://127.0.0.1:8011``.

    lose: how many answers to posts are lost from now on.
    answered: requests by who answered, as its ``Server`` says.
    """

    def __init__(self, inside: WSGIApplication | str) -> None:
        self.inside = inside
        self.lose = 0
        self.answered: Counter[str] = Counter()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer by who is inside now."""
        inside = self.inside

        def heard(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self.answered[dict(headers).get("Server", "")] += 1
            return start_response(status, headers, *rest)

        try:
            if environ["REQUEST_METHOD"] == "POST" and self.lose:
                self.lose -= 1
                run_wsgi_app(partial(forward, inside), environ, buffered=True)
                return bad_gateway(environ, start_response, "the answer was lost")
            return forward(inside, environ, heard)
        except (OSError, HTTPException) as error:
            return bad_gateway(environ, start_response, type(error).__name__)


def forward(
    inside: WSGIApplication | str, environ: WSGIEnvironment, start_response: Any
) -> Iterable[bytes]:
    """Call an application, or ask a server."""
    if not isinstance(inside, str):
        return inside(environ, start_response)
    length = min(int(environ.get("CONTENT_LENGTH") or 0), BODY + 1)
    body = environ["wsgi.input"].read(length)
    headers = {name: environ[key] for key, name in ASKS.items() if environ.get(key)}
    query = environ.get("QUERY_STRING", "")
    path = environ.get("PATH_INFO", "") + ("?" + query if query else "")
    connection = HTTPConnection(urlsplit(inside).netloc, timeout=PATIENCE)
    try:
        connection.request(environ["REQUEST_METHOD"], path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    said = [(name, value) for name in SAYS if (value := answer.getheader(name))]
    said.append(("Content-Length", str(len(data))))
    start_response(f"{answer.status} {answer.reason}", said)
    return [data]


def bad_gateway(
    environ: WSGIEnvironment, start_response: StartResponse, why: str
) -> Iterable[bytes]:
    """Answer 502: the same request may pass, perhaps it did already."""
    return refused(Problem(502, why))(environ, start_response)
