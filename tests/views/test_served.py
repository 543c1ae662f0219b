"""examples.views behind a real server, waitress, on real sockets."""

from __future__ import annotations

import http.client
import select
import signal
import socket
import subprocess
import sys
import threading
import tracemalloc
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from http.cookiejar import CookieJar
from typing import TypeAlias
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.validate import validator

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from examples.views import __main__ as command
from examples.views.closing import Closing
from examples.views.flask_view import AppResponse
from examples.views.head import bodiless
from examples.views.show.app import app
from examples.views.show.failing import failing, silent
from examples.views.show.faults import measure
from examples.views.show.hello import TEXT, hello, mirror
from examples.views.show.inner_flask import inner_flask
from examples.views.show.live import application as live
from examples.views.show.server import serving
from examples.views.show.sessions import outer_flask
from examples.views.show.stream import blocks, endless, lines, printing, streaming

SOON = 20.0
"""Seconds after which a wait is given up; nothing waits that long."""

MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.beside("notebooks")

Wrap: TypeAlias = Callable[[WSGIApplication], ResponseReturnValue]


def naive(inner: WSGIApplication) -> ResponseReturnValue:
    """Return the application from the view."""
    return inner


BOTH_WAYS = pytest.mark.parametrize("way", [naive, AppResponse])


def outer(inner: WSGIApplication, way: Wrap = AppResponse) -> Flask:
    """Make a Flask application with one view, checked before and behind it."""
    site = Flask("site", static_folder=None)
    site.add_url_rule(
        "/", view_func=lambda: way(validator(inner)), methods=["GET", "POST"]
    )
    return site


@contextmanager
def connected(site: WSGIApplication) -> Iterator[http.client.HTTPConnection]:
    """Serve an application, checked, and connect to it."""
    with (
        serving(validator(site)) as address,
        closing(
            http.client.HTTPConnection(urlsplit(address).netloc, timeout=SOON)
        ) as c,
    ):
        yield c


def get(
    site: WSGIApplication, path: str = "/", method: str = "GET"
) -> tuple[int, bytes]:
    """Ask once; give the status and the body."""
    with connected(site) as connection:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def exchange(address: str, request: bytes) -> bytes:
    """Send bytes and give all that come back, as they came."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((host, port), timeout=SOON) as client:
        client.sendall(request)
        return b"".join(iter(partial(client.recv, 65536), b""))


class TestEveryRoute:
    """Each route answers over a socket, and wsgiref.validate agrees."""

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/naive/response",
            "/naive/function",
            "/naive/flask/page",
            "/naive/django/page",
            "/naive/dispatcher/a",
            "/naive/stream",
            "/robust/function",
            "/robust/flask/page",
            "/robust/django/page",
            "/robust/dispatcher/a",
            "/robust/stream",
            "/robust/case/late",
            "/robust/case/context-kept",
        ],
    )
    def test_get_and_head(self, path: str, method: str) -> None:
        """HEAD has the status of GET and no body; only the lost page is a 404."""
        status, body = get(app, path, method)
        assert status == (404 if path == "/naive/dispatcher/a" else 200)
        assert (body == b"") == (method == "HEAD")

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_the_live_page(self, method: str) -> None:
        """The page in the frame is valid WSGI too."""
        status, body = get(live, "/page", method)
        assert status == 200
        assert (b"Flask: path=/page home=/robust/flask/" in body) == (method == "GET")

    def test_the_server_finds_the_length(self) -> None:
        """A list of one chunk keeps its length, so the connection stays open."""
        site = Flask("site", static_folder=None)
        site.add_url_rule("/", view_func=lambda: AppResponse(hello))
        with serving(site) as address:
            answer = exchange(address, b"GET / HTTP/1.0\r\n\r\n")
        assert b"\r\nContent-Length: 6\r\n" in answer

    def test_at_the_same_time(self) -> None:
        """Requests in many threads each see their own place."""
        with serving(validator(app)) as address, ThreadPoolExecutor(8) as threads:

            def ask(number: int) -> str:
                where = f"{address}/robust/mirror/{number}"
                with urllib.request.urlopen(where, timeout=SOON) as answer:
                    return str(answer.read().decode())

            pages = list(threads.map(ask, range(64)))
        expected = [f"SCRIPT_NAME=/robust/mirror\nPATH_INFO=/{n}\n" for n in range(64)]
        assert pages == expected


class TestHead:
    """A body after HEAD is no small thing on a real connection."""

    def test_naive_the_next_answer_is_spoilt(self) -> None:
        """Two HEADs on one connection: the body stands where an answer should."""
        request = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.0\r\n\r\n"
        with serving(mirror) as address:
            _, _, after = exchange(address, request).partition(b"\r\n\r\n")
        assert after.startswith(b"SCRIPT_NAME=")

    def test_robust_the_next_answer_follows(self) -> None:
        """After the headers of one answer stands the next one."""
        request = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.0\r\n\r\n"
        with serving(validator(bodiless(mirror))) as address:
            _, _, after = exchange(address, request).partition(b"\r\n\r\n")
        assert after.startswith(b"HTTP/1.0 200 OK\r\n")
        assert after.endswith(b"\r\n\r\n")

    def test_robust_no_length_is_made_up(self) -> None:
        """A length that waitress finds in the body of GET is missing from HEAD."""
        site = Flask("site", static_folder=None)
        site.add_url_rule("/", view_func=lambda: AppResponse(hello))
        with serving(site) as address:
            get = exchange(address, b"GET / HTTP/1.0\r\n\r\n")
            head = exchange(address, b"HEAD / HTTP/1.0\r\n\r\n")
        missing = set(get.splitlines()) - set(head.splitlines())
        assert {line for line in missing if not line.startswith(b"Date:")} == {
            b"Content-Length: 6",
            b"hello",
        }

    @BOTH_WAYS
    def test_an_endless_body_is_closed_unread(self, way: Wrap) -> None:
        """HEAD of an endless stream ends, and closes it."""
        closed = threading.Event()
        assert get(outer(streaming(endless, closed.set), way), method="HEAD")[1] == b""
        assert closed.wait(SOON)


class TestStreams:
    """Bodies stream, stop and stay small."""

    @BOTH_WAYS
    def test_a_client_that_leaves(self, way: Wrap) -> None:
        """When the client of an endless body hangs up, close() is called."""
        closed = threading.Event()
        with connected(outer(streaming(endless, closed.set), way)) as connection:
            connection.request("GET", "/")
            assert connection.getresponse().read(13) == b"a stream\n1\n2\n"
            assert not closed.is_set()
            connection.close()
            assert closed.wait(SOON)

    def test_a_server_that_stops(self) -> None:
        """When the server stops, bodies in mid-stream are closed."""
        closed = threading.Event()
        site = outer(streaming(endless, closed.set))
        with serving(validator(site)) as address:
            connection = http.client.HTTPConnection(urlsplit(address).netloc)
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert answer.read(9) == b"a stream\n"
        assert closed.is_set()
        answer.close()
        connection.close()

    def written(self, way: Wrap) -> tuple[bool, bytes]:
        """Say whether a written line arrives while the application still runs."""
        wrote, go_on = threading.Event(), threading.Event()

        def pausing() -> Iterator[bytes]:
            yield b"first\n"
            wrote.set()
            assert go_on.wait(SOON)
            yield b"second\n"

        with connected(outer(printing(pausing), way)) as connection:
            connection.request("GET", "/")
            assert wrote.wait(SOON)
            waiting = SOON if way is AppResponse else 0
            assert connection.sock is not None
            arrived = bool(select.select([connection.sock], [], [], waiting)[0])
            go_on.set()
            return arrived, connection.getresponse().read()

    def test_naive_written_lines_are_held_back(self) -> None:
        """What is written arrives when the application has returned."""
        assert self.written(naive) == (False, b"first\nsecond\n")

    def test_robust_written_lines_are_sent_at_once(self) -> None:
        """What is written arrives while the application goes on."""
        assert self.written(AppResponse) == (True, b"first\nsecond\n")

    def peak(self, inner: WSGIApplication, way: Wrap) -> int:
        """Give the bytes of memory that sending 10 MB takes, at most."""
        buffer = bytearray(65536)
        total = 0
        with connected(outer(inner, way)) as connection:
            tracemalloc.start()
            try:
                connection.request("GET", "/")
                answer = connection.getresponse()
                while received := answer.readinto(buffer):
                    total += received
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
                assert total >= 10 * MEGABYTE

    ten = staticmethod(partial(blocks, 10 * MEGABYTE))

    @BOTH_WAYS
    def test_ten_megabytes_in_flat_memory(self, way: Wrap) -> None:
        """A stream of 10 MB takes less than 4 MB."""
        assert self.peak(streaming(self.ten, list), way) < 4 * MEGABYTE

    def test_naive_ten_written_megabytes_are_collected(self) -> None:
        """Written through Flask's own start_response, all 10 MB are held."""
        assert self.peak(printing(self.ten), naive) > 10 * MEGABYTE

    def test_robust_ten_written_megabytes_are_not(self) -> None:
        """Written to the server, they take less than 4 MB too."""
        assert self.peak(printing(self.ten), AppResponse) < 4 * MEGABYTE

    def test_a_collected_body_is_noticed(self) -> None:
        """The measurement itself: a joined body of 10 MB is found out."""
        joined = streaming(lambda: [b"".join(self.ten())], list)
        assert self.peak(joined, AppResponse) > 10 * MEGABYTE

    def test_a_large_post_passes_unread(self) -> None:
        """A view that does not look hands over 5 MB as they come."""
        with connected(outer(measure)) as connection:
            connection.request("POST", "/", body=b"x" * (5 * MEGABYTE))
            text = connection.getresponse().read()
        assert text == b"promised 5242880, came 5242880\n"


class TestFailures:
    """Errors reach the client as far as they still can."""

    def test_naive_before_the_first_chunk(self) -> None:
        """Flask answers 500; the body is never closed."""
        closed = threading.Event()
        site = Flask("site", static_folder=None)
        site.add_url_rule("/", view_func=lambda: failing(0, closed.set))
        assert get(site)[0] == 500
        assert not closed.is_set()

    def test_robust_before_the_first_chunk(self) -> None:
        """The server answers 500, and the body is closed."""
        closed = threading.Event()
        assert get(outer(failing(0, closed.set)))[0] == 500
        assert closed.wait(SOON)

    @BOTH_WAYS
    def test_after_the_first_chunk(self, way: Wrap) -> None:
        """The answer breaks off, so that the client can tell; the body is closed."""
        closed = threading.Event()
        with pytest.raises(http.client.IncompleteRead) as broken:
            get(outer(failing(1, closed.set), way))
        assert broken.value.partial == b"chunk 0\n"
        assert closed.wait(SOON)

    @pytest.mark.parametrize("case", ["silent", "twice", "mistyped"])
    def test_robust_a_broken_application_is_a_500(self, case: str) -> None:
        """The server's own answer, without a traceback in it."""
        status, body = get(app, f"/robust/case/{case}")
        assert status == 500
        assert b"Traceback" not in body
        assert get(outer(silent))[0] == 500

    def test_robust_an_apology_is_a_503(self) -> None:
        """An answer replaced in time arrives whole; too late, it breaks off."""
        assert get(app, "/robust/case/apologetic") == (503, b"sorry\n")
        assert get(app, "/naive/case/apologetic")[0] == 500
        with pytest.raises(http.client.IncompleteRead):
            get(app, "/robust/case/too-late-to-apologise")

    def test_an_error_in_close_comes_too_late_to_matter(self) -> None:
        """The client has its answer; the server lives on."""

        def fail() -> None:
            raise OSError("disk full")

        def app(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            start_response("200 OK", [TEXT, ("Content-Length", "2")])
            return Closing(lines(1), fail)

        site = outer(app)
        with serving(validator(site)) as address:
            for _ in range(2):
                answer = exchange(address, b"GET / HTTP/1.0\r\n\r\n")
                assert answer.endswith(b"\r\n\r\n1\n")


class TestCookies:
    """A real browser's cookie jar."""

    def test_a_path_of_its_own_does_not_help(self) -> None:
        """The jar sends both cookies, the longer path first: the outer one loses."""
        inner = inner_flask("inner key")
        inner.config["SESSION_COOKIE_PATH"] = "/inner"
        browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar()),
        )
        with serving(validator(outer_flask("outer key", inner))) as address:
            paths = ["/inner/visits", "/inner/visits", "/visits"]
            pages = [
                browser.open(address + path, timeout=SOON).read() for path in paths
            ]
        assert pages == [
            b"inner visits: 1\n",
            b"inner visits: 2\n",
            b"outer visits: 1\n",
        ]


class TestCommand:
    """python -m examples.views"""

    start = (sys.executable, "-m", "examples.views", "--port")

    @pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
    def test_serves_until_it_is_told_to_stop(self, stop: signal.Signals) -> None:
        """Ctrl-C and SIGTERM end it with status 0 and without a traceback."""
        with subprocess.Popen(
            [*self.start, "0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            address = process.stdout.readline().split()[2]
            answer = exchange(address, b"GET /naive/response HTTP/1.0\r\n\r\n")
            process.send_signal(stop)
            _, errors = process.communicate(timeout=SOON)
        assert answer.endswith(b"\r\n\r\nhello\n")
        # Not empty: waitress says so when its threads are busy.
        assert (process.returncode, "Traceback" in errors) == (0, False)

    def test_in_a_thread(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The address is printed once the server listens; a signal ends it."""
        printed: list[str] = []
        ready = threading.Event()

        def announce(text: str, flush: bool) -> None:
            printed.append(text)
            ready.set()

        monkeypatch.setattr("builtins.print", announce)
        thread = threading.Thread(target=command.main, args=[["--port", "0"]])
        thread.start()
        assert ready.wait(SOON)
        assert thread.ident is not None
        signal.pthread_kill(thread.ident, signal.SIGTERM)
        thread.join(SOON)
        assert not thread.is_alive()
        assert printed[0].startswith("Serving on http://127.0.0.1:")

    @pytest.mark.parametrize("port", ["cherry", "-1", "65536", "²", "8 0", "9" * 5000])
    def test_a_port_that_is_none(self, port: str) -> None:
        """One line names what was given and what was expected."""
        with pytest.raises(SystemExit) as stopped:
            command.main([f"--port={port}"])
        wanted = f"examples.views: --port wants 0 to 65535, got {port!r}"
        assert stopped.value.code == wanted

    def test_a_port_that_is_taken(self) -> None:
        """One line on standard error, and a status that says so."""
        with serving(mirror) as address:
            port = str(urlsplit(address).port)
            done = subprocess.run(
                [*self.start, port], capture_output=True, text=True, timeout=60
            )
        assert done.returncode == 1
        assert done.stderr == f"examples.views: port {port}: Address already in use\n"
