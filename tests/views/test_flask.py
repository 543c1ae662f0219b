"""Flask views that return WSGI applications, and attach them.

A test named ``naive`` passes on what Flask does by itself and says what goes
wrong; the one after it shows the robust way.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from flask import Flask, Response, make_response, request, session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client

from examples.views import form
from examples.views.ask import Answer, ask
from examples.views.flask_view import AppResponse, attach
from examples.views.mount import shift
from examples.views.show.app import app
from examples.views.show.failing import (
    apologetic,
    failing,
    late,
    mistyped,
    silent,
    too_late_to_apologise,
    twice,
)
from examples.views.show.faults import measure
from examples.views.show.hello import hello, mirror
from examples.views.show.inner_django import inner_django
from examples.views.show.inner_flask import inner_flask
from examples.views.show.live import application as live
from examples.views.show.sessions import one_name, two_names
from examples.views.show.stream import lines, streaming


def outer(view: ResponseReturnValue, **config: object) -> Flask:
    """Make a Flask application whose every GET is answered by a view's result."""
    app = Flask("outer", static_folder=None)
    app.config.update(config)
    app.add_url_rule("/", "root", lambda: view)
    app.add_url_rule("/<path:rest>", "any", lambda rest: view)
    return app


def robust(inner: WSGIApplication) -> Answer:
    """Ask a view that lets the application answer for itself."""
    return ask(outer(AppResponse(inner), TESTING=True))


class Log(list[str]):
    """A list of what happened, for applications to write into."""

    def note(self) -> None:
        """Note that a body was closed."""
        self.append("closed")


class TestKinds:
    """A view returns any WSGI application."""

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("/naive/response", "hello\n"),
            ("/naive/function", "hello\n"),
            ("/naive/flask/page", "Flask: path=/naive/flask/page home=/\n"),
            ("/naive/django/page", "Django: path=/naive/django/page home=/\n"),
            ("/naive/dispatcher/a", "not found\n"),
            ("/naive/stream", "a stream\n1\n2\n3\n4\n5\n"),
            ("/naive/mirror/page", "SCRIPT_NAME=\nPATH_INFO=/naive/mirror/page\n"),
        ],
    )
    def test_naive_all_of_them_work_at_the_wrong_place(
        self, path: str, text: str
    ) -> None:
        """Each answers, but sees the outer path, and its links lead outside."""
        assert (ask(app, path).text, ask(app, path).error) == (text, None)

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("/robust/function", "hello\n"),
            ("/robust/flask/page", "Flask: path=/page home=/robust/flask/\n"),
            ("/robust/django/page", "Django: path=/page home=/robust/django/\n"),
            (
                "/robust/dispatcher/b/x",
                "SCRIPT_NAME=/robust/dispatcher/b\nPATH_INFO=/x\n",
            ),
            ("/robust/stream", "a stream\n1\n2\n3\n4\n5\n"),
        ],
    )
    def test_robust_each_knows_its_place(self, path: str, text: str) -> None:
        """Mounted, each sees its own path, and its links stay inside."""
        assert (ask(app, path).text, ask(app, path).error) == (text, None)

    def test_the_front_page_lists_the_routes(self) -> None:
        """Whoever opens the application finds the rest."""
        assert "/robust/flask\n" in ask(app).text

    @pytest.mark.parametrize("how", ["naive", "robust"])
    def test_an_unknown_case_is_not_found(self, how: str) -> None:
        """The outer application still answers for itself."""
        assert ask(app, f"/{how}/case/none").status == "404 NOT FOUND"


class TestAttach:
    """A mounted application gets everything under its prefix."""

    @pytest.mark.parametrize(
        "method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    )
    def test_robust_other_methods_come_in(self, method: str) -> None:
        """The mounted application decides about methods."""
        assert ask(app, "/robust/mirror/x", method).text.endswith("PATH_INFO=/x\n")

    def test_robust_head_comes_in(self) -> None:
        """HEAD is the mounted application's too: its length, no body."""
        answer = ask(app, "/robust/mirror/x", "HEAD")
        assert (answer.all("Content-Length"), answer.body) == (["40"], b"")

    def test_the_rarest_methods_stay_outside(self) -> None:
        """TRACE would repeat what it is sent: it is refused."""
        answer = ask(app, "/robust/mirror/x", "TRACE")
        assert answer.status == "405 METHOD NOT ALLOWED"

    @pytest.mark.parametrize("merge", [True, False])
    @pytest.mark.parametrize("rest", ["", "/", "//x", "/x//y", "/a%0Ab", "/a%0A"])
    def test_every_path_comes_in_as_it_is(self, rest: str, merge: bool) -> None:
        """Empty parts and line breaks are the mounted application's affair."""
        site = Flask("site", static_folder=None)
        site.url_map.merge_slashes = merge
        attach(site, "/m", mirror)
        seen = rest.replace("%0A", "\n")
        assert ask(site, f"/m{rest}").text == f"SCRIPT_NAME=/m\nPATH_INFO={seen}\n"

    def test_what_the_site_says_itself_comes_first(self) -> None:
        """A rule of the site, and a second mount, may lie inside of a mount."""
        site = Flask("site", static_folder=None)
        attach(site, "/m", hello)
        attach(site, "/m/n", mirror)
        site.add_url_rule("/m/own", "own", lambda: "own")
        site.add_url_rule("/m/<name>/own", "name", lambda name: name)
        texts = [
            ask(site, path).text for path in ("/m/own", "/m/x/own", "/m/n/x", "/m/nx")
        ]
        assert texts == ["own", "x", "SCRIPT_NAME=/m/n\nPATH_INFO=/x\n", "hello\n"]

    @pytest.mark.parametrize(
        "prefix", ["", "/", "m", "/m/", "//m", "/m//n", "/<name>", "/m/<int:number>"]
    )
    def test_a_prefix_that_cannot_work_is_refused(self, prefix: str) -> None:
        """A mistake is told when attaching, not by a 404 much later."""
        with pytest.raises(ValueError, match="prefix must be like '/m' or '/m/n'"):
            attach(Flask("site", static_folder=None), prefix, mirror)

    def test_under_a_mounted_outer_application(self) -> None:
        """The outer SCRIPT_NAME comes first: mounts nest."""
        answer = ask(app, "/robust/mirror/x", SCRIPT_NAME="/site")
        assert answer.text == "SCRIPT_NAME=/site/robust/mirror\nPATH_INFO=/x\n"

    def test_no_link_leads_to_another_host(self) -> None:
        """A SCRIPT_NAME of a slash, which some servers send, makes no ``//m``."""
        environ: WSGIEnvironment = {"SCRIPT_NAME": "/", "PATH_INFO": "/m/x"}
        inside = shift(environ, "/m")
        assert inside == {"SCRIPT_NAME": "/m", "PATH_INFO": "/x"}

    def test_extensions_tell_two_applications_apart(self) -> None:
        """CSRFProtect and Flask-Limiter know a view by the name of its function."""
        site = Flask("site", static_folder=None)
        views = [attach(site, prefix, mirror) for prefix in ("/m", "/n", "/m/v1.0")]
        assert len({(view.__module__, view.__name__) for view in views}) == 3
        assert views == [site.view_functions[view.__name__] for view in views]
        with site.test_request_context("/m/v1.0/x"):
            assert request.blueprints == []  # to which a part of the name would belong

    def test_further_methods(self) -> None:
        """WebDAV's methods come in if they are named, and others stay outside."""
        site = Flask("site", static_folder=None)
        attach(site, "/m", mirror, methods=["PROPFIND"])
        ask_for = site.test_client().open  # wsgiref.validate does not know PROPFIND
        assert ask_for("/m/x", method="PROPFIND").text.endswith("PATH_INFO=/x\n")
        assert ask_for("/m/x").status == "405 METHOD NOT ALLOWED"

    def test_a_site_that_matches_hosts(self) -> None:
        """One prefix on two hosts, with a variable part, is two applications."""
        site = Flask("site", static_folder=None, host_matching=True)
        attach(site, "/m", mirror, host="<tenant>.localhost")
        attach(site, "/m", hello, host="localhost")
        hosts = ("a.localhost", "localhost")
        texts = [ask(site, "/m/x", HTTP_HOST=host).text for host in hosts]
        assert texts == ["SCRIPT_NAME=/m\nPATH_INFO=/x\n", "hello\n"]

    @pytest.mark.parametrize(
        ("site", "options", "says"),
        [
            ({"host_matching": True}, {}, "/n: host=None, and the site matches hosts"),
            ({}, {"host": "a.b"}, "host='a.b', and the site does not match hosts"),
            ({}, {"subdomain": "a"}, "'a', and the site does not match subdomains"),
        ],
    )
    def test_a_host_that_nobody_looks_at(
        self, site: dict[str, Any], options: dict[str, str], says: str
    ) -> None:
        """Flask would answer on no host, or on all of them: it is told instead."""
        with pytest.raises(ValueError, match=says):
            attach(Flask("site", static_folder=None, **site), "/n", hello, **options)

    def test_letters_beyond_ascii(self) -> None:
        """Prefix and path may hold any letter; bytes that are none pass."""
        site = Flask("site", static_folder=None)
        attach(site, "/café", mirror)
        answer = ask(site, "/caf%C3%A9/%C3%A8%FF")
        assert answer.body == "SCRIPT_NAME=/café\nPATH_INFO=/è".encode() + b"\xff\n"

    def test_the_inner_application_cannot_move_the_outer_request(self) -> None:
        """What it does to its environ is not seen outside."""
        places: list[str] = []

        def rude(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            environ["PATH_INFO"] = "/elsewhere"
            return hello(environ, start_response)

        site = outer(AppResponse(rude))
        site.teardown_request(lambda _: places.append(request.environ["PATH_INFO"]))
        ask(site, "/here")
        assert places == ["/here"]


class TestStart:
    """start_response means what PEP 3333 says."""

    def test_an_apology_replaces_the_answer(self) -> None:
        """Nothing was sent yet, so the server takes the second answer."""
        answer = robust(apologetic)
        assert (answer.status, answer.text) == ("503 Service Unavailable", "sorry\n")

    def test_an_apology_that_comes_too_late_breaks_off(self) -> None:
        """With headers sent, the error is raised into the application."""
        answer = robust(too_late_to_apologise)
        assert answer.text == "all is well\n"
        assert isinstance(answer.error, LookupError)

    def test_naive_a_second_start_goes_unnoticed(self) -> None:
        """Flask sends the last of two answers."""
        assert ask(app, "/naive/case/twice").status == "503 Service Unavailable"

    def test_a_second_start_is_refused(self) -> None:
        """Two answers without a reason: the server sees the mistake."""
        answer = robust(twice)
        assert (answer.status, str(answer.error)) == ("", "Headers already set!")

    def test_no_start_is_named(self) -> None:
        """The server says what is missing."""
        assert "start_response has not yet been called" in str(robust(silent).error)

    def test_a_late_start_is_fine(self) -> None:
        """start_response may come with the first chunk."""
        assert robust(late).text == "late, but here\n"

    def test_an_inner_type_error_is_itself(self) -> None:
        """The error comes out as it was raised."""
        error = robust(mistyped).error
        assert isinstance(error, TypeError)
        assert str(error) == "unsupported operand type(s) for +: 'int' and 'str'"


class TestClose:
    """close() is called, on every path."""

    def test_an_early_error_closes(self) -> None:
        """A body that fails before its first chunk is closed by the server."""
        log = Log()
        assert isinstance(robust(failing(0, log.note)).error, LookupError)
        assert log == ["closed"]

    def test_a_late_error_closes(self) -> None:
        """So is a body that fails after its first chunk."""
        log = Log()
        answer = robust(failing(1, log.note))
        assert (answer.text, log) == ("chunk 0\n", ["closed"])

    def test_an_outer_error_comes_first(self) -> None:
        """If after_request fails, the inner application was never called."""
        log = Log()

        def inner(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            log.append("called")
            return hello(environ, start_response)

        site = outer(AppResponse(inner))

        @site.after_request
        def fail(response: Response) -> Response:
            raise LookupError("outer")

        assert ask(site).status == "500 INTERNAL SERVER ERROR"
        assert log == []
        assert robust(inner).text == "hello\n"
        assert log == ["called"]

    def test_callbacks_of_the_response_run(self) -> None:
        """call_on_close works, after the inner close()."""
        log = Log()
        response = AppResponse(streaming(lambda: lines(1), log.note))
        response.call_on_close(lambda: log.append("outer"))
        assert ask(outer(response)).text == "a stream\n1\n"
        assert log == ["closed", "outer"]

    @pytest.mark.parametrize("error", [TypeError, SystemExit])
    def test_callbacks_run_if_the_application_fails_at_once(
        self, error: type[BaseException]
    ) -> None:
        """An error before there is a body still closes the response; an exit, too."""
        log = Log()

        def fail(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> list[bytes]:
            raise error

        response = AppResponse(fail)
        response.call_on_close(log.note)
        with pytest.raises(error):
            response({"REQUEST_METHOD": "GET"}, lambda *_: len)
        assert log == ["closed"]

    def test_callbacks_run_if_the_body_cannot_be_read(self) -> None:
        """An error in the body's iter() closes the body and the response."""
        log = Log()

        class Broken:
            """A body whose source is gone."""

            def __iter__(self) -> Iterator[bytes]:
                raise LookupError("cursor is gone")

            def close(self) -> None:
                log.note()

        def broken(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            start_response("200 OK", [("Content-Type", "text/plain")])
            return Broken()

        response = AppResponse(broken)
        response.call_on_close(lambda: log.append("outer"))
        with pytest.raises(LookupError, match="cursor is gone"):
            response({"REQUEST_METHOD": "GET"}, lambda *_: len)
        assert log == ["closed", "outer"]

    def test_the_body_is_not_wrapped_without_need(self) -> None:
        """A server finds the very body: its length, or the file it can send."""
        body = [b"one"]
        response = AppResponse(lambda environ, start_response: body)
        assert response({"REQUEST_METHOD": "GET"}, lambda *_: len) is body


class TestOuterAnswer:
    """What the outer application adds, and what it cannot."""

    def test_outer_headers_and_cookies_arrive(self) -> None:
        """after_request headers and the session cookie are sent."""
        site = outer(AppResponse(hello), SECRET_KEY="outer")

        @site.before_request
        def remember() -> None:
            session["seen"] = True

        @site.after_request
        def policy(response: Response) -> Response:
            response.headers["X-Frame-Options"] = "DENY"
            return response

        answer = ask(site)
        assert answer.all("X-Frame-Options") == ["DENY"]
        assert answer.all("Content-Type") == ["text/plain"]
        assert [cookie[:8] for cookie in answer.all("Set-Cookie")] == ["session="]
        assert answer.all("Vary") == ["Cookie"]

    def test_the_status_is_the_inner_ones(self) -> None:
        """A status set beside the response has no effect."""
        site = Flask("site", static_folder=None)
        site.add_url_rule("/", view_func=lambda: (AppResponse(hello), 418))
        assert ask(site).status == "200 OK"

    def test_the_content_type_is_not_made_up(self) -> None:
        """after_request sees no type of a body that is not there yet."""
        types: list[str | None] = []
        site = outer(AppResponse(hello))

        @site.after_request
        def look(response: Response) -> Response:
            types.append(response.content_type)
            return response

        assert ask(site).all("Content-Type") == ["text/plain"]
        assert types == [None]

    def test_there_is_no_body_to_read(self) -> None:
        """An after_request function that reads the body is told, loudly."""
        site = outer(AppResponse(hello), TESTING=True)

        @site.after_request
        def read(response: Response) -> Response:
            return Response(response.get_data())

        assert "direct passthrough mode" in str(ask(site).error)

    def test_a_foreign_response_class_is_told(self) -> None:
        """An application with a class of its own gets an error, no empty page."""

        class Own(Response):
            """A response class."""

        site = outer(AppResponse(hello))
        site.response_class = Own
        with pytest.raises(RuntimeError, match="no body until a server"):
            Client(site).get("/")

        class OwnApp(AppResponse, Own):
            """The cure: both in one."""

        site = outer(OwnApp(hello))
        site.response_class = Own
        assert ask(site).text == "hello\n"


class TestForm:
    """A form that both applications want."""

    @pytest.mark.parametrize(("way", "came"), [("naive", 0), ("robust", 11)])
    def test_naive_the_inner_form_is_empty(self, way: str, came: int) -> None:
        """The view has read the body; nothing is left, unless it is replayed."""
        answer = ask(app, f"/{way}/form", "POST", body="name=Cherry")
        assert answer.text == f"promised 11, came {came}\n"

    @pytest.mark.parametrize("inner", [inner_django, inner_flask()])
    def test_robust_both_read_it(self, inner: WSGIApplication) -> None:
        """The view parses a copy; the inner application gets the bytes again."""
        site = Flask("site", static_folder=None)
        site.post("/form")(lambda: form.read_and_replay(inner))
        answer = ask(site, "/form", "POST", body="name=Cherry")
        assert answer.text == "inner: Cherry\n"

    @pytest.mark.parametrize(
        ("of_site", "length", "status"),
        [
            (None, 64 * 1024 + 1, "413 REQUEST ENTITY TOO LARGE"),
            (10, 10, "200 OK"),
            (10, 11, "413 REQUEST ENTITY TOO LARGE"),
            (0, 1, "413 REQUEST ENTITY TOO LARGE"),
            (2 * form.LIMIT, 64 * 1024, "200 OK"),
            (2 * form.LIMIT, form.LIMIT + 1, "413 REQUEST ENTITY TOO LARGE"),
        ],
    )
    def test_robust_a_stricter_site_stays_strict(
        self, of_site: int | None, length: int, status: str
    ) -> None:
        """Of the two limits, the site's and the form's, the lower one holds."""
        site = Flask("site", static_folder=None)
        site.config["MAX_CONTENT_LENGTH"] = of_site
        site.add_url_rule(
            "/", view_func=lambda: form.read_and_replay(measure), methods=["POST"]
        )
        assert ask(site, method="POST", body="x" * length).status == status

    def test_replay_forgets_how_the_body_came(self) -> None:
        """A body that came in chunks is promised by its length, not as chunks."""
        seen: list[object] = []

        def inner(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            seen.append(environ.get("HTTP_TRANSFER_ENCODING"))
            return measure(environ, start_response)

        chunked = {"HTTP_TRANSFER_ENCODING": "chunked"}
        answer = ask(form.replay(inner, b"four"), method="POST", **chunked)
        assert (answer.text, seen) == ("promised 4, came 4\n", [None])

    def test_replay_leaves_the_outer_request_as_it_was(self) -> None:
        """Who still looks at the outer environ finds its own stream and length."""
        environ = {"wsgi.input": sys.stdin, "CONTENT_LENGTH": "9"}
        form.replay(measure, b"four")(environ, lambda *_: len)
        assert environ == {"wsgi.input": sys.stdin, "CONTENT_LENGTH": "9"}


class TestSessions:
    """Two applications, one browser."""

    def visits(self, site: Flask) -> list[str]:
        """Visit three times; return what the inner and then the outer one say."""
        browser = Client(site)
        inner = [browser.get("/inner/visits").text for _ in range(3)]
        return [text.strip() for text in [*inner, browser.get("/visits").text]]

    def test_naive_the_inner_session_is_forgotten(self) -> None:
        """Both set a cookie named session; the browser keeps the outer one."""
        site = one_name("outer key", "inner key")
        assert len(ask(site, "/inner/visits").all("Set-Cookie")) == 2
        assert self.visits(site) == ["inner visits: 1"] * 3 + ["outer visits: 3"]

    def test_robust_a_name_does(self) -> None:
        """With a name of its own, each session is kept."""
        inner = [f"inner visits: {number}" for number in (1, 2, 3)]
        site = two_names("outer key", "inner key")
        assert self.visits(site) == [*inner, "outer visits: 3"]


class TestContext:
    """The outer request is gone while the body streams."""

    def test_a_body_finds_no_request(self) -> None:
        """The answer breaks off after 200 OK and a first chunk."""
        answer = ask(app, "/robust/case/context-too-late")
        assert (answer.status, answer.text) == ("200 OK", "you asked for ")
        assert "Working outside of request context" in str(answer.error)

    @pytest.mark.parametrize("case", ["context-in-time", "context-kept"])
    def test_values_taken_first_and_kept_contexts_work(self, case: str) -> None:
        """Either cure gives the whole answer."""
        path = f"/robust/case/{case}"
        assert ask(app, path).text == f"you asked for {path}"


class TestLive:
    """The page shown in a frame."""

    def test_naive_beside_robust(self) -> None:
        """The page shows what each inner application believed."""
        text = ask(live, "/page", SCRIPT_NAME="/live/views").text
        assert "Flask: path=/naive/flask/page home=/" in text
        assert "Flask: path=/page home=/robust/flask/" in text
        assert "href='/live/views/caf%C3%A9'" in text
        assert "Flask: path=/café home=" in ask(live, "/caf%C3%A9").text

    def test_nothing_is_believed(self) -> None:
        """A path is shown as text, and no script may run."""
        answer = ask(live, "/%3Cscript%3Ealert(1)%3C/script%3E'%FF")
        assert "<script" not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert "default-src 'none'" in answer.all("Content-Security-Policy")[0]

    def test_head_and_post(self) -> None:
        """HEAD has the headers of GET and no body; POST is refused; none is kept."""
        get, head, post = (ask(live, method=name) for name in ("GET", "HEAD", "POST"))
        assert (head.headers, head.body) == (get.headers, b"")
        assert post.status == "405 Method Not Allowed"
        for answer in (get, post):
            assert answer.all("Cache-Control") == ["no-store"]
            assert answer.all("X-Content-Type-Options") == ["nosniff"]


class TestDjango:
    """Django keeps one set of settings a process."""

    def run(self, program: str) -> str:
        """Run a program in a process of its own; return what it printed."""
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    def test_importing_configures_nothing(self) -> None:
        """Another project may still choose its settings, and name them; they count."""
        program = (
            "import os, sys, examples.views.show.app, examples.views.show.live\n"
            "from types import SimpleNamespace\n"
            "from django.conf import settings\n"
            "from examples.views.ask import ask\n"
            "from examples.views.show.inner_django import inner_django\n"
            "print(settings.configured, os.environ.get('DJANGO_SETTINGS_MODULE'))\n"
            "named = SimpleNamespace(ROOT_URLCONF='', FORCE_SCRIPT_NAME='/inner')\n"
            "sys.modules['named'] = named\n"
            "os.environ['DJANGO_SETTINGS_MODULE'] = 'named'\n"
            "print(ask(inner_django, '/x').text, end='')"
        )
        assert self.run(program) == "False None\nDjango: path=/x home=/inner/\n"

    def test_first_requests_at_the_same_time(self) -> None:
        """Two threads that come first do not both configure Django."""
        program = (
            "from threading import Event, Thread\n"
            "from django.conf import settings\n"
            "from examples.views.ask import ask\n"
            "from examples.views.show.inner_django import inner_django\n"
            "answers, both = [], Event()\n"
            "def visit():\n"
            "    answers.append(ask(inner_django, '/x'))\n"
            "def configure(**options):\n"
            "    if both.configuring:\n"
            "        both.set()\n"
            "    both.configuring = True\n"
            "    second.start()\n"
            "    both.wait(0.3)  # long enough for a second one to come in\n"
            "    original(**options)\n"
            "both.configuring, original = False, settings.configure\n"
            "type(settings).configure = lambda _, **options: configure(**options)\n"
            "second = Thread(target=visit)\n"
            "visit()\n"
            "second.join()\n"
            "print(both.is_set(), *[answer.text for answer in answers])"
        )
        text = "Django: path=/x home=/\n"
        assert self.run(program) == f"False {text} {text}\n"

    def test_two_projects_live_side_by_side(self) -> None:
        """Under the settings of another project, each keeps its own URLs."""
        program = (
            "from django.conf import settings\n"
            "from django.core.handlers.wsgi import WSGIHandler\n"
            "from django.http import HttpResponse\n"
            "from django.urls import path\n"
            "from examples.views.ask import ask\n"
            "from examples.views.show.inner_django import inner_django\n"
            "urlpatterns = [path('x', lambda request: HttpResponse('theirs'))]\n"
            "settings.configure(ROOT_URLCONF='__main__', ALLOWED_HOSTS=['*'])\n"
            "theirs = WSGIHandler()\n"
            "for app in (theirs, inner_django, theirs):\n"
            "    print(ask(app, '/x').text.strip())"
        )
        assert self.run(program) == "theirs\nDjango: path=/x home=/\ntheirs\n"


def test_responses_of_flask_itself_still_work() -> None:
    """make_response and abort know AppResponse as a response."""
    with app.test_request_context():
        assert isinstance(make_response(AppResponse(hello)), AppResponse)
    error = HTTPException(response=AppResponse(hello))
    site = Flask("site", static_folder=None)

    @site.route("/")
    def view() -> Response:
        raise error

    assert ask(site).text == "hello\n"
