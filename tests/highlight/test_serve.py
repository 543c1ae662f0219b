"""examples.highlight behind real servers: waitress, and gunicorn with two workers."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from examples.highlight.core import LIMIT, highlight
from examples.highlight.web import serve
from examples.highlight.web.serve import serving
from examples.highlight.workers.pool import Pool
from tests.highlight.servers import (
    SOON,
    answer,
    ask,
    children,
    connect,
    running,
    until,
)

CODE = "puts 'crème'\n"
RUBY = "/h?language=ruby"
HTML = highlight(CODE, "ruby").encode()
HEAD = b"POST /h?language=ruby HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve with one child."""
    with serving(pool=Pool(1, timeout=SOON)) as address:
        yield address


class TestWaitress:
    """``python -m examples.highlight --serve``, and who calls `serving`."""

    def test_too_long(self, address: str) -> None:
        """Far beyond the limit the server itself says 413, before any of it came."""
        connection = connect(address)
        connection.putrequest("POST", RUBY)
        connection.putheader("Content-Length", str(20 * LIMIT))
        connection.endheaders()
        assert answer(connection.getresponse()).status == 413
        connection.close()

    def test_slow_senders_keep_nobody_waiting(self, address: str) -> None:
        """More of them than there are threads, and the next is served at once."""
        with ExitStack() as stack:
            for _ in range(2 * serve.SETTINGS["threads"]):
                slow = connect(address)
                stack.callback(slow.close)
                slow.connect()
                slow.sock.sendall(HEAD + b"puts")
            assert ask(address, RUBY, CODE).status == 303

    def test_a_sender_that_is_slow_for_ever(
        self, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A byte now and then does not help: the connection is closed."""
        monkeypatch.setattr(serve, "COMPLETE", 0.1)
        slow = connect(address)
        slow.connect()
        slow.sock.sendall(HEAD)
        slow.sock.settimeout(0.02)
        until(lambda: hung_up(slow.sock))
        slow.close()

    def test_who_asks_again_in_time_stays(
        self, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The time is a request's, not a connection's."""
        monkeypatch.setattr(serve, "COMPLETE", 0)
        connection = connect(address)
        for _ in range(4):
            connection.request("GET", "/styles.css")  # one packet: it is there at once
            assert answer(connection.getresponse()).status == 200
        connection.close()

    def test_half_a_body_on_disk(self, address: str) -> None:
        """What was sent of a long body goes with who sent it."""
        before = nameless()
        slow = connect(address)
        slow.putrequest("POST", RUBY)
        slow.putheader("Content-Length", str(7 * LIMIT))
        slow.endheaders(b"x" * 3 * LIMIT)
        until(lambda: nameless() > before)
        slow.close()
        until(lambda: nameless() <= before)  # others' may be collected meanwhile


def nameless() -> set[Path]:
    """Return the open files of this process that have no name any more."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            if str(descriptor.readlink()).endswith("(deleted)"):
                found.add(descriptor)
    return found


def hung_up(sock: socket.socket) -> bool:
    """Send one more byte; tell whether the other side has closed."""
    try:
        sock.sendall(b"x")
        return sock.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_requests_in_advance() -> None:
    """Those who ask for more and more are left; the next client is served."""

    def nothing(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        start("200 OK", [("Content-Length", "0")])
        return []

    with (
        socket.create_server((serve.HOST, 0)) as listening,
        serve.waitress(nothing, listening) as plain,
        ExitStack() as stack,
    ):
        for _ in range(serve.SETTINGS["threads"]):
            greedy = connect(plain)
            stack.callback(greedy.close)
            greedy.connect()
            greedy.sock.sendall(b"GET / HTTP/1.1\r\n\r\n" * 80)
            left = select.poll()
            left.register(greedy.sock, select.POLLRDHUP)
            assert left.poll(SOON * 1000)
        assert ask(plain, "/").status == 200


@pytest.mark.beside
def test_the_shelf_beside_more_poisons_than_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is kept is given while some wait for a worker; more than some do not."""
    pools = []

    def one_child(*, timeout: float, waiting: int) -> Pool:
        pools.append(Pool(1, timeout, SOON, waiting=waiting))
        return pools[0]

    monkeypatch.setattr(serve, "Pool", one_child)
    count = 2 * serve.SETTINGS["threads"]
    refused = count - 1 - serve.WAITING
    with serving() as address, ThreadPoolExecutor(count) as threads:
        kept = ask(address, RUBY, CODE).headers["location"]
        place = pools[0].free.get()  # as long as the poisons are at work
        asked = [threads.submit(ask, address, RUBY, f"puts {n}") for n in range(count)]
        until(lambda: sum(one.done() for one in asked) == refused)
        assert ask(address, kept).body == HTML
        pools[0].free.put(place)
        statuses = Counter(one.result().status for one in asked)
    assert statuses == {303: count - refused, 503: refused}


def test_nothing_is_left(tmp_path: Path) -> None:
    """After the block there is no child, no thread, no file and nobody listening."""
    before = {*threading.enumerate()}
    pool = Pool(2)
    with ExitStack() as stack, serving(pool=pool) as address:
        slow = connect(address)
        stack.callback(slow.close)
        slow.connect()
        slow.sock.sendall(HEAD)
        assert ask(address, RUBY, CODE).status == 303
        assert any(pipe.warm for pipe in pool.pipes)
    assert not any(pipe.warm for pipe in pool.pipes)
    assert {*threading.enumerate()} <= before
    with pytest.raises(ConnectionRefusedError):
        ask(address, "/health")


def test_a_shelf_of_ones_own(tmp_path: Path) -> None:
    """Started again, it has what was made before: no child is asked."""
    log = tmp_path / "log"
    for _ in range(2):
        pool = Pool(1, log=str(log))
        with serving(pool=pool, folder=tmp_path / "shelf") as address:
            where = ask(address, RUBY, CODE).headers["location"]
            assert ask(address, where).body == HTML
    assert len(log.read_text().splitlines()) == 1


class Gunicorn(NamedTuple):
    """A running server: where, and its process."""

    address: str
    process: subprocess.Popen[bytes]

    @property
    def workers(self) -> list[int]:
        """List the processes that take requests."""
        return children(self.process.pid)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gunicorn]:
    """Run gunicorn with two workers, each with one child."""
    settings = {
        "HIGHLIGHT_FOLDER": str(tmp_path_factory.mktemp("shelf")),
        "HIGHLIGHT_WORKERS": "1",
    }
    with socket.create_server((serve.HOST, 0)) as listening:
        number = listening.fileno()
        options = ["--workers", "2", "--bind", f"fd://{number}", "--log-level", "error"]
        command = [sys.executable, "-m", "gunicorn"]
        process = subprocess.Popen(
            [*command, *options, "--no-control-socket", "examples.highlight.wsgi"],
            env=os.environ | settings,
            pass_fds=[number],
        )
        address = f"http://{serve.HOST}:{listening.getsockname()[1]}"
    with process:
        yield Gunicorn(address, process)
        process.terminate()


@pytest.mark.beside
class TestGunicorn:
    """``gunicorn examples.highlight.wsgi``, two workers; the last test stops it."""

    def test_what_one_made_the_other_gives(self, server: Gunicorn) -> None:
        """They share the shelf, not their children."""
        where = ask(server.address, RUBY, CODE).headers["location"]
        (maker,) = [worker for worker in server.workers if children(worker)]
        os.kill(maker, signal.SIGSTOP)
        try:
            assert ask(server.address, where).body == HTML
            assert ask(server.address, RUBY, "puts 2").status == 303
        finally:
            os.kill(maker, signal.SIGCONT)
        assert [len(children(worker)) for worker in server.workers] == [1, 1]

    def test_in_chunks(self, server: Gunicorn) -> None:
        """Here Werkzeug would cut off what is too long, and say nothing."""
        for body, status in ((b"x" * 3 * LIMIT, 413), (b"x", 303)):
            connection = connect(server.address)
            # Who is refused early cannot send the rest, but can read why.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request("POST", "/h?language=text", iter([body]))
            assert answer(connection.getresponse()).status == status
            connection.close()

    def test_told_to_stop_it_leaves_no_child(self, server: Gunicorn) -> None:
        """SIGTERM ends the server, its workers, and theirs."""
        ask(server.address, RUBY, CODE)
        ask(server.address, "/health")
        family = {worker: children(worker) for worker in server.workers}
        assert any(family.values())
        server.process.terminate()
        assert server.process.wait(SOON) == 0
        until(lambda: not any(map(running, chain(family, *family.values()))))
