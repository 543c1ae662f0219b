"""Let pages of other origins ask, those that are named: CORS (Fetch, section 3.2).

A browser shows a page the answers of its own origin only, and asks the service first
(OPTIONS, *preflight*) whether a page may send a header such as ``Prefer``.  So what
is said here binds browsers and nobody else.  No cookie crosses: none is ever read.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from flask import Flask, Response, request

# As a browser says it.  Any other would be overlooked, for it never comes.
ORIGIN = re.compile(r"\*|(?!http:.*:80$|https:.*:443$)[a-z][a-z0-9+.-]*://[^/?#\sA-Z]+")
SEEN = "Content-Location, ETag, Preference-Applied, Retry-After, X-Request-Id"
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match, Prefer, X-Request-Id",
    "Access-Control-Max-Age": "7200",  # seconds; Chromium takes no more
}


def allow_origins(app: Flask, origins: Collection[str]) -> None:
    """Let pages of these origins ask an application, and read what it answers.

    :raises ValueError: if one is not written as browsers write it.
    """
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            wanted = "'https://shop.example' (no path, no default port) or '*'"
            raise ValueError(f"origins: got {origin!r}, expected one such as {wanted}")

    @app.before_request
    def preflight() -> Response | None:
        wishes = request.access_control_request_method
        if request.method == "OPTIONS" and wishes and allowed(origins):
            return Response(status=204, headers=PREFLIGHT)
        return None

    @app.after_request
    def tell(response: Response) -> Response:
        if "*" not in origins:  # a cache keeps one answer for each
            response.vary.add("Origin")
        if origin := allowed(origins):
            response.access_control_allow_origin = origin
            response.headers["Access-Control-Expose-Headers"] = SEEN
        return response


def allowed(origins: Collection[str]) -> str:
    """Return what the origin of this request is to be told; nothing if it may not."""
    if "*" in origins:
        return "*"
    origin = request.headers.get("Origin", "")
    return origin if origin in origins else ""
