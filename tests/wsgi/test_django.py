"""examples.wsgi: the bridges between WSGI and Django, there and back."""

from __future__ import annotations

import gc
import gzip
import http.client
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIApplication
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import pytest
from django.core import signals
from django.core.handlers import wsgi
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIHandler
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.request import RawPostDataException
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import get_script_prefix, path, re_path, reverse, set_script_prefix
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from examples.views.ask import Answer, ask
from examples.views.show.server import serving
from examples.wsgi import then
from examples.wsgi.with_django.from_django import as_wsgi
from examples.wsgi.with_django.to_django import as_view
from tests.wsgi.django_settings import project
from tests.wsgi.rules import strict
from tests.wsgi.server import environ_of, exchange
from tests.wsgi.test_final_head import TEXT, Body, answering

SOON = 20.0
"""Seconds after which a wait is given up; nothing waits that long."""

CSRF = "django.middleware.csrf.CsrfViewMiddleware"
AROUND = (
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    CSRF,
    f"{__name__}.visiting",
)
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
FILE = (
    '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    "cherries\r\n--b--\r\n"
)


@contextmanager
def site(
    view: Callable[..., Any], *middleware: str, **settings: Any
) -> Iterator[WSGIApplication]:
    """Have a Django site with one view, mounted in several ways."""
    urls = (
        path("path/<path:rest>", view),
        path("path/", view, {"rest": ""}),
        re_path(r"^re(?P<rest>(?s:/.*)?)\Z", view),
        re_path(r"^wrong(?P<rest>.*)/end$", view),
        re_path(r"^cut(?P<rest>.*)$", view),
        path("<int:year>/<path:rest>", view),
        path("", view, name="home"),
        path("whole", view),
        path("<path:rest>", view),
    )
    with project(
        ROOT_URLCONF=urls,
        MIDDLEWARE=middleware,
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        **settings,
    ):
        yield WSGIHandler()


def asked(app: WSGIApplication, where: str = "/", *middleware: str, **more: str) -> Any:
    """Ask an application that is a view of a site."""
    with site(as_view(strict(app)), *middleware) as whole:
        return ask(strict(whole), where, **more)


def where(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Say where the application is, and what it was asked for."""
    start_response("200 OK", [TEXT])
    return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode("latin-1")]


def echo(environ: Environ, start_response: Start) -> Iterable[bytes]:
    """Send the body back."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start_response("200 OK", [TEXT])
    return [body]


def seeing(seen: Environ, app: WSGIApplication = where) -> WSGIApplication:
    """Have an application whose environ is noted."""

    def noted(environ: Environ, start_response: Start) -> Iterable[bytes]:
        seen.update(environ)
        return app(environ, start_response)

    return noted


class TestAsView:
    """An application answers for a view."""

    @pytest.mark.parametrize(
        ("url", "inside"),
        [
            ("/path/", "/path|/"),
            ("/path//a/", "/path|//a/"),
            ("/re", "/re|"),
            ("/re/a/re/a", "/re|/a/re/a"),
            ("/re/a%0A", "/re|/a\n"),
            ("/whole", "|/whole"),
            ("/elsewhere/a/", "|/elsewhere/a/"),
        ],
    )
    def test_it_finds_itself_under_its_prefix(self, url: str, inside: str) -> None:
        """What the URL pattern captures as rest is its path, below the site's own."""
        answer = asked(where, url, SCRIPT_NAME="/caf\xc3\xa9")
        assert answer.text == f"/café{inside}"

    def test_a_prefix_that_settings_tell(self) -> None:
        """What Django takes for its own place is where the application is."""
        with site(as_view(strict(where)), FORCE_SCRIPT_NAME="/front/") as whole:
            assert ask(whole, "/path/a").text == "/front/path|/a"

    @pytest.mark.parametrize("url", ["/wrong/a/end", "/cutter"])
    def test_a_pattern_that_cannot_be_a_prefix(self, url: str) -> None:
        """A rest that is not the end of the path, after a slash, is an error."""
        with site(as_view(where), DEBUG_PROPAGATE_EXCEPTIONS=True) as whole:
            error = ask(whole, url).error
        assert type(error).__name__ == "ImproperlyConfigured"
        assert "does not end with a slash and" in str(error)

    def test_what_else_is_captured(self) -> None:
        """Other groups are found where WSGI's routers put them."""
        seen: Environ = {}
        asked(seeing(seen), "/1999/a")
        assert seen["wsgiorg.routing_args"] == ((), {"year": 1999})

    def test_status_and_reason(self) -> None:
        """Both are the application's, those that Django does not know too."""
        for status in ("404 No Cherries", "299 Almost", "799 Beyond"):
            assert asked(answering(b"x", status=status)).status == status

    def test_headers_of_django(self) -> None:
        """What a middleware changes, adds or takes away is sent so, line by line."""
        cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "a=2; Path=/x")]
        lines = [("Vary", "Cookie"), ("Vary", "Accept"), ("X-Powered-By", "secret")]
        app = answering(b"x", headers=[*cookies, TEXT, *lines])
        answer = asked(app, "/", f"{__name__}.adding")
        cookie, other, added = answer.all("Set-Cookie")
        assert (cookie.strip(), other.strip()) == ("a=1", "a=2; Path=/x")
        assert added.strip() == "theirs=2; Path=/"
        assert answer.all("Vary") == ["Cookie, Accept, Origin"]
        assert answer.all("X-Powered-By") == []
        assert answer.all("X-Added") == ["yes"]

    def test_cookies_are_djangos_too(self) -> None:
        """Its test client keeps them, a 304 has them, a middleware may change one."""
        lines = ['a="1 2"; Path=/; HttpOnly; Priority=High', "b=2", "c d=3"]
        headers = [TEXT, ("ETag", '"1"'), *(("Set-Cookie", line) for line in lines)]
        app = answering(b"x", headers=headers)
        with site(as_view(app)):
            client = Client()
            client.get("/", HTTP_HOST="localhost")
            assert client.cookies["a"].value == "1 2"
            assert client.cookies["a"]["httponly"]
        conditional = "django.middleware.http.ConditionalGetMiddleware"
        changing = f"{__name__}.changing"
        kept = asked(app, "/", conditional, HTTP_IF_NONE_MATCH='"1"')
        assert kept.status.startswith("304")
        assert [line.strip() for line in kept.all("Set-Cookie")] == lines[:2]
        changed = [line.strip() for line in asked(app, "/", changing).all("Set-Cookie")]
        assert set(changed) == {lines[0], "b=2; Secure", "c d=3"}

    def test_what_django_wraps_around_it(self) -> None:
        """It is compressed, 304, given a session, and shut for who has no token."""
        page = b"<p>cherries" * 50
        lines = [("ETag", '"1"'), ("Vary", "Accept"), ("Set-Cookie", "basket=1")]
        token = "a" * 32

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            form = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
            start_response("200 OK", [TEXT, *lines])
            return [form or page]

        signed = {"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}
        with site(as_view(strict(app)), *AROUND, **signed) as whole:
            zipped = ask(whole, HTTP_ACCEPT_ENCODING="gzip")
            fresh = ask(whole, HTTP_IF_NONE_MATCH='"1"')
            shut = ask(whole, method="POST", body="a=1")
            form = f"csrfmiddlewaretoken={token}&a=1"
            cookie = {"HTTP_COOKIE": f"csrftoken={token}"}
            opened = ask(whole, method="POST", body=form, **cookie)
        assert gzip.decompress(zipped.body) == page
        assert zipped.all("ETag") == ['W/"1"']
        assert zipped.all("Vary") == ["Accept, Cookie, Accept-Encoding"]
        assert (fresh.status, fresh.body) == ("304 Not Modified", b"")
        for answer in zipped, fresh, opened:
            cookies = answer.all("Set-Cookie")
            names = sorted(line.strip().partition("=")[0] for line in cookies)
            assert names == ["basket", "sessionid"]
        assert shut.status == "403 Forbidden"
        assert opened.text == form

    def test_it_streams(self) -> None:
        """A chunk is sent before the next one is computed."""
        body = Body(b"one", b"two")
        with site(as_view(body)) as whole:
            sent: Any = whole(environ_of(), lambda *_: len)
            chunks = iter(sent)
            assert (next(chunks), body.read) == (b"one", 1)
            assert (next(chunks), body.read) == (b"two", 2)
            sent.close()

    @pytest.mark.parametrize(
        ("status", "headers"),
        [("OK", [TEXT]), ("200 OK", [("X-A", "a\r\nSet-Cookie: b=c")])],
    )
    def test_an_answer_that_django_cannot_send(self, status: str, headers: Any) -> None:
        """A status without a code, a header with a line break: the body is closed."""
        body = Body(b"one")

        def app(environ: Environ, start_response: Start) -> Any:
            start_response(status, headers)
            return body

        with site(as_view(app)) as whole:
            assert ask(whole).status == "500 Internal Server Error"
        assert body.closed == 1

    @pytest.mark.parametrize("middleware", ["adding", "replacing", "failing"])
    def test_closed_once(self, middleware: str) -> None:
        """Even if a middleware drops the answer, and Django forgets it."""
        body = Body(b"one", b"two")
        asked(body, "/", f"{__name__}.{middleware}")
        assert body.closed == 1

    def test_let_go(self) -> None:
        """When it is closed, nothing holds the body any more."""
        body = Body(b"one")
        watched = weakref.ref(body)

        def app(environ: Environ, start_response: Start) -> Any:
            nonlocal body
            start_response("200 OK", [TEXT])
            returned, body = body, Body()
            return returned

        gc.disable()
        try:
            assert asked(app).text == "one"
            assert watched() is None
        finally:
            gc.enable()


class TestRequestBody:
    """The body reaches the application, read by Django or not."""

    def test_an_application_reads_no_more_than_the_body(self) -> None:
        """Django keeps it from waiting on the connection."""

        def app(environ: Environ, start_response: Start) -> Any:
            lines: Any = environ["wsgi.input"]
            body = lines.readline() + b"".join(lines.readlines()) + lines.read(99)
            start_response("200 OK", [TEXT])
            return [body]

        body = b"one\ntwo\nthree\nnext request"
        environ = environ_of("/", "POST", body=body, CONTENT_LENGTH="14")
        with site(as_view(app)) as whole:
            found = exchange(whole, environ=environ)
        assert found.body == b"one\ntwo\nthree\n"
        assert environ["wsgi.input"].read() == b"next request"

    @pytest.mark.parametrize(
        ("middleware", "length"),
        [("adding", None), ("reading_body", "")],
    )
    def test_chunks_are_left_to_the_application(
        self, middleware: str, length: str | None
    ) -> None:
        """Django takes them for no body, and reads nothing even if it is asked to."""
        seen: Environ = {}

        def app(environ: Environ, start_response: Start) -> Any:
            seen.update(environ)
            start_response("200 OK", [TEXT])
            return [environ["wsgi.input"].read(99)]

        environ = environ_of("/", "POST", body=b"chunks", CONTENT_TYPE=FORM)
        environ |= {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        environ["CONTENT_LENGTH"] = length
        if length is None:
            del environ["CONTENT_LENGTH"]
        with site(as_view(app), f"{__name__}.{middleware}") as whole:
            assert exchange(whole, environ=environ).body == b"chunks"
        assert seen.get("CONTENT_LENGTH") == length
        assert seen["HTTP_TRANSFER_ENCODING"] == "chunked"

    @pytest.mark.parametrize("length", ["0011", "20"])
    def test_a_kept_body_has_its_own_length(self, length: str) -> None:
        """As many bytes as are there are told, whatever was promised, and how."""
        seen: Environ = {}
        more: Any = {"CONTENT_LENGTH": length, "HTTP_TRANSFER_ENCODING": "chunked"}
        with site(as_view(seeing(seen, echo)), f"{__name__}.reading_body") as whole:
            found = exchange(whole, "/", "POST", body=b"name=Cherry", **more)
        assert found.body == b"name=Cherry"
        assert seen["CONTENT_LENGTH"] == "11"
        assert "HTTP_TRANSFER_ENCODING" not in seen

    def test_read_by_a_middleware(self) -> None:
        """A form that Django keeps is whole for the application."""
        name = f"{__name__}.reading_post"
        answer = asked(echo, "/", name, method="POST", body="name=Cherry")
        assert answer.text == "name=Cherry"

    def test_a_kept_multipart_body(self) -> None:
        """If request.body was read first, an upload is whole too."""
        middleware = [f"{__name__}.reading_body", f"{__name__}.reading_post"]
        upload = {"method": "POST", "body": FILE, "CONTENT_TYPE": MULTIPART}
        assert asked(echo, "/", *middleware, **upload).text == FILE

    def test_a_parsed_multipart_body(self) -> None:
        """Else its bytes are gone: an error that says so, not an empty body."""
        name = f"{__name__}.reading_post"
        with site(as_view(echo), name, DEBUG_PROPAGATE_EXCEPTIONS=True) as whole:
            answer = ask(whole, method="POST", body=FILE, CONTENT_TYPE=MULTIPART)
        assert isinstance(answer.error, RawPostDataException)
        assert "read request.body before" in str(answer.error)

    def test_a_form_without_djangos_token(self) -> None:
        """Django's CSRF check holds for the application, until it is exempt."""
        form = {"method": "POST", "body": "name=Cherry"}
        assert asked(echo, "/", CSRF, **form).status == "403 Forbidden"
        with site(csrf_exempt(as_view(strict(echo))), CSRF) as whole:
            assert ask(whole, **form).text == "name=Cherry"

    def test_django_does_not_wait_for_it_again(self) -> None:
        """A middleware that looks at POST afterwards finds it empty, at once."""
        body = "name=Cherry"
        answer = asked(echo, "/", f"{__name__}.looking_back", method="POST", body=body)
        assert answer.all("X-Post") == ["{}"]

    def test_asgi_is_refused(self) -> None:
        """A request that has no environ gets an error that says why."""
        scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
        with project(), pytest.raises(TypeError, match="is this ASGI"):
            as_view(where)(ASGIRequest(scope, BytesIO()))

    def test_the_environ_holds_strings(self) -> None:
        """What Django adds to META is not passed off as CGI."""
        seen: Environ = {}
        asked(seeing(seen), "/", f"{__name__}.noting")
        assert seen["wsgi.note"] == 1
        assert "NOTE" not in seen


@contextmanager
def configured(**settings: Any) -> Iterator[None]:
    """Have what a view needs: URLs, for the error pages and for ``reverse()``."""
    urls = (path("home", hello, name="home"),)
    with project(
        ROOT_URLCONF=urls, ALLOWED_HOSTS=["127.0.0.1", "localhost"], **settings
    ):
        yield


def hello(request: HttpRequest) -> HttpResponse:
    """Greet."""
    return HttpResponse("hello", content_type="text/plain")


def viewed(view: Callable[..., Any], url: str = "/", **more: str) -> Answer:
    """Ask a view that is an application."""
    with configured():
        return ask(strict(as_wsgi(view)), url, **more)


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    """Make a view that raises."""

    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


class TestAsWSGI:
    """A view answers for an application."""

    def test_a_page(self) -> None:
        """Status, headers, body; the length is known, so it is told."""
        answer = viewed(hello)
        assert (answer.status, answer.text) == ("200 OK", "hello")
        assert sorted(answer.headers) == [("Content-Length", "5"), TEXT]

    @pytest.mark.parametrize(
        ("error", "status"),
        [
            (Http404("no cherries"), "404 Not Found"),
            (LookupError(), "500 Internal Server Error"),
        ],
    )
    def test_errors_become_pages(self, error: Exception, status: str) -> None:
        """Django's own, as they would on a Django site."""
        assert viewed(raising(error)).status == status

    def test_a_template_is_rendered(self) -> None:
        """A response that is not rendered yet gets its content."""

        class Late(SimpleTemplateResponse):  # type: ignore[misc]  # no types
            rendered_content = "rendered"

        answer = viewed(lambda request: Late("none"))
        assert (answer.text, answer.all("Content-Length")) == ("rendered", ["8"])

    def test_no_response(self) -> None:
        """A view that returns nothing is an error, and says which view."""
        with configured(DEBUG_PROPAGATE_EXCEPTIONS=True):
            error = ask(as_wsgi(lambda request: None)).error
        assert "returned no response, but None" in str(error)

    def test_it_streams(self) -> None:
        """A chunk is sent before the next one is computed."""
        body = Body(b"one", b"two")
        with configured():
            app = as_wsgi(lambda request: StreamingHttpResponse(body))
            sent: Any = app(environ_of(), lambda *_: len)
            assert body.read == 0
            assert (next(iter(sent)), body.read) == (b"one", 1)
            sent.close()
        assert body.closed == 1

    def test_closed_with_its_uploads(self) -> None:
        """Closing the body closes response and request, whoever reads it."""
        closed: list[str] = []

        def view(request: HttpRequest) -> HttpResponse:
            assert request.FILES["f"].read() == b"cherries"
            request.close = lambda: closed.append("request")
            response = hello(request)
            response.close = lambda: closed.append("response")
            return response

        upload = {"method": "POST", "body": FILE, "CONTENT_TYPE": MULTIPART}
        assert viewed(view, **upload).text == "hello"
        assert closed == ["response", "request"]

    def test_closed_if_the_server_refuses_the_headers(self) -> None:
        """Nobody gets a body that could be closed: it is closed at once."""
        body = Body(b"one")

        def refuse(*_: object) -> Any:
            raise ValueError("headers")

        with configured(), pytest.raises(ValueError, match="headers"):
            as_wsgi(lambda request: StreamingHttpResponse(body))(environ_of(), refuse)
        assert (body.read, body.closed) == (0, 1)

    def test_signals(self) -> None:
        """Django hears of a request's begin and end, and gives back connections."""
        heard: list[str] = []

        def begun(**_: object) -> None:
            heard.append("begun")

        def ended(**_: object) -> None:
            heard.append("ended")

        signals.request_started.connect(begun)
        signals.request_finished.connect(ended)
        try:
            with configured():
                body: Any = as_wsgi(hello)(environ_of(), lambda *_: len)
                assert heard == ["begun"]
                body.close()
        finally:
            signals.request_started.disconnect(begun)
            signals.request_finished.disconnect(ended)
        assert heard == ["begun", "ended"]

    def test_links_lead_inside(self) -> None:
        """reverse() knows where the application is, also while it streams."""

        def view(request: HttpRequest) -> StreamingHttpResponse:
            yours = reverse("home")
            return StreamingHttpResponse(f"{yours} {reverse('home')} " for _ in "ab")

        set_script_prefix("/outer")
        try:
            answer = viewed(view, SCRIPT_NAME="/shop")
            assert answer.text == "/shop/home /shop/home " * 2
            assert get_script_prefix() == "/outer/"
        finally:
            set_script_prefix("/")

    @pytest.mark.parametrize("error", [None, LookupError(), KeyboardInterrupt()])
    def test_links_outside_stay(self, error: BaseException | None) -> None:
        """Whatever the view does, the prefix is reset before the answer is read."""

        def view(request: HttpRequest) -> HttpResponse:
            if error:
                raise error
            return hello(request)

        with configured(), suppress(KeyboardInterrupt):
            environ = environ_of(SCRIPT_NAME="/shop")
            body: Any = as_wsgi(view)(environ, lambda *_: len)
            assert get_script_prefix() == "/"
            body.close()
        assert get_script_prefix() == "/"

    def test_head(self) -> None:
        """Status, headers and length of GET, and no body."""
        with configured():
            app = as_wsgi(lambda request: HttpResponse("hello", status=404))
            get, head = ask(app), ask(app, method="HEAD")
        assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")
        assert head.all("Content-Length") == ["5"]

    def test_head_computes_no_body(self) -> None:
        """A stream is closed unread."""
        body = Body(b"one")
        viewed(lambda request: StreamingHttpResponse(body), method="HEAD")
        assert (body.read, body.closed) == (0, 1)

    @pytest.mark.parametrize("status", [204, 304])
    def test_no_content(self, status: int) -> None:
        """Without a body there is neither type nor length of one."""
        length = {"Content-Length": "1"}
        view = partial(HttpResponse, "x", status=status, headers=length)
        answer = viewed(lambda request: view())
        assert answer.status.startswith(str(status))
        assert (answer.headers, answer.body) == ([], b"")

    @pytest.mark.parametrize(
        ("method", "response"),
        [("GET", HttpResponse), ("HEAD", StreamingHttpResponse)],
    )
    def test_reset_content(self, method: str, response: Callable[..., Any]) -> None:
        """205 has no content, and says so: elsewhere a client would wait for it."""
        body = Body(b"x")
        answer = viewed(lambda request: response(body, status=205), method=method)
        assert answer.status == "205 Reset Content"
        assert (answer.all("Content-Length"), answer.body) == (["0"], b"")

    def test_a_length_of_ones_own(self) -> None:
        """A view that saves itself the body of HEAD may tell how long it is."""
        length = {"Content-Length": "5"}
        answer = viewed(lambda request: HttpResponse(headers=length), method="HEAD")
        assert answer.all("Content-Length") == ["5"]

    def test_asynchronous_views_are_refused(self) -> None:
        """When it is made, not when the first visitor comes."""

        async def view(request: HttpRequest) -> HttpResponse:
            return hello(request)

        class Called:
            async def __call__(self, request: HttpRequest) -> HttpResponse:
                return hello(request)

        class Classy(View):  # type: ignore[misc]  # no types
            async def get(self, request: HttpRequest) -> HttpResponse:
                return hello(request)

        for one in (view, partial(view), Called(), Classy.as_view()):
            with pytest.raises(TypeError, match="as_wsgi cannot await "):
                as_wsgi(one)


@pytest.mark.beside
class TestServed:
    """A bridge behind a real server."""

    def test_head_and_get_on_one_connection(self) -> None:
        """What follows a HEAD begins where it should."""
        with configured(), serving(validator(as_wsgi(hello))) as address:
            where = urlsplit(address).netloc
            with closing(http.client.HTTPConnection(where, timeout=SOON)) as client:
                client.connect()
                connection = client.sock
                for method, body in (("HEAD", b""), ("GET", b"hello")) * 2:
                    client.request(method, "/")
                    answer = client.getresponse()
                    assert (answer.length, answer.read()) == (len(body), body)
                    assert client.sock is connection


class TestThen:
    """Page 40, as it was in 2011."""

    program: Any = staticmethod(then.django_view)

    def two(self, request: HttpRequest) -> HttpResponse:
        """Set two cookies."""
        response = hello(request)
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        return response

    def test_what_it_imports_is_gone(self) -> None:
        """Today it does not come as far as its first request."""
        with pytest.raises(ImportError, match="STATUS_CODE_TEXT"):
            self.program(hello)

    def test_of_two_cookies_one_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the name put back, it answers, and signs a visitor out."""
        names = http.client.responses
        monkeypatch.setattr(wsgi, "STATUS_CODE_TEXT", names, raising=False)
        with configured():
            old, new = ask(self.program(self.two)), ask(as_wsgi(self.two))
        assert old.text == new.text == "hello"
        assert [cookie.strip() for cookie in old.all("Set-Cookie")] == ["b=2; Path=/"]
        assert new.all("Set-Cookie") == ["a=1; Path=/", "b=2; Path=/"]


@pytest.mark.beside
def test_importing_configures_nothing() -> None:
    """The bridges can be imported, and made, before there are settings."""
    program = (
        "from django.conf import settings\n"
        "from examples.wsgi import then, with_django\n"
        "with_django.as_view(print), with_django.as_wsgi(print)\n"
        "print(settings.configured)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("False\n", "")


Middleware = Callable[[Callable[[HttpRequest], Any]], Callable[[HttpRequest], Any]]


def before(look: Callable[[HttpRequest], object]) -> Middleware:
    """Make a middleware that looks at each request first."""
    return lambda get_response: (
        lambda request: (look(request), get_response(request))[1]
    )


def after(act: Callable[[HttpRequest, Any], Any]) -> Middleware:
    """Make a middleware whose response is made of that which it gets."""
    return lambda get_response: lambda request: act(request, get_response(request))


reading_post = before(lambda request: request.POST)
reading_body = before(lambda request: request.body)
noting = before(lambda request: request.META.update({"NOTE": True, "wsgi.note": 1}))
visiting = before(lambda request: request.session.update({"seen": 1}))
replacing = after(lambda request, response: HttpResponseNotModified())


@after
def failing(request: HttpRequest, response: Any) -> Any:
    """Fail when the response is there."""
    raise LookupError


@after
def adding(request: HttpRequest, response: Any) -> Any:
    """Add a cookie and a header, change one, take one away."""
    response.set_cookie("theirs", "2")
    response["X-Added"] = "yes"
    response.headers.pop("X-Powered-By", None)
    if "Vary" in response:
        response["Vary"] += ", Origin"
    return response


@after
def changing(request: HttpRequest, response: Any) -> Any:
    """Change a cookie that is there."""
    response.cookies["b"]["secure"] = True
    return response


@after
def looking_back(request: HttpRequest, response: Any) -> Any:
    """Look at the form when the response is there."""
    response["X-Post"] = str(request.POST.dict())
    return response
