"""Which pages may read an answer: CORS, decided from a list (Fetch, section 3.3).

A browser asks anyway, with its cookies.  What CORS decides is whether the page that
asked may read the answer.  An origin is a scheme, a host and a port, and is compared
whole: no pattern, no ``endswith``, nothing reflected.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

Headers = list[tuple[str, str]]

VARY = ("Vary", "Origin")
"""Says that the answer differs by origin, with or without one: caches read it."""
PORTS = {"http": 80, "https": 443}
PUBLIC: Headers = [
    ("Access-Control-Allow-Origin", "*"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
]
"""For what is the same for everybody, such as a script.  Never with cookies."""


class Origins:
    """The origins whose pages may read an answer that was asked for with cookies.

    :param origins: such as ``https://front.example``, as a browser writes them.
    :raises ValueError: for what no browser sends: a path, a wildcard, ``null``.
    """

    def __init__(self, origins: Iterable[str]) -> None:
        self.origins = frozenset(origins)
        for origin in self.origins:
            if (wanted := written(origin)) != origin:
                cure = f"write {wanted!r}" if wanted else "write scheme://host[:port]"
                raise ValueError(f"{origin!r} is no origin: {cure}")

    def headers(self, origin: str | None) -> Headers:
        """Return what lets a page of that origin read; or only ``Vary``."""
        if origin not in self.origins:
            return [VARY]
        return [
            VARY,
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Credentials", "true"),
        ]


def written(origin: str) -> str | None:
    """Return an origin as a browser writes it, or None if it is none."""
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or "*" in host or not host.isascii():
        return None
    host = f"[{host}]" if ":" in host else host
    at = "" if port in (None, PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{at}"
