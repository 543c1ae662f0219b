"""Clients in five languages, when the server fails them."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from examples import peers
from examples.highlight.message import answer
from examples.highlight.serve import HOST, serving, waitress
from examples.highlight.shelf import Shelf
from examples.highlight.web import create_app
from notebooks.kernels import ROOT
from tests.highlight_faces import (
    CLIENTS,
    FACES,
    Asked,
    Outcome,
    Service,
    drivers,
    here,
    params,
)

pytestmark = pytest.mark.beside

OURS = params(lambda name, face: face.http and face.files != ())
FOUND = [
    name
    for name, face in FACES.items()
    if face.http and face.files and all(map(peers.find, face.peers))
]
RUBY = Asked("puts 1\n", {"language": "ruby"})
HTML = here(RUBY).html or ""
HEAD = "HTTP/1.1 {}\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n"


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """Leave no process behind."""
    with drivers():
        yield


def asked_by(face: str, base: str, asked: Asked, patience: float = 30) -> Outcome:
    """Let one client ask once."""
    with FACES[face].open(Service(base, patience=patience)) as ask:
        [outcome] = ask([asked])
    return outcome


@contextmanager
def listening_to(app: WSGIApplication) -> Iterator[str]:
    """Serve an application on a port of its own."""
    with (
        socket.create_server((HOST, 0)) as listening,
        waitress(app, listening) as base,
    ):
        yield base


@contextmanager
def saying(data: bytes) -> Iterator[str]:
    """Serve the same bytes to everyone, and hang up."""
    with socket.create_server((HOST, 0)) as listening:
        thread = Thread(target=say, args=(listening, data))
        thread.start()
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def say(listening: socket.socket, data: bytes) -> None:
    """Read a request, answer; until nobody listens any more."""
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as request:
            head = b"".join(iter(request.readline, b"\r\n"))
            if found := re.search(rb"(?i)content-length: (\d+)", head):
                request.read(int(found[1]))
            if head:
                connection.sendall(data)


class Forgetful(Shelf):
    """A shelf that has lost a result so many times when it is asked for it."""

    def __init__(self, losses: int) -> None:
        self.losses = losses
        self.kept: dict[str, bytes] = {}
        self.lost = 0

    def put(self, key: str, result: bytes) -> None:
        """Keep a result."""
        self.kept[key] = result

    def get(self, key: str) -> bytes | None:
        """Return a result, or lose it."""
        if key in self.kept and self.lost < self.losses:
            self.lost += 1
            del self.kept[key]
        return self.kept.get(key)


@pytest.mark.parametrize("face", OURS)
@pytest.mark.parametrize(("losses", "posts"), [(1, 2), (9, 2)])
def test_cleared_away(face: str, losses: int, posts: int) -> None:
    """HTML that went between POST and GET is asked for again, once."""
    asked = []

    def counting(message: bytes) -> bytes:
        asked.append(message)
        return answer(message)

    with listening_to(create_app(counting, Forgetful(losses))) as base:
        got = asked_by(face, base, RUBY)
    assert got.html == (here(RUBY).html if losses < posts else None)
    assert len(asked) == posts


@pytest.mark.parametrize("face", OURS)
def test_closed_while_idle(face: str) -> None:
    """A kept connection that the server closed in the meantime is opened again."""
    data = HTML.encode()
    page = HEAD.format("200 OK", len(data)).encode() + data
    with saying(page) as base, FACES[face].open(Service(base)) as ask:
        assert [ask([RUBY]) for _ in range(3)] == [[Outcome(HTML)]] * 3


@pytest.mark.parametrize("face", OURS)
def test_under_a_path(face: str) -> None:
    """The base may have a path, as behind a gateway."""

    def mounted(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = "/tools"
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/tools")
        return app(environ, start)

    app = create_app(answer, Forgetful(0))
    with listening_to(mounted) as base:
        assert asked_by(face, base + "/tools", RUBY) == Outcome(HTML)


@pytest.mark.parametrize("face", OURS)
def test_cut_off(face: str) -> None:
    """HTML whose end does not come is no HTML."""
    with saying(HEAD.format("200 OK", 99).encode() + b"<div>") as base:
        assert asked_by(face, base, RUBY) == Outcome(None, "unreachable")


@pytest.mark.parametrize("body", [b"<html>", b'{"error": 1}'])
@pytest.mark.parametrize("face", OURS)
def test_a_gateways_words(face: str, body: bytes) -> None:
    """An error page of whoever stands in front is the client's own error, too."""
    head = HEAD.format("502 Bad Gateway", len(body)).encode()
    with saying(head + body) as base:
        assert asked_by(face, base, RUBY) == Outcome(None, "unreachable")


@pytest.mark.parametrize("face", OURS)
def test_no_such_host(face: str) -> None:
    """A name that cannot be one is the client's own error, and asked of nobody."""
    got = asked_by(face, f"http://{'x' * 64}.invalid:80", RUBY)
    assert got == Outcome(None, "unreachable")


@pytest.mark.parametrize("face", OURS)
def test_no_answer(face: str) -> None:
    """A server that says nothing costs no more than the client's patience."""
    with socket.create_server((HOST, 0)) as silent:
        base = "http://{}:{}".format(*silent.getsockname())
        got = asked_by(face, base, RUBY, patience=0.3)
    assert got == Outcome(None, "no-answer", late=True)


@pytest.fixture(scope="module")
def killed() -> dict[str, list[Outcome]]:
    """Kill a server that has requests of all clients in its hands; start another.

    Give what each client got from the first, and then from the second.
    """
    got: dict[str, list[Outcome]] = {name: [] for name in FOUND}

    def ask_from(name: str) -> None:
        got[name] += asks[name]([RUBY._replace(id=str(FOUND.index(name)))])

    with ExitStack() as stack:
        command = [sys.executable, "-m", "tests.highlight_stuck"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert server.stdout
        with server:
            base = server.stdout.readline().strip()
            asks = {
                name: stack.enter_context(FACES[name].open(Service(base, patience=60)))
                for name in FOUND
            }
            callers = [Thread(target=ask_from, args=(name,)) for name in FOUND]
            for caller in callers:
                caller.start()
            for _ in FOUND:
                server.stdout.readline()
            server.kill()
            for caller in callers:
                caller.join()
        with serving(urlsplit(base).port or 0):
            for name in FOUND:
                ask_from(name)
    return got


@pytest.mark.parametrize("face", OURS)
def test_server_killed_in_mid_request(
    face: str, killed: dict[str, list[Outcome]]
) -> None:
    """The client gets its own error, long before its patience ends; then it works."""
    assert killed[face] == [Outcome(None, "unreachable"), Outcome(HTML)]


@pytest.mark.parametrize(
    "path", sorted((ROOT / CLIENTS).iterdir()), ids=lambda p: p.name
)
def test_short(path: Path) -> None:
    """A client is read at a glance, and its region fits a slide."""
    lines = path.read_text().splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    [first] = [
        n for n, line in enumerate(lines) if "# region" in line or "// region" in line
    ]
    [last] = [n for n, line in enumerate(lines) if "endregion" in line]
    shown = textwrap.dedent("\n".join(lines[first + 1 : last])).splitlines()
    assert len(shown) <= 14
    assert max(map(len, shown)) <= 66
