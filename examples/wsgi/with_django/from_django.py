"""A Django view as a WSGI application (talk, pages 40-41).

For one view, such as a feed or an image, in a site that is not Django's.  The
view finds what it expects: its request, the script prefix for ``reverse()``, the
signals that give back database connections, Django's pages for Http404 and other
errors (which want ROOT_URLCONF in the settings).

Not for a Django site: that has an application, ``get_wsgi_application()``.  Here
MIDDLEWARE does not run, so there are no sessions, no CSRF check and no security
headers, unless the view is decorated with them: ``as_wsgi(csrf_protect(view))``.
Django spoils one thing: an empty PATH_INFO is ``/`` to it, so a view mounted at
``/view`` finds ``/view/`` in ``request.path`` when it is asked for ``/view``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from asgiref.sync import iscoroutinefunction
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest, get_script_name
from django.core.signals import request_started
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix

from ..base import Closing, Headers

View: TypeAlias = Callable[[HttpRequest], HttpResponseBase]


def as_wsgi(view: View) -> WSGIApplication:
    """Make an application that lets a view answer.

    Django's settings are needed when it is called, not when it is made.

    :param view: takes a request and nothing else.
    :raises TypeError: for an asynchronous view: a WSGI server cannot await it.
    """
    for called in (view, type(view).__call__):
        if iscoroutinefunction(called):
            raise TypeError(f"as_wsgi cannot await {view!r}")
    return ViewApplication(view)


class ViewApplication:
    """An application whose answers a view gives."""

    def __init__(self, view: View) -> None:
        self.respond = convert_exception_to_response(rendering(view))

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Make the request, call the view, send its response."""
        inside = environ.copy()  # Django decodes the paths in it
        script = get_script_name(inside)
        with ExitStack() as cleanup, script_prefix(script):
            request_started.send(sender=type(self), environ=inside)
            request = WSGIRequest(inside)
            cleanup.callback(lambda: request.close())  # as it is then
            response = self.respond(request)
            cleanup.callback(response.close)
            body = iterate_under(body_of(request, response), script)
            start_response(status_of(response), headers_of(response))
            return Closing(body, cleanup.pop_all().close)


def rendering(view: View) -> View:
    """Make a view that renders a TemplateResponse before it returns it."""

    def whole(request: HttpRequest) -> HttpResponseBase:
        response = view(request)
        if not isinstance(response, HttpResponseBase):
            raise TypeError(f"{view!r} returned no response, but {response!r}")
        render = getattr(response, "render", None)
        return render() if callable(render) else response

    return whole


def body_of(request: HttpRequest, response: HttpResponseBase) -> Iterable[bytes]:
    """Choose what is sent: nothing, where HTTP forbids a body (RFC 9110, 15).

    Django leaves that to its server; not every server does it.  What is not
    streamed gets its length, as Django's CommonMiddleware would see to.
    """
    if response.status_code in (204, 304):
        del response.headers["Content-Type"]
        del response.headers["Content-Length"]
        return [b""]
    if response.status_code == 205:  # ends like a 200, but is empty
        response.headers["Content-Length"] = "0"
        return [b""]
    if not response.streaming:
        length = str(len(response.content))
        response.headers.setdefault("Content-Length", length)
    # One empty chunk: of no chunks, wsgiref makes a length of 0.
    return [b""] if request.method == "HEAD" else iter(response)


def status_of(response: HttpResponseBase) -> str:
    """Spell a status: ``"200 OK"``."""
    return f"{response.status_code} {response.reason_phrase}"


def headers_of(response: HttpResponseBase) -> Headers:
    """List the headers, and a Set-Cookie for each cookie."""
    cookies = response.cookies.values()
    lines = [("Set-Cookie", c.OutputString()) for c in cookies]
    return [*response.items(), *lines]


@contextmanager
def script_prefix(script: str) -> Iterator[None]:
    """Set Django's script prefix, which ``reverse()`` asks for, for a block."""
    outer = get_script_prefix()
    set_script_prefix(script)
    try:
        yield
    finally:
        set_script_prefix(outer)


def iterate_under(chunks: Iterable[bytes], script: str) -> Iterator[bytes]:
    """Iterate with the script prefix of the call: a chunk may call ``reverse()``."""
    made = iter(chunks)
    while True:
        with script_prefix(script):
            chunk = next(made, None)
        if chunk is None:
            return
        yield chunk
