r"""A WSGI application as a Django view (talk, pages 38-39).

What Django wraps around views is around the application then: MIDDLEWARE,
sessions, permissions.  Mount it with one line in the URLs of the site::

    re_path(r"^shop(?P<rest>(?s:/.*)?)\Z", as_view(shop))
    path("shop/<path:rest>", as_view(shop))   # without /shop and /shop/

The group ``rest`` is what the application sees as its path; what comes before it
goes to SCRIPT_NAME.  Without that group it sees the whole path.  A line break in a
path (``/shop/a%0A``) passes the first line, and is 404 in the second.

The answer is a stream to Django, and its middlewares know those: GZipMiddleware
compresses it, and holds back what is too small; ConditionalGetMiddleware makes a 304
where the application has sent an ETag; sessions and security headers are added.  Those
of others, too: WhiteNoise serves its files first, and django-debug-toolbar counts the
request, but shows no toolbar.

CSRF.  A form of the application knows nothing of Django's token, so Django
answers its POST with 403.  That is as it should be until you know better:
``csrf_exempt(as_view(app))`` if the application checks forms itself.

Not under ASGI, where Django would collect the body of a synchronous stream.  Not
for an application that needs nothing of Django: a dispatcher in front of both
(:mod:`~examples.wsgi.dispatch`) is simpler, and faster.  Django has spoilt what it
hands on in two ways: an empty path is ``/``, and bytes in it that are no UTF-8 are
percent-encoded.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias
from wsgiref.types import WSGIApplication, WSGIEnvironment

from django.core.exceptions import ImproperlyConfigured
from django.http import StreamingHttpResponse
from django.http.request import HttpRequest, RawPostDataException

from ..base import native
from .final_head import FinalHead
from .relayed import Relayed

View: TypeAlias = Callable[..., StreamingHttpResponse]

GONE = (
    "Django has parsed this multipart body, and its bytes are gone. Let a "
    "middleware read request.body before others look at request.POST, or take "
    "the view out of their reach, as csrf_exempt does."
)


def as_view(app: WSGIApplication) -> View:
    """Make a view that lets an application answer.

    An error before the first chunk goes to Django, one after it to the server.
    Other groups than ``rest`` are in ``wsgiorg.routing_args``.

    :raises TypeError: later, for a request that did not come by WSGI.
    :raises RawPostDataException: later, if the body has been parsed away.
    """

    def view(
        request: HttpRequest,
        rest: str | None = None,
        **captured: object,
    ) -> StreamingHttpResponse:
        environ = environ_of(request, rest)
        environ["wsgiorg.routing_args"] = (), captured
        answer = FinalHead(app, environ)
        close_with(request, answer.close)
        return Relayed(answer)

    return view


def environ_of(request: HttpRequest, rest: str | None) -> WSGIEnvironment:
    """Make the environ of an application from that of a request."""
    if not hasattr(request, "environ"):
        raise TypeError(f"{type(request).__name__} has no environ: is this ASGI?")
    place, path = request.environ["SCRIPT_NAME"].rstrip("/"), request.path_info
    if rest is not None:
        mount, path = split(path, rest)
        place += mount
    # Django adds to META what is not a string: not so to an environ.
    given = request.environ.items()
    environ = {k: v for k, v in given if "." in k or type(v) is str}
    environ |= {"SCRIPT_NAME": native(place), "PATH_INFO": native(path)}
    give_body(environ, request)
    return environ


def split(path: str, rest: str) -> tuple[str, str]:
    """Split a path at the slash before its rest: ``("/shop", "/a")``.

    :raises ImproperlyConfigured: if there is no such slash.
    """
    mount = path.removesuffix(rest)
    if mount + rest == path and mount.endswith("/"):
        return mount[:-1], f"/{rest}"
    if mount + rest == path and rest[:1] in ("", "/"):
        return mount, rest
    raise ImproperlyConfigured(f"{path!r} does not end with a slash and {rest!r}")


def give_body(environ: WSGIEnvironment, request: HttpRequest) -> None:
    """Put the body into an environ: still to be read, or kept by who read it.

    A request reads like a file.  It remembers that it was read, so that Django
    does not wait for the same bytes again.

    Of a body without a length, as one that comes in chunks, Django reads
    nothing, whoever asks for it: all of it is still in the server's stream.
    """
    if not environ.get("CONTENT_LENGTH"):
        return
    if not request._read_started:
        environ["wsgi.input"] = request
        return
    try:
        body = request.body
    except RawPostDataException as error:
        raise RawPostDataException(GONE) from error
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # it would overrule the length
    environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def close_with(request: HttpRequest, close: Callable[[], object]) -> None:
    """Call back when Django closes the request: it may drop a response unclosed."""
    own = request.close

    def both() -> None:
        vars(request).pop("close", None)  # so that neither holds the other
        try:
            own()
        finally:
            close()

    request.close = both
