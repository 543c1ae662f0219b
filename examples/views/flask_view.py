"""Return a WSGI application from a Flask view; it gets the server's start_response.

Flask calls an application that a view returns by itself, with a
``start_response`` of its own, and plays the answer back later.  On the way
``exc_info``, ``write()``, errors and ``close()`` lose their meaning.
:class:`AppResponse` waits instead until Flask is ready to answer, and gives
the inner application the *server's* ``start_response``.

Not for a view that wants to read or change the inner answer: when Flask's
``after_request`` functions run there is none yet.  They may add headers and
cookies (see :mod:`examples.views.headers`), no more.  Nor for one that counts
on the outer error pages: an error of the inner application goes to the
server, as it is.

So it is with Flask's extensions.  Those that add headers or answer in a view's place
work: Flask-CORS, -Limiter, -Login, -Session, -Talisman, and Flask-WTF's CSRFProtect.
(That one reads a form to find its token: exempt an application that has its own, or
give it the form back by :mod:`examples.views.form`.)  Those that rewrite the body,
Flask-Compress and -DebugToolbar, leave this one alone.  Flask-Caching cannot keep
it: it logs an error, and calls the application each time.  WhiteNoise, which is no
extension but WSGI, serves its files in front of the site or of an attached application.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response
from werkzeug.routing import PathConverter

from .closing import Closing
from .head import bodiless
from .headers import add_headers
from .mount import mount

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class NoBody:
    """A body that raises an error when it is read: there is none yet.

    An application with a ``response_class`` of its own turns foreign
    responses into that class: better an error than an empty page.
    """

    def __iter__(self) -> Iterator[bytes]:
        raise RuntimeError("no body until a server calls for it")


class AppResponse(Response):
    """A Flask response that calls a WSGI application and adds its own headers.

    :param app: called once, after the view and the ``after_request``
        functions, with a copy of the environ.
    """

    def __init__(self, app: WSGIApplication) -> None:
        # Passed through: what rewrites bodies leaves these alone.
        super().__init__(NoBody(), direct_passthrough=True)
        self.headers.clear()
        self.app = bodiless(app)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Call the application; its answer goes straight to the server."""
        ours = self.headers.to_wsgi_list()
        start = add_headers(start_response, ours)
        try:
            body = self.app(environ.copy(), start)
        except BaseException:
            self.close()
            raise
        # Bare where it can be: servers look for a length or a file.
        return Closing(body, self.close) if self._on_close else body


class Rest(PathConverter):
    """Match the rest of a path in a rule: also empty, ``//`` or a line break."""

    part_isolating = False
    regex = "(?s:.*)"


def attach(
    site: Flask, prefix: str, app: WSGIApplication, **options: Any
) -> Callable[..., AppResponse]:
    """Route all paths under a prefix to an application; return the view that does.

    The view and its endpoint have a name of their own, since extensions know a view
    by its name: ``csrf.exempt(attach(site, "/shop", shop))`` exempts the shop alone.
    What a decorator makes of the view has to be put in its place, as always in Flask:
    ``site.view_functions[view.__name__] = login_required(view)``.
    Rules of the site's own under the prefix come first.

    :param prefix: plain text without a variable part: ``"/m"``, ``"/m/n"``.
    :param options: for the rules, as :meth:`flask.Flask.add_url_rule` has them:
        ``methods`` (METHODS unless given; others are answered 405), ``host``,
        ``subdomain``, ``endpoint``.
    :raises ValueError: if the prefix is empty, has an empty part or a ``<``; for a
        host or a subdomain that the site does not look at, or no host where it does.
    """
    if not re.fullmatch("(/[^/<]+)+", prefix):
        raise ValueError(f"prefix must be like '/m' or '/m/n': {prefix!r}")
    host, subdomain = options.get("host"), options.get("subdomain")
    if site.url_map.host_matching != bool(host):
        does = "does not match" if host else "matches"
        raise ValueError(f"{prefix}: host={host!r}, and the site {does} hosts")
    if subdomain and not site.subdomain_matching:
        of = f"subdomain={subdomain!r}"
        raise ValueError(f"{prefix}: {of}, and the site does not match subdomains")
    mounted = mount(app, prefix)
    site.url_map.converters["attached"] = Rest

    def view(**parts: str) -> AppResponse:
        return AppResponse(mounted)

    place = f"{host or subdomain or ''}{prefix}"
    dotless = place.replace(".", "%2E")  # before a dot Flask sees a blueprint's name
    name = options.setdefault("endpoint", f"attached {dotless}")
    view.__name__ = view.__qualname__ = name
    options.setdefault("methods", METHODS)
    for rule in (prefix, f"{prefix}/<attached:rest>"):
        site.add_url_rule(rule, view_func=view, **options)
    return view
