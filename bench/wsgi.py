"""Measure ``examples/wsgi``: the microseconds a middleware adds to a request."""

import re
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from statistics import median
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from webob import Response
from webob.dec import wsgify
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import create_environ

from examples.wsgi.buffered import Buffered
from examples.wsgi.context import Inject
from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.hosts.subdomains import Subdomains
from examples.wsgi.html_bar.bar import Bar

from .race import Spread, race, ratios, spread

LIBRARIES = "webob", "werkzeug"
ROUNDS, CALLS = 25, 400
OURS = "ours"

SEGMENTS = 1, 2, 4, 6, 8, 12
MOUNTS = 2, 10, 100, 1000
NAV = "<nav>signed in as Zoë</nav>"
HEAD = "<!doctype html><html><head><title>Cherries</title>"
LINKS = "".join(f'<link rel="stylesheet" href="/css/{n}.css">' for n in range(10))
TAG = re.compile(rb"<body[^>]*>", re.IGNORECASE)
CHUNK, PAGE = 4096, 50 * 1024

WHAT = {
    "figures": (
        "Processor time a request, the median of the rounds; in a round every way "
        f"answers {CALLS} requests. low, middle, high: quartiles."
    ),
    "dispatch": (
        "Microseconds that a dispatcher adds to a bare application: by segments of "
        "the path, with two applications; by applications, with two segments; deep: "
        "an application at six segments is asked for, or just missed."
    ),
    "bar": (
        "A bar in a page of 50 KB, in chunks of 4 KB; ratio to the WebOb way, which "
        "rewrites resp.body. small, large: a head with a title, and one with ten "
        "links too. personal: both also say private and Vary: Cookie."
    ),
    "layers": (
        "Microseconds that each middleware adds to a bare application. GET of a "
        "page of 50 KB in chunks of 4 KB for the bar and for all; of 1 KB else. "
        "form: a POST of 1 KB, read by the application."
    ),
}

Call = Callable[[], object]


def request(app: WSGIApplication, environ: WSGIEnvironment) -> None:
    """Request as a server does: call, iterate, close."""
    body = app(environ.copy(), lambda status, headers, exc_info=None: len)
    for _ in body:
        pass
    if close := getattr(body, "close", None):
        close()


def often(app: WSGIApplication, environ: WSGIEnvironment) -> None:
    """Repeat a request, so that it is long enough to be timed."""
    for _ in range(CALLS):
        request(app, environ)


def added(ways: dict[str, Call], bare: str = "bare") -> dict[str, Spread]:
    """Return the microseconds a request that each way adds to the bare one."""
    times = race(ways, ROUNDS)
    base = times.pop(bare)
    return {
        name: spread(
            [(own - b) / CALLS * 1e6 for own, b in zip(each, base, strict=True)]
        )
        for name, each in times.items()
    }


def chunked(page: bytes) -> WSGIApplication:
    """Make an application that streams a page."""
    chunks = [page[at : at + CHUNK] for at in range(0, len(page), CHUNK)]

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(
            "200 OK",
            [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"')],
        )
        return iter(chunks)

    return app


def html(head: str, length: int) -> bytes:
    """Make a page of a length in bytes."""
    start = f"{head}</head><body>\n".encode()
    line = b"<p>One cherry, <b>two</b> cherries, a pie.</p>\n"
    return (start + line * (length // len(line) + 1))[:length]


def dispatch() -> dict[str, Any]:
    """Measure our dispatcher and Werkzeug's, by segments and by applications."""
    return {
        "segments": {
            str(n): dispatched(flat(2), "/m1" + "/s" * (n - 1)) for n in SEGMENTS
        },
        "mounts": {str(n): dispatched(flat(n), "/m1/s") for n in MOUNTS},
        "deep": {
            path: dispatched(["/a/b/c/d/e/f"], path)
            for path in ("/a/b/c/d/e/f", "/a/b/c/d/e/x")
        },
    }


def flat(number: int) -> list[str]:
    """Return so many prefixes of one segment: ``/m0``, ``/m1``."""
    return [f"/m{place}" for place in range(number)]


def dispatched(places: list[str], path: str) -> dict[str, Spread]:
    """Measure what both dispatchers add to a request of one path."""
    app = chunked(b"")
    mounts = dict.fromkeys(places, app)
    apps: dict[str, WSGIApplication] = {
        "bare": app,
        OURS: Dispatcher(mounts, app),
        "Werkzeug": DispatcherMiddleware(app, mounts),
    }
    environ = create_environ(path)
    return added({name: partial(often, app, environ) for name, app in apps.items()})


def bars() -> dict[str, Any]:
    """Measure our bar against WebOb's, by head and by whether it is personal."""
    return {
        f"{size}, {'personal' if personal else 'the same for all'}": bar(
            html(head, PAGE), personal
        )
        for size, head in {"small": HEAD, "large": HEAD + LINKS}.items()
        for personal in (False, True)
    }


def bar(page: bytes, personal: bool) -> dict[str, Any]:
    """Time our bar and WebOb's in one page; give seconds and their ratio."""
    app = chunked(page)
    ways: dict[str, WSGIApplication] = {
        OURS: Bar(app, lambda environ: NAV, personal=personal),
        "WebOb": webob_way(app, personal),
    }
    environ = create_environ("/")
    times = race({n: partial(often, way, environ) for n, way in ways.items()}, ROUNDS)
    return {
        "seconds": {name: median(own) / CALLS for name, own in times.items()},
        "ratio": ratios(times, "WebOb")[OURS],
    }


def webob_way(app: WSGIApplication, personal: bool) -> WSGIApplication:
    """Insert the bar by a regular expression in WebOb's buffered ``resp.body``."""

    def add(tag: re.Match[bytes]) -> bytes:
        return tag[0] + NAV.encode()

    @wsgify.middleware  # type: ignore[untyped-decorator]  # WebOb has no types
    def with_bar(request: Any, app: WSGIApplication) -> Response:
        response = request.get_response(app)
        if response.content_type == "text/html":
            response.body = TAG.sub(add, response.body, count=1)
            response.etag = response.last_modified = None
            if personal:
                response.cache_control.private = True
                response.vary = [*(response.vary or ()), "Cookie"]
        return response

    wrapped: WSGIApplication = with_bar(app)
    return wrapped


def layers() -> dict[str, Any]:
    """Measure what each middleware adds, alone and all together."""
    small, large = chunked(html(HEAD, 1024)), chunked(html(HEAD, PAGE))
    get = create_environ("/m1/page", "http://ada.example.com")
    return {
        "page": added(
            {
                name: partial(often, app, get)
                for name, app in {"bare": small, **each(small)}.items()
            }
        ),
        "large page": added(
            {
                "bare": partial(often, large, get),
                "Bar": partial(often, each(large)["Bar"], get),
                "all five": partial(often, stacked(large), get),
            }
        ),
        "form": added({name: partial(posts, app) for name, app in forms().items()}),
    }


def each(app: WSGIApplication) -> dict[str, WSGIApplication]:
    """Put each middleware around an application."""
    connect = partial(sqlite3.connect, ":memory:")
    return {
        "Dispatcher": Dispatcher({"/m1": app}),
        "Subdomains": Subdomains("<tenant>.example.com", app),
        "Inject": Inject(app, lambda environ: "zoe", connect),
        "Buffered": Buffered(app),
        "Bar": Bar(app, lambda environ: NAV, personal=True),
    }


def stacked(app: WSGIApplication) -> WSGIApplication:
    """Put all middlewares around an application, the dispatcher innermost."""
    for name in "Dispatcher", "Bar", "Buffered", "Inject", "Subdomains":
        app = each(app)[name]
    return app


def forms() -> dict[str, WSGIApplication]:
    """Return an application that reads a form, bare and inside `Buffered`."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))[:1]]

    return {"bare": app, "Buffered": Buffered(app)}


def posts(app: WSGIApplication) -> None:
    """Post a form of a kilobyte, many times."""
    environ = create_environ("/m1", method="POST", data=b"a=" + b"b" * 1022)
    for _ in range(CALLS):
        environ["wsgi.input"] = BytesIO(b"a=" + b"b" * 1022)
        request(app, environ)


SECTIONS = {"dispatch": dispatch, "bar": bars, "layers": layers}
