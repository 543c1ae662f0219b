"""The inner Django application: two views, and a handler with its own URLs.

Django keeps its settings in one global of the process, and that cannot be
changed.  So this module needs as few as it can.  Importing it configures
nothing.  At the first request it takes the settings that the process has or
has named in DJANGO_SETTINGS_MODULE, and only without any it settles for
Django's defaults.  Its URLs never are a setting: each request carries them
(``request.urlconf``), so it lives beside other Django applications under one
set of settings.

What is left: whoever comes first decides on the settings.  In a process with
a Django project of yours, configure that one before the first request arrives
here.  Its ``MIDDLEWARE`` then runs here too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import ENVIRONMENT_VARIABLE, settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path, reverse


def where(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer with the path of the request and the URL of the front page."""
    home = reverse("where")
    return plain(f"Django: path={request.path_info} home={home}\n")


def form(request: HttpRequest) -> HttpResponse:
    """Answer with the name in a form."""
    name = request.POST.get("name", "nobody")
    return plain(f"inner: {name}\n")


def plain(text: str) -> HttpResponse:
    """Make a response of plain text."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("", where, name="where"),
    path("form", form),
    re_path(r"^(?P<rest>.+)$", where),
]


def routed(environ: WSGIEnvironment) -> HttpRequest:
    """Make a request that is resolved by the URLs of this module."""
    request = WSGIRequest(environ)
    request.urlconf = __name__
    return request


ONE_AT_A_TIME = Lock()
"""Held for a look at the cache: first requests may come at the same time."""


@cache
def site() -> WSGIApplication:
    """Make Django's handler, at the first request and not at import."""
    named = ENVIRONMENT_VARIABLE in os.environ
    if not settings.configured and not named:
        settings.configure(ROOT_URLCONF=__name__)
    handler = WSGIHandler()
    handler.request_class = routed
    app: WSGIApplication = handler
    return app


def inner_django(
    environ: WSGIEnvironment,
    start_response: StartResponse,
) -> Iterable[bytes]:
    """Call Django's handler, which is made at the first request."""
    with ONE_AT_A_TIME:
        app = site()
    return app(environ, start_response)
