"""Errors of the gateway's own as RFC 9457 problems; gaps for failed includes.

Applications keep errors of their own, in whatever form they have: Flask answers 404
in HTML, highlight with problems of its own types.  The gateway passes them as they
are; only where a page includes them, they become a gap.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

REASONS = {
    400: ("Bad Request", "this is no HTTP"),
    401: ("Unauthorized", "sign in first"),
    404: ("Not Found", "nobody is here"),
    405: ("Method Not Allowed", "no application is asked for this"),
    412: ("Precondition Failed", "what is kept is another one"),
    413: ("Content Too Large", "the application does not read as much"),
    414: ("URI Too Long", "the address is too long"),
    416: ("Range Not Satisfiable", "what is kept has no such part"),
    431: ("Request Header Fields Too Large", "a header is longer than 8 KB"),
    500: ("Internal Server Error", "nobody can say who is asking"),
    501: ("Not Implemented", "this transfer coding is unknown"),
    502: ("Bad Gateway", "the application is not there"),
    503: ("Service Unavailable", "the application has enough to do"),
    504: ("Gateway Timeout", "the application did not answer in time"),
    505: ("HTTP Version Not Supported", "HTTP/1.0 and 1.1 are"),
}
"""Errors of the gateway's own.  What an application says passes as it is."""

UNREAD = (400, 405, 414, 431, 501, 505)
"""Found while nginx reads a request.  It may have no path yet, and nginx jumps to a
named location from a path only: so these have an address, which is ``internal``."""


def document(status: int) -> dict[str, object]:
    """Return the problem, but for the request's id, which nginx puts in."""
    title, detail = REASONS[status]
    return {
        "type": f"tag:gateway.example,2026:{title.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "request": "$id",
    }


SILENT = """location @gap {
    set $nothing "";
    return 404 $nothing;
}
location @nobody {
    return 204;
}"""
"""Empty 404 for a failed include, and for who asks for one from outside; 204 for
anonymous.  (Of a plain ``404 ""`` nginx would make a page of HTML.)"""


def locations() -> Iterator[str]:
    """Yield the ``error_page`` of each status, and the location that answers it."""
    yield SILENT
    for status in REASONS:
        # nginx has a number of its own for this, and would say 400.
        seen = "494 =431" if status == 431 else str(status)
        yield f"error_page {seen} {place(status)};"
    for status in REASONS:
        exact = "= " if status in UNREAD else ""
        yield f"location {exact}{place(status)} {{"
        if status in UNREAD:
            yield "    internal;"
            yield "    client_max_body_size 0;"  # or 413 comes of it
        yield "    default_type application/problem+json;"
        yield "    add_header X-Request-Id $id always;"
        yield "    add_header Cache-Control no-store always;"
        yield f"    return {status} '{json.dumps(document(status))}';"
        yield "}"


def place(status: int) -> str:
    """Return where the problem of a status is."""
    return f"/_problem/{status}" if status in UNREAD else f"@{status}"
