"""The site: the account and pages of several programs, each at a host of its own.

``*.localhost`` is this machine, to a browser.  Hosts below ``shop.localhost`` are one
site: the browser sends a cookie of one from pages of the others.  ``front.localhost``
is another site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from examples.views.show.server import serving

from .pages import django_page, flask_page, static_page
from .shop import LAX, Shop

ACCOUNT = "account.shop.localhost"
FRONT = "front.shop.localhost"
PAGES: dict[str, Callable[[str], WSGIApplication]] = {
    FRONT: flask_page,
    "office.shop.localhost": django_page,
    "file.shop.localhost": static_page,
    "blog.shop.localhost": flask_page,  # not among those that may know
    "front.localhost": flask_page,
}
STRANGER = "blog.shop.localhost"
PATIENT = "?patience=60000"
"""For whoever waits for an answer, and not for the end of patience."""


class Hosts:
    """WSGI application: chooses another one by the host of the request."""

    def __init__(self) -> None:
        self.apps: dict[str, WSGIApplication] = {}

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let the application of this host answer."""
        host = environ.get("HTTP_HOST", "").partition(":")[0]
        if host not in self.apps:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"no such host\n"]
        return self.apps[host](environ, start_response)


@dataclass
class Site:
    """A running site: its shop, its port, and its applications by host."""

    shop: Shop
    port: int
    hosts: Hosts

    def address(self, host: str) -> str:
        """Return the origin of a host: ``http://front.shop.localhost:8000``."""
        return f"http://{host}:{self.port}"

    @property
    def bar(self) -> str:
        """The address of the script."""
        return f"{self.address(ACCOUNT)}/bar.js{self.shop.query}"


@contextmanager
def site(
    cookie: str = LAX,
    query: str = PATIENT,
    port: int = 0,
    php: int | None = None,
) -> Iterator[Site]:
    """Serve the site while a block runs.

    :param cookie: attributes of the session's cookie.
    :param query: of the address of ``bar.js``.
    :param php: the port of the page in PHP, at ``old.shop.localhost``.
    """
    hosts = Hosts()
    with serving(hosts, port) as address:
        own = int(address.rpartition(":")[2])
        told = [f"http://{host}:{own}" for host in PAGES if host != STRANGER]
        if php:
            told.append(f"http://old.shop.localhost:{php}")
        shop = Shop(told, cookie, query)
        running = Site(shop, own, hosts)
        hosts.apps = {host: make(running.bar) for host, make in PAGES.items()}
        hosts.apps[ACCOUNT] = shop.application()
        try:
            yield running
        finally:
            shop.well.set()  # nobody waits any longer
