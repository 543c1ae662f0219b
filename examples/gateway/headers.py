"""The request headers that nginx sets, passes and drops for each application.

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
"""Headers that the gateway sets, whatever the client sent."""

HOP_BY_HOP = (
    *("Keep-Alive", "Proxy-Authorization", "Proxy-Connection"),
    *("TE", "Trailer", "Upgrade"),
)
"""Hop-by-hop headers (RFC 9110, 7.6.1) that nginx would pass on; dropped."""

SPOOFED = (
    *("Forwarded", "X-Real-IP", "X-Forwarded-Port", "X-Forwarded-Server"),
    *("X-Forwarded-Scheme", "X-Forwarded-Ssl", "X-Original-URL", "X-Rewrite-URL"),
    "Proxy",  # becomes HTTP_PROXY in an environ, which programs obey (httpoxy)
)
"""Headers of a proxy that some framework believes; a client's are dropped."""

PERSONAL = ("Authorization", "Cookie")
METHODS = ("X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override")
"""Dropped in front of the cache: its answers are for everybody, and each to a GET."""

SELECTING = (
    *("Accept-Encoding", "Range", "If-Range", "If-Match", "If-None-Match"),
    *("If-Modified-Since", "If-Unmodified-Since"),
)
"""Dropped for pages and fragments: compressed, partial or 304, they do not join.

For the question who asks, too: 206, 304 or 412 are no answer to it."""

IDENTITY = "X-Identity"
"""Carries who is asking, signed; see :mod:`.identity`."""

HIDDEN = (
    *("X-Request-Id", "X-Cache-Status", IDENTITY),
    *("Upgrade", "Trailer", "TE", "Proxy-Connection", "Proxy-Authenticate"),
    *("Proxy-Authentication-Info", "Alt-Svc"),  # the latter leads round the gateway
)
"""Headers of an answer that do not reach the client: ours to say, or hop-by-hop.

nginx 1.22 does not read what else ``Connection`` names: that does reach it."""


def headers(
    row: Row, identity: str = "", shared: bool = False, part: bool = False
) -> dict[str, str]:
    """Return the values of ``proxy_set_header``, by header; ``""`` drops one.

    :param identity: the variable that holds who asks, if somebody found out.
    :param shared: the answer is kept for everybody.
    :param part: the answer becomes a part of a page, or only its status counts.
    """
    values = dict.fromkeys((*HOP_BY_HOP, *SPOOFED), '""') | OURS
    values["X-Forwarded-Prefix"] = f'"{row.prefix}"'
    values[IDENTITY] = identity or '""'
    if row.includes or part:
        values |= dict.fromkeys(SELECTING, '""')
    if shared:
        values |= dict.fromkeys((*PERSONAL, *METHODS), '""')
    return values


def lines(values: dict[str, str]) -> Iterator[str]:
    """Yield the directives of a location that set or hide headers, both ways."""
    for name, value in values.items():
        yield f"proxy_set_header {name} {value};"
    for name in HIDDEN:
        yield f"proxy_hide_header {name};"
    yield "add_header X-Request-Id $id always;"
