"""Flask, Bottle and Django as one site: one user, one database, one sign-in."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from wsgiref.types import StartResponse as Start
from wsgiref.types import WSGIEnvironment as Environ
from wsgiref.validate import validator

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from werkzeug.test import Client, TestResponse, create_environ, run_wsgi_app

from examples.wsgi.base import answer
from examples.wsgi.context import KEY, Context, Inject
from examples.wsgi.dispatch import Dispatcher
from examples.wsgi.show.site.api import api
from examples.wsgi.show.site.front import front
from examples.wsgi.show.site.office import as_remote_user, configure
from examples.wsgi.show.site.own_hosts import own_hosts
from examples.wsgi.show.site.sign_in import AGE, COOKIE, SignIn
from examples.wsgi.show.site.top import top
from examples.wsgi.show.stock import connect, create
from tests.waitress_early import but_early
from tests.wsgi.django_settings import project

SOON = 20
CLOSED = "/admin/login/ 403\n"
START = (sys.executable, "-m", "examples.wsgi", "--port")
HERE = "http://127.0.0.1"
ACCOUNTS = {"anna": "a secret", "ben": "another", "zoë": "ünlock"}
SIGN_IN = SignIn("key", ACCOUNTS)


@pytest.fixture
def browser(tmp_path: Path) -> Client:
    """A browser at the site without Django, validated inside and outside."""
    database = tmp_path / "shop.sqlite"
    create(database)
    mounts = {"/": validator(front(SIGN_IN)), "/api": validator(api())}
    pages = Inject(Dispatcher(mounts), SIGN_IN.who, partial(connect, database))
    return Client(validator(pages))


def ask(browser: Client, path: str, **more: Any) -> TestResponse:
    """Ask as a browser does, of a page at 127.0.0.1; `data` is a form."""
    method = "POST" if "data" in more else "GET"
    more = {"method": method, "base_url": HERE, "buffered": True, **more}
    return browser.open(path, **more)


def answered(browser: Client, path: str, **more: Any) -> Any:
    """Ask, and read the JSON of the answer."""
    return ask(browser, path, **more).json


def signed_in(browser: Client, name: str = "anna") -> TestResponse:
    """Fill in the form."""
    form = {"name": name, "password": ACCOUNTS[name]}
    return ask(browser, "/sign-in", data=form, headers={"Origin": HERE})


class TestOneUser:
    """Who signs in at Flask is known to Bottle."""

    def test_nobody(self, browser: Client) -> None:
        """A stranger sees the stock in both, and a form, and cannot restock."""
        page, answer = ask(browser, "/").text, answered(browser, "/api/")
        assert 'name="password"' in page
        assert "<td>250</td>" in page
        assert answer["user"] is None
        assert [row["grams"] for row in answer["cherries"]] == [400, 250, 150]
        refused = ask(browser, "/api/Morello", data={"grams": "1"})
        assert refused.status_code == 403
        assert refused.json == {"error": "sign in to restock"}

    def test_signed_in_and_out(self, browser: Client) -> None:
        """After the form both greet by name, in any letters; after the button none."""
        answer = signed_in(browser, "zoë")
        assert (answer.status_code, answer.location) == (303, "/")
        assert "<strong>zoë</strong>" in ask(browser, "/").text
        assert answered(browser, "/api/")["user"] == "zoë"
        assert answered(browser, "/api")["user"] == "zoë"
        ask(browser, "/sign-out", data={})
        assert answered(browser, "/api/")["user"] is None

    @pytest.mark.parametrize(("name", "password"), [("anna", "another"), ("carl", "")])
    def test_a_wrong_password(self, browser: Client, name: str, password: str) -> None:
        """403, no cookie, and a sentence that does not tell which was wrong."""
        answer = ask(browser, "/sign-in", data={"name": name, "password": password})
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert "Name and password do not fit." in answer.text


def test_the_name_in_the_bar_is_escaped() -> None:
    """Whoever chooses a name cannot write markup into every page."""
    with Context("<script>x</script>", lambda: sqlite3.connect(":memory:")) as own:
        bar = top({KEY: own})
    assert "<b>&lt;script&gt;x&lt;/script&gt;</b>" in bar
    assert "<script" not in bar


class TestOneDatabase:
    """What Bottle changes, Flask shows."""

    def test_restock(self, browser: Client) -> None:
        """Grams are added, under the name of the user."""
        signed_in(browser)
        answer = answered(browser, "/api/Morello", data={"grams": "200"})
        assert answer == {"name": "Morello", "grams": 450}
        page = ask(browser, "/").text
        assert re.search(r"Morello</th><td>450</td>\s*<td>anna</td>", page)

    @pytest.mark.parametrize(
        ("path", "grams", "status", "error"),
        [
            ("Morello", "0", 400, "expected 1 to 1000000 grams, not 0"),
            ("Morello", "9" * 5000, 400, "expected grams as a whole number"),
            ("cr%C3%A8me", "1", 404, "no cherries called 'crème'"),
        ],
    )
    def test_what_cannot_be(
        self, browser: Client, path: str, grams: str, status: int, error: str
    ) -> None:
        """The answer says why, in JSON, with the status that fits."""
        signed_in(browser)
        answer = ask(browser, f"/api/{path}", data={"grams": grams})
        assert answer.status_code == status
        assert json.loads(answer.text) == {"error": error}


class TestCookie:
    """Only a fresh signature of this site's key names a user."""

    def test_what_the_browser_is_told(self, browser: Client) -> None:
        """No script may read it, no other site may send it, it ends."""
        told = signed_in(browser).headers["Set-Cookie"].split("; ")[1:]
        assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={AGE}"} <= set(told)
        assert "Secure" not in told  # under https it is
        form = {"name": "anna", "password": "a secret"}
        answer = ask(browser, "/sign-in", data=form, base_url="https://localhost")
        assert "; Secure" in answer.headers["Set-Cookie"]

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "anna",
            SIGN_IN.cookie("anna")[:-1],
            SignIn("another key", {}).cookie("anna"),
            str(URLSafeTimedSerializer("key", salt="another use").dumps("anna")),
            "é\x00,=",
        ],
    )
    def test_forged(self, value: str) -> None:
        """Anything else is nobody, and no error."""
        environ = {"HTTP_COOKIE": f"{COOKIE}={value}", "wsgi.url_scheme": "http"}
        assert SIGN_IN.who(environ) is None

    def test_too_old(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A signature that is older than `AGE` is none."""
        cookie = SIGN_IN.cookie("anna")
        environ = {"HTTP_COOKIE": f"{COOKIE}={cookie}", "wsgi.url_scheme": "http"}
        assert SIGN_IN.who(environ) == "anna"
        later = int(time.time()) + AGE + 1
        monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: later)
        assert SIGN_IN.who(environ) is None

    def test_among_others(self) -> None:
        """Cookies of others on this host, however odd, do not hide it."""
        cookie = SIGN_IN.cookie("anna")
        odd = f'a@b=[1]; c="d; {COOKIE}x=1; {COOKIE}={cookie}; =; e'
        environ = {"HTTP_COOKIE": odd, "wsgi.url_scheme": "http"}
        assert SIGN_IN.who(environ) == "anna"


class TestForgedForms:
    """A page of another origin cannot act for the user."""

    FOREIGN = (
        "http://evil.example",
        "http://127.0.0.1:81",  # the same site, another origin: gets Lax cookies
        "null",
    )

    @pytest.mark.parametrize("origin", FOREIGN)
    def test_it_is_a_stranger(self, browser: Client, origin: str) -> None:
        """Its form has no user, can sign in nobody under its own name, nor sign out."""
        headers = {"Origin": origin}
        form = {"name": "ben", "password": "another"}
        answer = ask(browser, "/sign-in", data=form, headers=headers)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
        assert "This form was on a page of another site." in answer.text
        signed_in(browser)
        form = {"grams": "1"}
        answer = ask(browser, "/api/Morello", data=form, headers=headers)
        assert answer.status_code == 403
        assert answered(browser, "/api/", headers=headers)["user"] is None
        ask(browser, "/sign-out", data={}, headers=headers)
        assert answered(browser, "/api/")["user"] == "anna"

    def test_links_do_nothing(self, browser: Client) -> None:
        """What changes something is no link: GET is refused."""
        signed_in(browser)
        for path in ("/sign-out", "/sign-in", "/api/Morello"):
            assert ask(browser, path).status_code == 405


class TestFront:
    """The page itself."""

    def test_kept_private(self, browser: Client) -> None:
        """No cache keeps it, no frame shows it, no script runs in it."""
        headers = ask(browser, "/").headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        # "no-referrer" would make browsers send `Origin: null` with our own forms.
        assert headers["Referrer-Policy"] == "same-origin"

    @pytest.mark.parametrize(
        ("path", "status", "name"),
        [("/none", 404, "Not Found"), ("/sign-in", 405, "Method Not Allowed")],
    )
    def test_errors_are_pages(
        self, browser: Client, path: str, status: int, name: str
    ) -> None:
        """They have a body, for the bar, a way back, and the front's policy."""
        answer = ask(browser, path)
        body = answer.text.partition("<body>")[2]
        assert answer.status_code == status
        assert f"<h1>{name}</h1>" in body
        assert '<a href="/">' in body
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert ("POST" in answer.headers.get("Allow", "")) == (status == 405)


@pytest.mark.parametrize("path", ["/api/", "/api/none"])
def test_the_api_is_kept_private(browser: Client, path: str) -> None:
    """It names its reader, so no cache keeps it for another; nor its errors."""
    headers = ask(browser, path).headers
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Vary"] == "Cookie"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", "200 OK"),
        ("LOCALHOST.:8007", "200 OK"),
        ("localhost.evil.example", "421 Misdirected Request"),
        ("", "421 Misdirected Request"),
    ],
)
def test_its_own_hosts(host: str, status: str) -> None:
    """Both names are answered, in any spelling, at any port; others are no way in."""
    watched = validator(own_hosts(validator(answer("200 OK"))))
    environ = create_environ("/") | {"HTTP_HOST": host}
    assert run_wsgi_app(watched, environ, buffered=True)[1] == status


class TestRemoteUser:
    """Django believes REMOTE_USER, so only the context may set it."""

    @staticmethod
    def connect() -> Any:
        """Refuse: nobody needs a database here."""
        raise AssertionError("opened")

    @pytest.mark.parametrize("user", ["anna", None])
    def test_from_the_context_alone(self, user: str | None) -> None:
        """What the server or a client says about it is dropped."""
        seen: list[object] = []

        def app(environ: Environ, start_response: Start) -> Iterable[bytes]:
            seen.append(environ.get("REMOTE_USER"))
            start_response("200 OK", [("Content-Type", "text/plain")])
            return []

        told = Inject(as_remote_user(validator(app)), lambda _: user, self.connect)
        headers = {"Remote-User": "root", "REMOTE_USER": "root"}
        Client(validator(told)).get(
            "/",
            headers=headers,
            environ_base={"REMOTE_USER": "root", "REMOTE_ADDR": "127.0.0.1"},
            buffered=True,
        )
        assert seen == [user]

    def test_settings_are_one_global(self) -> None:
        """A process that has other Django settings is refused, and told what to do."""
        with project(), pytest.raises(RuntimeError, match="use another process"):
            configure()


TWO_SITES = """\
import sys
from pathlib import Path

from examples.wsgi.show.site import join


def superusers(database, *names):
    join(database, dict.fromkeys(names, "password"))
    from django.contrib.auth import get_user_model

    print(*get_user_model().objects.filter(is_superuser=True))


first, second = Path(sys.argv[1]), Path(sys.argv[2])
superusers(first, "anna", "ben")
try:
    join(second, {"anna": "password"})
except RuntimeError as error:
    print(error)
first.rename(second)
superusers(second, "ben", "anna")
"""


@pytest.mark.beside
def test_a_process_has_one_site_at_a_time(tmp_path: Path) -> None:
    """When the database of the first is gone the second has the admin, not before.

    Each has one superuser: who is no longer the first account is none any more.
    """
    first, second = tmp_path / "first.sqlite", tmp_path / "second.sqlite"
    program = [sys.executable, "-c", TWO_SITES, str(first), str(second)]
    said = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    assert said == f"anna\nDjango has {first}: use another process\nben\n"


class Site(NamedTuple):
    """The site in a process of its own."""

    process: subprocess.Popen[str]
    address: str
    password: str
    database: Path


@contextmanager
def site() -> Iterator[Site]:
    """Start python -m examples.wsgi; stop it by Ctrl-C."""
    with subprocess.Popen(
        [*START, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            said = [process.stdout.readline().split() for _ in range(3)]
            address, password, database = said[0][2], said[1][-1], said[2][-1]
            yield Site(process, address.rstrip("/"), password, Path(database))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(SOON)


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    """The site, for all tests that leave it as it is."""
    with site() as started:
        yield started


class Visitor:
    """A browser with a cookie jar, at the running site."""

    def __init__(self, running: Site, name: str = "") -> None:
        self.running = running
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.jar),
        )
        if name:
            self.ask("/sign-in", name=name, password=running.password)

    def open(self, path: str, headers: dict[str, str], **form: str) -> HTTPResponse:
        """Follow a link, or send a form."""
        request = urllib.request.Request(
            self.running.address + path,
            data=urlencode(form).encode() if form else None,
            headers={"Origin": self.running.address, **headers} if form else headers,
        )
        try:
            answer: HTTPResponse = self.opener.open(request, timeout=SOON)
        except HTTPError as error:
            return error  # type: ignore[return-value]  # it reads like an answer
        return answer

    def ask(self, path: str, headers: dict[str, str] | None = None, **form: str) -> str:
        """Give the page, with the path where it was found before it."""
        with self.open(path, headers or {}, **form) as answer:
            found = urlsplit(answer.geturl()).path
            return f"{found} {answer.status}\n{answer.read().decode()}"

    def form(self, path: str, to: str = "", **form: str) -> str:
        """Fill in a form of Django's, with the token that it wants."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.ask(path))
        assert token is not None
        return self.ask(to or path, None, csrfmiddlewaretoken=token[1], **form)


def test_three_frameworks_are_one_site(running: Site) -> None:
    """Signed in at Flask, anna edits in Django's admin what Bottle then gives.

    The only test of the site in a process of its own that is measured.
    """
    anna = Visitor(running)
    stranger = anna.ask("/admin/")
    assert stranger.startswith(CLOSED)
    assert "nobody is signed in" in stranger.partition("<body")[2]
    assert '<a href="/">sign in at the\nshop</a>' in stranger
    for path in ("/", "/api/", "/admin/", "/static/admin/css/base.css"):
        assert " 421\n" in anna.ask(path, {"Host": "evil.example"})
    anna.ask("/sign-in", name="anna", password=running.password)
    index = anna.ask("/admin")
    assert "Cherries: 800 g in stock" in index
    assert "<strong>anna</strong>" in index
    assert '<a href="/">View site</a>' in index
    for page in (index, anna.ask("/")):  # Django's and Flask's
        assert "signed in as <b>anna</b>" in page.partition("<body")[2]
    saved = anna.form("/admin/office/cherry/3/change/", name="Rainier", grams="160")
    assert saved.startswith("/admin/office/cherry/ 200")
    assert "Cherries: 810 g in stock" in saved
    assert "signed in as" not in anna.ask("/static/admin/css/base.css")
    answer = json.loads(anna.ask("/api/").partition("\n")[2])
    rainier = {"name": "Rainier", "grams": 160, "changed_by": "anna"}
    assert answer["user"] == "anna"
    assert rainier in answer["cherries"]
    anna.form("/admin/office/cherry/3/change/", name="Rainier", grams="150")
    ben = Visitor(running, "ben").ask("/admin/")
    assert ben.startswith(CLOSED)
    assert "signed in as <b>ben</b>" in ben.partition("<body")[2]
    assert "signed in as <strong>ben</strong>, here too" in ben
    assert '<a href="/">Back to the shop</a>' in ben
    # Loaded again after signing in, that page leads in, and nowhere else.
    for query in ("?next=/admin/", "?next=http://evil.example/"):
        assert anna.ask(f"/admin/login/{query}").startswith("/admin/ 200\n")
    style = anna.ask("/static/admin/css/base.css")
    assert style.startswith("/static/admin/css/base.css 200\n")
    anna.form("/admin/", "/admin/logout/")
    assert '"user": null' in anna.ask("/api/")


@pytest.mark.beside
class TestOffice:
    """Django's admin, among the others."""

    def test_sign_out_in_flask(self, running: Site) -> None:
        """Signing out at Flask closes the admin, though Django has a session."""
        anna = Visitor(running, "anna")
        assert anna.ask("/admin/").startswith("/admin/ 200")
        anna.ask("/sign-out", leave="now")
        assert "sessionid" in {cookie.name for cookie in anna.jar}
        assert anna.ask("/admin/").startswith(CLOSED)

    def test_a_form_from_elsewhere(self, running: Site) -> None:
        """Django's token alone is not enough: another origin is nobody."""
        anna = Visitor(running, "anna")
        path = "/admin/office/cherry/1/change/"
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', anna.ask(path))
        assert token is not None
        elsewhere = {"Origin": "http://127.0.0.1:1"}
        page = anna.ask(
            path, elsewhere, csrfmiddlewaretoken=token[1], name="Bing", grams="1"
        )
        assert " 403\n" in page
        assert '"grams": 1,' not in anna.ask("/api/")


@pytest.mark.beside
class TestCommand:
    """python -m examples.wsgi"""

    @pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
    def test_leaves_nothing_behind(self, stop: signal.Signals) -> None:
        """Told to stop with a client in mid-request, it ends and removes its files."""
        with site() as started:
            where = urlsplit(started.address)
            assert started.database.exists()
            with socket.create_connection((where.hostname, where.port)) as client:
                client.sendall(
                    b"POST /sign-in HTTP/1.1\r\nContent-Length: 99\r\n\r\nna"
                )
                started.process.send_signal(stop)
                _, errors = started.process.communicate(timeout=SOON)
        assert (started.process.returncode, but_early(errors)) == (0, "")
        assert not started.database.parent.exists()

    def test_a_crowd_is_no_news(self) -> None:
        """More clients at once than threads leave nothing on the console."""
        with site() as started, ExitStack() as crowd:
            where = urlsplit(started.address)
            clients = [
                crowd.enter_context(
                    socket.create_connection((where.hostname, where.port), SOON)
                )
                for _ in range(100)
            ]
            for client in clients:
                client.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            for client in clients:
                assert client.recv(12) == b"HTTP/1.0 200"
            started.process.send_signal(signal.SIGINT)
            _, errors = started.process.communicate(timeout=SOON)
        assert errors == ""

    def test_a_port_that_is_taken(self) -> None:
        """One line on standard error, and a status that says so."""
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = subprocess.run(
                [*START, port], capture_output=True, text=True, check=False
            )
        assert done.returncode == 1
        assert re.fullmatch(
            f"examples.wsgi: port {port}: Address already in use\n", done.stderr
        )

    def test_a_port_that_is_none(self) -> None:
        """One line names what was given."""
        done = subprocess.run(
            [*START, "65536"], capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        complaint = "error: --port wants 0 to 65535, got 65536"
        assert done.stderr.strip().endswith(complaint)
