"""Merge the headers of an outer and an inner application into one list.

The outer application owns the site, so its headers win: a security policy
set in one place holds everywhere.  Two kinds are different.  What describes
the body (RFC 9110, section 8: its type, language, length, coding, version)
belongs to whoever sends the body: the inner one.  And of ``Set-Cookie`` and
``Vary`` both sides keep theirs, the first a line each, the second in one line: there
are caches that read one line only (nginx 1.22 the last), and give an English reader
the German page.  The status is always the inner one's.

Not for an inner application that must be able to relax an outer policy.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias
from wsgiref.types import StartResponse

if TYPE_CHECKING:
    from _typeshed import OptExcInfo

Headers: TypeAlias = list[tuple[str, str]]

BODY = frozenset(
    {
        "accept-ranges",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "etag",
        "last-modified",
    }
)
BOTH = frozenset({"set-cookie", "vary"})


def merge(inner: Headers, outer: Headers) -> Headers:
    """Join two lists of headers into one, inner ones first."""
    ours = [h for h in outer if h[0].lower() not in BODY]
    taken = {name.lower() for name, _ in ours} - BOTH
    theirs = [h for h in inner if h[0].lower() not in taken]
    return with_one_vary(theirs + ours)


def with_one_vary(headers: Headers) -> Headers:
    """Join the lines of ``Vary`` into one: each name once, or ``*``, which is all."""
    lines = [value for name, value in headers if name.lower() == "vary"]
    if len(lines) < 2:
        return headers
    names = {name.lower(): name for name in re.findall(r"[^\s,]+", ",".join(lines))}
    joined = "*" if "*" in names else ", ".join(names.values())
    return [h for h in headers if h[0].lower() != "vary"] + [("Vary", joined)]


def add_headers(
    start_response: StartResponse,
    outer: Headers,
) -> StartResponse:
    """Wrap ``start_response``: it merges more headers into the answer's.

    ``exc_info`` reaches the server, which alone knows whether the answer can
    still be replaced; the server's ``write()`` comes back.
    """

    def start(
        status: str,
        inner: Headers,
        exc_info: OptExcInfo | None = None,
        /,
    ) -> Callable[[bytes], object]:
        both = merge(inner, outer)
        try:
            return start_response(status, both, exc_info)
        finally:
            exc_info = None  # else its traceback holds itself

    return start
