"""examples.wsgi: every middleware keeps the contract, alone and with all others.

A case is served twice: bare, and below the middlewares.  The client must get the
same: status, headers in their order, every chunk before the next is made, the error
that came up; and the body is closed as often as it was.  Between all layers stand
``wsgiref.validate`` and Werkzeug's lint, with the warnings as errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import pytest

from examples.wsgi.buffered import Buffered
from examples.wsgi.context import KEY, Inject, context
from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.hosts.subdomains import Subdomains
from examples.wsgi.html_bar.bar import Bar
from examples.wsgi.with_django.from_django import as_wsgi
from examples.wsgi.with_django.to_django import as_view
from tests.wsgi import faults as faults
from tests.wsgi.cases import BAR, CASES, LOG, MOUNT, OWN, Case
from tests.wsgi.django_settings import project
from tests.wsgi.leaks import Connections
from tests.wsgi.rules import linted, strict, untouched
from tests.wsgi.server import Exchange, Headers, environ_of, exchange

CASE = "tests.case"
HOST = "ada.example.com"
PREFIX = "/m\xc3\xb6"
"""Where the dispatcher has the application, as in an environ."""

STALE = {"content-length", "etag", "last-modified"}
"""Headers that a page with a bar loses."""


CONNECTIONS = Connections()


def anna(environ: Environ) -> str:
    """Know one user, by asking the database."""
    assert context(environ).connection
    return "anna"


def hello(environ: Environ) -> str:
    """Make a bar; it names the user where somebody around knows the user."""
    return f"<b>{context(environ).user}</b>" if KEY in environ else "<b>nobody</b>"


def dispatched(app: WSGIApplication) -> WSGIApplication:
    """Mount an application under a prefix."""
    return Dispatcher({"/mö": app})


def by_tenant(app: WSGIApplication) -> WSGIApplication:
    """Give an application to every tenant."""
    return Subdomains("<tenant>.example.com", app)


def injected(app: WSGIApplication) -> WSGIApplication:
    """Inject a user and a connection."""
    return Inject(app, anna, CONNECTIONS.connect)


def buffered(app: WSGIApplication) -> WSGIApplication:
    """Buffer the body of the request, on disk beyond 64 KB."""
    return Buffered(app)


def barred(app: WSGIApplication) -> WSGIApplication:
    """Put a bar on the pages."""
    return Bar(app, hello, personal=True)


Layer = Callable[[WSGIApplication], WSGIApplication]
LAYERS: list[Layer] = [dispatched, by_tenant, injected, buffered, barred]


def chosen(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Be the application that the case is about."""
    case: Case = environ[CASE]
    return case.app(environ, start_response)


def watched(app: WSGIApplication) -> WSGIApplication:
    """Have an application watched, as far as the case allows it."""
    watching = {
        ("validate", "lint"): strict(app),
        ("validate",): validator(app),
        ("lint",): linted(app),
        (): app,
    }

    def rules(environ: Environ, start_response: Start) -> Iterable[bytes]:
        return watching[environ[CASE].rules](environ.copy(), start_response)

    return rules


def unwatched(app: WSGIApplication) -> WSGIApplication:
    """Give an application a copy of the environ; what it returns is not wrapped."""
    return lambda environ, start_response: app(environ.copy(), start_response)


def served(app: WSGIApplication, case: Case, prefix: str = "") -> Exchange:
    """Serve a case."""
    into = Exchange()
    environ = environ_of(prefix + case.path, case.method, HTTP_HOST=HOST, **case.more)
    environ |= {CASE: case, LOG: into.log}
    return exchange(app, environ=environ, cut=case.cut, into=into)


class Stack:
    """Middlewares around the application of the case, the first one outermost."""

    def __init__(self, *layers: Layer, watch: Layer = watched) -> None:
        self.names = " ".join(layer.__name__ for layer in layers) or "nothing"
        self.prefix = PREFIX if dispatched in layers else ""
        self.barred = barred in layers
        outside = layers[: layers.index(barred)] if self.barred else ()
        user = b"<b>anna</b>" if injected in outside else b"<b>nobody</b>"
        self.bar = user if self.barred else b""
        self.app = watch(chosen)
        for layer in reversed(layers):
            self.app = watch(untouched(layer(self.app)))

    def keep(self, cases: Iterable[Case]) -> None:
        """Serve cases; check that their clients get what they must."""
        for case in cases:
            try:
                self.compare(case, served(chosen, case))
            except AssertionError as error:
                error.add_note(f"{case.name}, below {self.names}")
                raise

    def compare(self, case: Case, plain: Exchange) -> None:
        """Compare what comes of a case with what comes of it bare."""
        found = served(self.app, case, self.prefix)
        assert isinstance(found.error, case.error or type(None)), found.error
        assert found.status == case.status
        assert found.body == self.filled(case.body)
        assert self.plain(found.log) == plain.log
        assert found.headers == self.headers(case, plain)

    def filled(self, body: bytes) -> bytes:
        """Put the prefix and the bar where they belong in an expected body."""
        mount = self.prefix.encode("latin-1")
        return body.replace(MOUNT, mount).replace(BAR, self.bar)

    def plain(self, log: list[str]) -> list[str]:
        """Take the prefix and the bar out of a log."""
        for added in filter(None, (self.bar, self.prefix.encode("latin-1"))):
            log = [line.replace(repr(added)[2:-1], "") for line in log]
        return log

    def headers(self, case: Case, plain: Exchange) -> Headers:
        """Tell the headers of a page with a bar, or else those that came."""
        if not (self.barred and case.page):
            return plain.headers
        kept = [header for header in plain.headers if header[0].lower() not in STALE]
        return [*kept, ("Cache-Control", "private"), ("Vary", "Cookie")]


@pytest.fixture(autouse=True)
def _nothing_open() -> Iterator[None]:
    """Check that every connection is given back."""
    yield
    assert CONNECTIONS.open == 0


def test_bare() -> None:
    """What the cases say of themselves is so, with nothing in between."""
    assert len(CASES) > 40
    Stack().keep(CASES)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.__name__)
def test_alone(layer: Layer) -> None:
    """A middleware lets everything through, with nobody in between."""
    Stack(layer, watch=unwatched).keep(CASES)


WRONG = [
    *(faults.never_closes, faults.closes_at_the_end, faults.buffers),
    *(faults.buffers_writes, faults.has_no_write, faults.starts_early),
    *(faults.ignores_exc_info, faults.promises_a_length),
]


@pytest.mark.parametrize("layer", WRONG, ids=lambda layer: layer.__name__)
def test_what_is_wrong_is_noticed(layer: Layer) -> None:
    """A middleware with one fault breaks the contract, though nobody watches it."""
    with pytest.raises(AssertionError):
        Stack(layer, watch=unwatched).keep(CASES)


@pytest.mark.beside("properties")
@pytest.mark.parametrize("order", [LAYERS, LAYERS[::-1]], ids=["first", "reversed"])
def test_stacked(order: list[Layer]) -> None:
    """So do all five, each outside of each other one, and watched.

    The bar names the user if Inject is outside.
    """
    Stack(*order).keep(CASES)


@pytest.mark.beside("properties")
def test_many_threads() -> None:
    """Eight threads use one stack, each for all cases in an order of its own."""
    stack = Stack(by_tenant, injected, barred, buffered, dispatched)
    shuffled = [Random(seed).sample(CASES, len(CASES)) for seed in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(stack.keep, shuffled))


@pytest.mark.beside("properties")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_django_view_and_back(case: Case) -> None:
    """An application that is a view that is an application gives the same answer.

    Chunks and the order of headers are Django's; what cannot be kept says why.
    """
    there_and_back = as_wsgi(as_view(watched(chosen)))
    with project(ROOT_URLCONF=(), ALLOWED_HOSTS=[HOST]):
        found = served(watched(untouched(there_and_back)), case)
    plain = served(chosen, case)
    assert found.log.count("closed") == plain.log.count("closed")
    if not case.django:
        assert (found.status, type(found.error)) == (plain.status, type(plain.error))
        assert found.body == plain.body
        assert sorted(found.headers) == sorted(plain.headers)
    elif case.django == OWN:
        assert (found.status[:3], found.error) == ("500", None)
