"""examples.views behind a real server, waitress, on real sockets."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
import tracemalloc
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication
from wsgiref.validate import validator

import pytest
from flask import Flask

from examples.views import __main__ as command
from examples.views.flask_view import AppResponse
from examples.views.head import bodiless
from examples.views.show.app import app
from examples.views.show.failing import failing
from examples.views.show.faults import measure
from examples.views.show.hello import hello, mirror
from examples.views.show.server import serving
from examples.views.show.stream import blocks, endless, printing, streaming

SOON = 20.0
"""Seconds after which a wait is given up; nothing waits that long."""

MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.beside("queues")


def outer(inner: WSGIApplication) -> Flask:
    """Make a Flask application with one view, checked before and behind it."""
    site = Flask("site", static_folder=None)
    site.add_url_rule(
        "/", view_func=lambda: AppResponse(validator(inner)), methods=["GET", "POST"]
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


def get(site: WSGIApplication, path: str = "/") -> tuple[int, bytes]:
    """Ask once; give the status and the body."""
    with connected(site) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def exchange(address: str, request: bytes) -> bytes:
    """Send bytes and give all that come back, as they came."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((host, port), timeout=SOON) as client:
        client.sendall(request)
        return b"".join(iter(partial(client.recv, 65536), b""))


class TestAnswers:
    """Answers over a socket; wsgiref.validate agrees."""

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

    def test_after_head_the_next_answer_follows(self) -> None:
        """No body of a HEAD stands where the next answer on a connection should."""
        request = b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.0\r\n\r\n"
        with serving(validator(bodiless(mirror))) as address:
            _, _, after = exchange(address, request).partition(b"\r\n\r\n")
        assert after.startswith(b"HTTP/1.0 200 OK\r\n")
        assert after.endswith(b"\r\n\r\n")


class TestStreams:
    """Bodies stream, stop and stay small."""

    def test_a_client_that_leaves(self) -> None:
        """When the client of an endless body hangs up, close() is called."""
        closed = threading.Event()
        with connected(outer(streaming(endless, closed.set))) as connection:
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

    def test_written_lines_are_sent_at_once(self) -> None:
        """What is written arrives while the application goes on."""
        go_on = threading.Event()

        def pausing() -> Iterator[bytes]:
            yield b"first\n"
            assert go_on.wait(SOON)
            yield b"second\n"

        with connected(outer(printing(pausing))) as connection:
            connection.request("GET", "/")
            answer = connection.getresponse()
            assert answer.read(6) == b"first\n"
            go_on.set()
            assert answer.read() == b"second\n"

    def peak(self, inner: WSGIApplication) -> int:
        """Give the bytes of memory that sending 10 MB takes, at most."""
        buffer = bytearray(65536)
        total = 0
        with connected(outer(inner)) as connection:
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

    def test_ten_megabytes_in_flat_memory(self) -> None:
        """Streamed or written, 10 MB take less than 4 MB."""
        assert self.peak(streaming(self.ten, list)) < 4 * MEGABYTE
        assert self.peak(printing(self.ten)) < 4 * MEGABYTE

    def test_a_collected_body_is_noticed(self) -> None:
        """The measurement itself: a joined body of 10 MB is found out."""
        joined = streaming(lambda: [b"".join(self.ten())], list)
        assert self.peak(joined) > 10 * MEGABYTE

    def test_a_large_post_passes_unread(self) -> None:
        """A view that does not look hands over 5 MB as they come."""
        with connected(outer(measure)) as connection:
            connection.request("POST", "/", body=b"x" * (5 * MEGABYTE))
            text = connection.getresponse().read()
        assert text == b"promised 5242880, came 5242880\n"


class TestFailures:
    """Errors reach the client as far as they still can."""

    def test_before_the_first_chunk(self) -> None:
        """The server answers 500, and the body is closed."""
        closed = threading.Event()
        assert get(outer(failing(0, closed.set)))[0] == 500
        assert closed.wait(SOON)

    def test_after_the_first_chunk(self) -> None:
        """The answer breaks off, so that the client can tell; the body is closed."""
        closed = threading.Event()
        with pytest.raises(http.client.IncompleteRead) as broken:
            get(outer(failing(1, closed.set)))
        assert broken.value.partial == b"chunk 0\n"
        assert closed.wait(SOON)

    def test_an_apology_is_a_503(self) -> None:
        """An answer replaced in time arrives whole; too late, it breaks off."""
        assert get(app, "/robust/case/apologetic") == (503, b"sorry\n")
        with pytest.raises(http.client.IncompleteRead):
            get(app, "/robust/case/too-late-to-apologise")


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

    @pytest.mark.parametrize("port", ["cherry", "65536", "²", "9" * 5000])
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
