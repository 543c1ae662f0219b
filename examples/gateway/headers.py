"""Headers between a gateway and an application: who may say what.

A location of nginx that sets one header itself inherits none of the others.  So
all of them are written into every location, from here.
"""

from __future__ import annotations

from collections.abc import Iterator

from .table import Row

OURS = {
    "Host": "$http_host",
    "X-Forwarded-For": "$remote_addr",  # who came, not who they say they are
    "X-Forwarded-Host": "$http_host",
    "X-Forwarded-Proto": "$scheme",
    "X-Request-Id": "$id",
    "Connection": '""',  # kept open; a client's wish ends at the gateway
}
"""What an application learns from the gateway alone."""

HOP_BY_HOP = (
    *("Keep-Alive", "Proxy-Authorization", "Proxy-Connection"),
    *("TE", "Trailer", "Upgrade"),
)
"""What is between two neighbours (RFC 9110, 7.6.1); nginx does the rest."""

SPOOFED = (
    *("Forwarded", "X-Real-IP", "X-Forwarded-Port", "X-Forwarded-Server"),
    *("X-Forwarded-Scheme", "X-Forwarded-Ssl", "X-Original-URL", "X-Rewrite-URL"),
    "Proxy",  # becomes HTTP_PROXY in an environ, which programs obey (httpoxy)
)
"""What some framework somewhere believes, and no client may say."""

PERSONAL = ("Authorization", "Cookie")
"""What an answer for everybody must not depend on."""

SELECTING = (
    *("Accept-Encoding", "Range", "If-Range", "If-Match", "If-None-Match"),
    *("If-Modified-Since", "If-Unmodified-Since"),
)
"""What may make an answer packed, a piece, or none: nobody can join such answers."""

IDENTITY = "X-Identity"
"""Who asks, signed; see :mod:`.identity`."""


def headers(
    row: Row, identity: str = "", shared: bool = False, part: bool = False
) -> dict[str, str]:
    """Return what an application is told, by header; empty is not told at all.

    :param identity: the variable that holds who asks, if somebody found out.
    :param shared: the answer is kept for everybody.
    :param part: the answer becomes a part of a page.
    """
    told = dict.fromkeys((*HOP_BY_HOP, *SPOOFED), '""') | OURS
    told["X-Forwarded-Prefix"] = f'"{row.prefix}"'
    told[IDENTITY] = identity or '""'
    if row.includes or part:
        told |= dict.fromkeys(SELECTING, '""')
    if shared:
        told |= dict.fromkeys(PERSONAL, '""')
    return told


def lines(told: dict[str, str]) -> Iterator[str]:
    """Yield the lines of a location that set headers, those for the client too."""
    for name, value in told.items():
        yield f"proxy_set_header {name} {value};"
    yield "proxy_hide_header X-Request-Id;"
    yield f"proxy_hide_header {IDENTITY};"
    yield "add_header X-Request-Id $id always;"
