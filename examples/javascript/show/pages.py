"""A page each in Flask, Django, PHP and a file, all with the same line and policy.

Each is an application made from the address of the bar.  Django's urls are this
module's, and its settings whatever the process has: see ``examples.views``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from flask import Flask

from examples import peers

HERE = Path(__file__).parent
EXAMPLE = "https://account.example/bar.js"
HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{0}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<main><h1>{0}</h1></main><script type="module" src="{1}"></script></html>
"""


def policy(bar: str) -> str:
    """Return the strictest policy that a page with the bar can have."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(bar))
    return (
        f"default-src 'none'; script-src {origin}; connect-src {origin}; "
        "base-uri 'none'; form-action 'none'; img-src data:; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def flask_page(bar: str) -> WSGIApplication:
    """Make a page in Flask."""
    app = Flask("front", static_folder=None)

    @app.get("/")
    def front() -> tuple[str, dict[str, str]]:
        headers = {"Content-Security-Policy": policy(bar)}
        return HTML.format("Flask", escape(bar)), headers

    return app


def django_page(bar: str) -> WSGIApplication:
    """Make a page in Django."""

    def routed(environ: WSGIEnvironment) -> HttpRequest:
        request = WSGIRequest(environ)
        request.urlconf = __name__
        request.bar = bar
        return request

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        settings.configure(ROOT_URLCONF=__name__)
    handler = WSGIHandler()
    handler.request_class = routed
    app: WSGIApplication = handler
    return app


def office(request: HttpRequest) -> HttpResponse:
    """Answer as a view of Django does."""
    headers = {"Content-Security-Policy": policy(request.bar)}
    return HttpResponse(HTML.format("Django", escape(request.bar)), headers=headers)


urlpatterns = [path("", office)]


def static_page(bar: str) -> WSGIApplication:
    """Serve a file, in which the address was written when the site was built."""
    built = (HERE / "page.html").read_text("utf-8").replace(EXAMPLE, escape(bar))
    headers = [("Content-Type", "text/html"), ("Content-Security-Policy", policy(bar))]

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", headers)
        return [built.encode()]

    return app


@contextmanager
def php(bar: str, port: int = 0) -> Iterator[int]:
    """Serve the page in PHP, by PHP's own server; give its port.

    :raises LookupError: if there is no PHP.
    """
    from mirakuru import TCPExecutor

    if (program := peers.find("php")) is None:
        raise LookupError(peers.missing("php"))
    with peers.held(port) as own:
        command = [program, "-S", f"{peers.HOST}:{own}", str(HERE / "page.php")]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        told = {"BAR": bar, "POLICY": policy(bar)}
        times = {"timeout": peers.UP, "sleep": 0.02}
        with TCPExecutor(command, peers.HOST, own, envvars=told, **times, **quiet):
            yield own
