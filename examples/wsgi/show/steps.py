"""Walk a made-up request through two middlewares; tell what each one saw.

Nothing here is drawn from a description: :class:`~examples.wsgi.hosts.Subdomains` and
:class:`~examples.wsgi.dispatch.Dispatcher` are asked, and whoever is called takes
notes.
For learning and for looking, not for production.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

from ..base import answer
from ..dispatch import Dispatcher
from ..hosts.subdomains import Subdomains

KEYS = ("cherries.tenant", "SCRIPT_NAME", "PATH_INFO")
URLS = (
    "ada.example.com/api/cherries",
    "example.com/api/cherries",
    "example.com/apiary",
    "example.com/admin/login/",
    "example.com/",
    "ADA.Example.COM.:80/",
    "eve.example.com/",
    "a.b.example.com/",
    "evilexample.com/",
)


class Step(NamedTuple):
    """Who was called, and what stood in its environ; None is not there."""

    who: str
    tenant: str | None
    script_name: str | None
    path_info: str | None


def steps(url: str) -> list[Step]:
    """List who was called for a URL, from the outside in; the last one answers.

    :param url: host and path, percent-encoded, without scheme and query:
        ``"ada.example.com/api/cherries"``.
    :raises ValueError: for a URL with one of them.
    """
    host, _, path = unquote_to_bytes(url).decode("latin-1").partition("/")
    if "?" in url or (host.endswith(":") and path.startswith("/")):
        raise ValueError(f"expected host/path, no scheme and no query, got {url!r}")
    environ: WSGIEnvironment = {"HTTP_HOST": host, "SCRIPT_NAME": ""}
    environ["PATH_INFO"] = f"/{path}"
    setup_testing_defaults(environ)
    seen: list[Step] = []
    site(seen)(environ, lambda *answered: bytes)  # nobody listens
    return seen


def site(seen: list[Step]) -> WSGIApplication:
    """Stack the middlewares around three applications; whoever is called notes it.

    The bare domain has what its only tenant, ada, has.
    """

    def last(name: str, status: str = "200 OK") -> WSGIApplication:
        return noting(f"{name}: {status}", answer(status), seen)

    mounts = {"/api": last("api"), "/admin": last("admin")}
    paths = noting("Dispatcher", Dispatcher(mounts, last("shop")), seen)
    hosts = Subdomains(
        "<tenant>.example.com",
        factory={"ada": paths}.__getitem__,
        bare=paths,
        unknown=last("unknown", "404 Not Found"),
    )
    return noting("Subdomains", hosts, seen)


def noting(who: str, app: WSGIApplication, seen: list[Step]) -> WSGIApplication:
    """Note what an application is called with, before it is called."""

    def noted(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        seen.append(Step(who, *map(environ.get, KEYS)))
        return app(environ, start_response)

    return noted
