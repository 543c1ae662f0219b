"""The bar's two addresses: ``bar.js``, the same for all, and ``bar.json``, for one.

The script may be kept by every cache and run by every page.  The JSON is about whoever
asks, so it is kept by none, and read by pages of the service's own origin and of those
listed; a page of another one gets 403, and nothing to read.

A ``GET`` with a cookie and without a header of its own needs no preflight; so there is
none, and ``OPTIONS`` is 405.  Who asks without an ``Origin`` is no page of another
origin that could read the answer: curl, or the service's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from .cors import PUBLIC, Headers, Origins

SCRIPT = Path(__file__).with_name("bar.js").read_bytes()
TAG = f'"{sha256(SCRIPT).hexdigest()[:16]}"'
SAFE = ("X-Content-Type-Options", "nosniff")
PLAIN: Headers = [("Content-Type", "text/plain"), SAFE]
KEPT: Headers = [
    ("Content-Type", "text/javascript; charset=utf-8"),
    ("Cache-Control", "public, max-age=300"),
    ("ETag", TAG),
    SAFE,
    *PUBLIC,
]
OWN: Headers = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "private, no-store"),
    # Not to be drawn in as a script or a picture; CORS does not ask here.
    ("Cross-Origin-Resource-Policy", "same-origin"),
    SAFE,
]

Answer = tuple[str, Headers, bytes]


@dataclass(frozen=True)
class Shown:
    """What the bar shows of whoever asks.

    name: who is signed in; None for nobody.
    basket: how many things are in it.
    links: the menu below the name: addresses by words, relative to ``bar.json``.
    """

    name: str | None = None
    basket: int = 0
    links: Mapping[str, str] = field(default_factory=dict)


class Bar:
    """WSGI application: ``/bar.js`` and ``/bar.json``; mount it where you like.

    :param read: tells from the environ, by its cookie, what to show.
    :param origins: whose pages may read that; see `Origins`.
    """

    def __init__(
        self, read: Callable[[WSGIEnvironment], Shown], origins: Iterable[str]
    ) -> None:
        self.read = read
        self.origins = Origins(origins)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request."""
        status, headers, body = self.answer(environ)
        if body:
            headers = [*headers, ("Content-Length", str(len(body)))]
        start_response(status, headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def answer(self, environ: WSGIEnvironment) -> Answer:
        """Return status, headers and body."""
        path = environ.get("PATH_INFO", "")
        if path not in ("/bar.js", "/bar.json"):
            return "404 Not Found", PLAIN, b"bar.js and bar.json, nothing else\n"
        if environ.get("REQUEST_METHOD", "GET") not in ("GET", "HEAD"):
            allow = ("Allow", "GET, HEAD")
            return "405 Method Not Allowed", [*PLAIN, allow], b"GET, and nothing else\n"
        return self.script(environ) if path == "/bar.js" else self.json(environ)

    def script(self, environ: WSGIEnvironment) -> Answer:
        """Return the module, or 304 to who has it."""
        if environ.get("HTTP_IF_NONE_MATCH") == TAG:
            kept = [(name, value) for name, value in KEPT if name != "Content-Type"]
            return "304 Not Modified", kept, b""
        return "200 OK", KEPT, SCRIPT

    def json(self, environ: WSGIEnvironment) -> Answer:
        """Return what to show, to a page that may know it."""
        origin = environ.get("HTTP_ORIGIN")
        headers = OWN + self.origins.headers(origin)
        if origin is not None and origin not in self.origins.origins:
            return "403 Forbidden", headers, b'{"error": "not your page"}'
        said = json.dumps(asdict(self.read(environ)))
        return "200 OK", headers, said.encode()
