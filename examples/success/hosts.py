"""Sub-domains: ``office.shop.localhost`` has the office at its root, all else by path.

Browsers resolve ``*.localhost`` to this machine.  `by_host` does it with ``07``,
`configuration` with nginx: a ``server`` for each host.  Any other host gets 421.  A
session that begins at one of these hosts is good for all of them (`widened`); PHP's own
is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from ..gateway import nginx
from ..gateway.table import Ports
from ..wsgi.base import answer
from ..wsgi.hosts import Subdomains
from ..wsgi.hosts.hostname import hostname
from .parts import Part, rooted

DOMAIN = "shop.localhost"
PATHS = frozenset(["127.0.0.1", "localhost"])
"""Here everything is reached by path."""
misdirected = answer("421 Misdirected Request")


def by_host(
    join: Callable[[str], WSGIApplication],
    more: Mapping[str, WSGIApplication] | None = None,
    by_path: WSGIApplication | None = None,
) -> WSGIApplication:
    """Give each part a host of its own, below `DOMAIN`.

    :param join: makes the shop with that part at its root; LookupError if there is
        none.  ``""`` is the shop as it is.
    :param more: applications that stand beside the parts, by name.
    :param by_path: what 127.0.0.1 answers; the shop, if it is not given.
    """
    beside = more or {}

    def find(name: str) -> WSGIApplication:
        return beside[name] if name in beside else join(name)

    def bare(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        return hosts.find("")(environ, start_response)

    def unknown(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        known = hostname(environ) in PATHS
        app = (by_path or bare) if known else misdirected
        return app(environ, start_response)

    hosts = Subdomains(f"<tenant>.{DOMAIN}", factory=find, bare=bare, unknown=unknown)
    return hosts


def configuration(table: Iterable[Part], ports: Ports) -> str:
    """Return the same for nginx: a ``server`` for each host, and one by path."""
    rows = list(table)
    others = nginx.block("server", ["include listen;", "return 421;"])  # first: default
    by_path = nginx.server(rows, [DOMAIN, *sorted(PATHS)])
    own = [
        nginx.server(rooted(rows, row.name), [f"{row.name}.{DOMAIN}"]) for row in rows
    ]
    servers = [others, by_path, *own]
    return "\n".join([nginx.HTTP, *nginx.upstreams(rows, ports), *servers, ""])


def widened(app: WSGIApplication) -> WSGIApplication:
    """Let a session that began at one of our hosts be good for all of them."""

    def wide(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if not ours(environ):
            return app(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            both = [(name, for_all(name, value)) for name, value in headers]
            return start_response(status, both, *error)

        return app(environ, start)

    return wide


def ours(environ: WSGIEnvironment) -> bool:
    """Tell whether a request came to `DOMAIN`, or to a host below it."""
    return f".{hostname(environ) or ''}".endswith(f".{DOMAIN}")


def home(environ: WSGIEnvironment) -> str:
    """Return the shop's own address: at a part's host, ``/`` is that part.

    >>> home({"HTTP_HOST": "photos.shop.localhost:8014"})
    '//shop.localhost:8014/'
    """
    if not ours(environ):
        return "/"
    _, colon, port = environ["HTTP_HOST"].rpartition(":")
    return f"//{DOMAIN}{colon}{port}/" if colon else f"//{DOMAIN}/"


def for_all(name: str, value: str) -> str:
    """Widen the account's cookie, which is called ``session``."""
    own = name.lower() == "set-cookie" and value.startswith("session=")
    return f"{value}; Domain={DOMAIN}" if own else value
