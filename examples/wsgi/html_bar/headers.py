"""Which responses are HTML pages to be edited, and what their headers are then.

A response whose body is changed must not keep the headers that describe the old
one.  The length would be wrong.  ``ETag`` and ``Last-Modified`` would let a browser
keep an old page: it asks whether the page has changed, and the application, which
knows nothing of the change, answers 304.  (A page that a browser keeps from before
there was a bar stays there until it is too old.)  And a part of a page, status 206,
is a part of the page as it was.

Not for a proxy or a cache: those may not change what passes (RFC 9110, 7.7).
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache

from ..base import Headers

STALE = frozenset(
    [
        *("accept-ranges", "content-length", "etag", "last-modified"),
        *("content-digest", "content-md5", "digest", "repr-digest"),
    ]
)
"""Headers that tell of the bytes of a body."""

TELLING = frozenset(
    ["cache-control", "content-disposition", "content-encoding", "content-type"]
)
"""Headers that can forbid a change."""

FOR_CACHES = re.compile(
    r"cache-control|.+-cache-control|edge-control|surrogate-control|x-accel-expires"
)
"""Cache-Control, and what some shared cache obeys before it (RFC 9213)."""

PUBLIC = frozenset(["public", "private", "s-maxage"])
"""Directives for shared caches; ``private`` is here because it is said anew."""

CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';]+)""")
DIRECTIVE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+"?)++')


def obstacle(status: str, headers: Headers) -> str | None:
    """Say why a response cannot be changed; None if it can.

    :return: for whoever debugs: ``"Content-Encoding is gzip"``.
    """
    telling = ((name.lower(), value) for name, value in headers)
    return judge(status[:3], *(pair for pair in telling if pair[0] in TELLING))


@lru_cache(maxsize=256)
def judge(code: str, *headers: tuple[str, str]) -> str | None:
    """Say why not, by the status code and the headers of `TELLING`, in lower case.

    Remembered, for an application says few different things.
    """
    if code in ("204", "205", "206", "304"):
        return f"status is {code}"
    said: dict[str, str] = {}
    for name, value in headers:
        said[name] = f"{said[name]}, {value}" if name in said else value
    said = {name: value.strip().lower() for name, value in said.items()}
    if (coding := said.get("content-encoding", "identity")) != "identity":
        return f"Content-Encoding is {coding}"
    if said.get("content-disposition", "").startswith("attachment"):
        return "Content-Disposition is attachment"
    if "no-transform" in said.get("cache-control", ""):
        return "Cache-Control is no-transform"
    return not_html(said.get("content-type", "missing"))


def not_html(content_type: str) -> str | None:
    """Say why a Content-Type is not HTML in a charset that keeps ASCII.

    UTF-8, Latin-1 and Shift JIS keep it; UTF-16 and the stateful ISO-2022-JP do
    not.  Nor does a charset that nobody knows.
    """
    kind, _, parameters = content_type.partition(";")
    if kind.strip() != "text/html":
        return f"Content-Type is {kind}"
    if charset := CHARSET.search(parameters):
        ascii = bytes(range(128)) + b"\x1b$B!!"  # escapes to two bytes a letter
        with suppress(LookupError, ValueError):
            if ascii.decode(charset[1]) == ascii.decode("ascii"):
                return None
        return f"charset is {charset[1]}"
    return None


def drop_stale(headers: Headers) -> Headers:
    """Leave out the headers of `STALE`, which described the body as it was."""
    return [header for header in headers if header[0].lower() not in STALE]


def make_private(headers: Headers) -> Headers:
    """Add Cache-Control: private and Vary: Cookie (RFC 9111, 5.2.2.7).

    So a page that names its reader stays out of shared caches.  A browser may keep
    it for this reader, so what else Cache-Control says stays.
    """
    cache = ["private", *directives(headers, "cache-control")]
    vary = directives(headers, "vary")
    if not {"*", "cookie"} & {name.lower() for name in vary}:
        vary.append("Cookie")
    kept = [(name, value) for name, value in headers if not is_replaced(name.lower())]
    return [
        *kept,
        ("Cache-Control", ", ".join(cache)),
        ("Vary", ", ".join(vary)),
    ]


def is_replaced(name: str) -> bool:
    """Tell whether a personal page has a header of its own in its place."""
    return name == "vary" or FOR_CACHES.fullmatch(name) is not None


def directives(headers: Headers, wanted: str) -> list[str]:
    """List what all headers of a name say, but for what is public."""
    said = ",".join(value for name, value in headers if name.lower() == wanted)
    each = [directive.strip() for directive in DIRECTIVE.findall(said)]
    return [d for d in each if d and d.partition("=")[0].strip().lower() not in PUBLIC]
