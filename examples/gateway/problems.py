"""Errors of the gateway's own as RFC 9457 problems; gaps for failed includes.

Applications keep errors of their own, in whatever form they have: Flask answers 404
in HTML, highlight with problems of its own types.  The gateway passes them as they
are; only where a page includes them, they become a gap.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

REASONS = {
    401: ("Unauthorized", "sign in first"),
    404: ("Not Found", "nobody is here"),
    413: ("Content Too Large", "the application does not read as much"),
    500: ("Internal Server Error", "nobody can say who is asking"),
    502: ("Bad Gateway", "the application is not there"),
    503: ("Service Unavailable", "the application has enough to do"),
    504: ("Gateway Timeout", "the application did not answer in time"),
}
"""Errors of the gateway's own.  What an application says passes as it is."""


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
    return 404 "";
}
location @nobody {
    return 204;
}"""
"""Empty 404 for a failed include; 204 for anonymous."""


def locations() -> Iterator[str]:
    """Yield the ``error_page`` of each status, and the location that answers it."""
    yield SILENT
    for status in REASONS:
        yield f"error_page {status} @{status};"
    for status in REASONS:
        yield f"location @{status} {{"
        yield "    default_type application/problem+json;"
        yield "    add_header X-Request-Id $id always;"
        yield "    add_header Cache-Control no-store always;"
        yield f"    return {status} '{json.dumps(document(status))}';"
        yield "}"
