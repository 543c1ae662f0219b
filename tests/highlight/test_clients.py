"""Clients in five languages, when the server fails them."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from examples.highlight.message import answer
from examples.highlight.web.app import create_app
from examples.highlight.web.incoming import OPTIONS
from examples.highlight.web.serve import HOST, waitress
from examples.highlight.web.shelf import Shelf
from notebooks.kernels import ROOT
from tests.highlight.faces import (
    CLIENTS,
    DRIVERS,
    FACES,
    UNREACHABLE,
    Asked,
    Outcome,
    Service,
    drivers,
    here,
    params,
    started,
)

pytestmark = pytest.mark.beside

OURS = params(lambda name, face: face.http and face.files != ())
RUBY = Asked("puts 1\n", {"language": "ruby"})
HTML = here(RUBY).html or ""
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n"
PAGE = (HEAD.format(len(HTML)) + HTML).encode()


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
def saying(data: bytes | bytearray) -> Iterator[str]:
    """Read requests; say the same bytes to everyone, and hang up."""

    def say(listening: socket.socket) -> None:
        with suppress(OSError):  # nobody listens any more
            while True:
                connection, _ = listening.accept()
                with connection, connection.makefile("rb") as request:
                    head = b"".join(iter(request.readline, b"\r\n"))
                    if found := re.search(rb"(?i)content-length: (\d+)", head):
                        request.read(int(found[1]))
                    if head:
                        connection.sendall(data)

    with socket.create_server((HOST, 0)) as listening:
        thread = Thread(target=say, args=(listening,))
        thread.start()
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


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


def sending(app: WSGIApplication) -> WSGIApplication:
    """Overlook what a client prefers: send it to the HTML."""

    def overlooking(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ.pop("HTTP_PREFER", None)
        return app(environ, start)

    return overlooking


@pytest.mark.parametrize("face", OURS)
@pytest.mark.parametrize(("losses", "posts"), [(0, 1), (1, 2), (9, 2)])
def test_cleared_away(face: str, losses: int, posts: int) -> None:
    """HTML that went between POST and GET is asked for again, once.

    The service sends everybody to the HTML, as one does that knows no ``Prefer``.
    """
    asked = []

    def counting(message: bytes) -> bytes:
        asked.append(message)
        return answer(message)

    with listening_to(sending(create_app(counting, Forgetful(losses)))) as base:
        got = asked_by(face, base, RUBY)
    assert got.html == (here(RUBY).html if losses < posts else None)
    assert len(asked) == posts


@pytest.mark.parametrize("face", OURS)
def test_closed_while_idle(face: str) -> None:
    """A kept connection that the server closed in the meantime is opened again."""
    with saying(PAGE) as base, FACES[face].open(Service(base)) as ask:
        assert [ask([RUBY]) for _ in range(3)] == [[Outcome(HTML)]] * 3


@pytest.mark.parametrize("face", OURS)
def test_dead_in_mid_request(face: str) -> None:
    """It is the client's own error, long before its patience ends; then it works."""
    said = bytearray()
    with saying(said) as base:
        assert asked_by(face, base, RUBY) == UNREACHABLE
        said += PAGE
        assert asked_by(face, base, RUBY) == Outcome(HTML)


@pytest.mark.parametrize("face", OURS)
def test_under_a_path(face: str) -> None:
    """The base may have a path; HTML comes with its POST, and need not be kept."""

    def mounted(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = "/tools"
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/tools")
        return app(environ, start)

    app = create_app(answer, Forgetful(9))
    with listening_to(mounted) as base:
        assert asked_by(face, base + "/tools", RUBY) == Outcome(HTML)


CLOSE = b"HTTP/1.1 %b\r\nConnection: close\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n%b"
NONSENSE = {
    "no HTTP": b"\x00\xff\r\n\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "cut off": CLOSE % b"200 OK" + LENGTH % (99, b"<div>"),
    "a gateway's page": CLOSE % b"502 Bad Gateway" + LENGTH % (6, b"<html>"),
    "a gateway's object": CLOSE % b"502 Bad Gateway" + LENGTH % (2, b"{}"),
    "a part": CLOSE % b"206 Partial Content" + LENGTH % (4, b"HTML"),
    "sent nowhere": CLOSE % b"303 See Other" + LENGTH % (0, b""),
    "sent to no address": CLOSE % b"303 See Other"
    + b"Location: http://[::bad\r\n"
    + LENGTH % (0, b""),
    "sent to a file": CLOSE % b"303 See Other"
    + b"Location: file:///etc/hostname\r\n"
    + LENGTH % (0, b""),
    "sent around": CLOSE % b"303 See Other" + b"Location: /h\r\n" + LENGTH % (0, b""),
    "no object": CLOSE % b"422 No" + LENGTH % (3, b"[1]"),
}


@pytest.mark.parametrize("said", NONSENSE)
@pytest.mark.parametrize("face", OURS)
def test_nonsense(face: str, said: str) -> None:
    """What is no answer of the service is the client's own error, never HTML."""
    with saying(NONSENSE[said]) as base:
        assert asked_by(face, base, RUBY) == UNREACHABLE


@pytest.mark.parametrize("face", OURS)
def test_odd_detail(face: str) -> None:
    """A problem whose members have other types than agreed is still one."""
    body = b'{"type": "a:b", "detail": [2], "status": 418}'
    with saying(CLOSE % b"418 No" + LENGTH % (len(body), body)) as base:
        got = asked_by(face, base, RUBY)
    assert got == Outcome(None, "b", 418) or face == "HTTP, bash"


@pytest.mark.parametrize("face", OURS)
def test_sent_to_another_host(face: str) -> None:
    """Nobody but the service gives HTML, whoever it may send the client to."""
    with (
        saying(CLOSE % b"200 OK" + LENGTH % (5, b"alien")) as other,
        saying(
            CLOSE % b"303 See Other"
            + b"Location: %b/h/%b\r\n" % (other.encode(), b"0" * 64)
            + LENGTH % (0, b"")
        ) as base,
    ):
        assert asked_by(face, base, RUBY) == UNREACHABLE


@pytest.mark.parametrize("face", OURS)
def test_without_a_length(face: str) -> None:
    """A proxy may not know how long the HTML is; then its end is that of the stream."""
    with saying(CLOSE % b"200 OK" + b"\r\n" + HTML.encode()) as base:
        assert asked_by(face, base, RUBY) == Outcome(HTML)


@pytest.mark.parametrize("face", OURS)
def test_byte_by_byte(face: str) -> None:
    """Who always says a little more is not waited for any longer than the silent."""
    with dripping() as base:
        got = asked_by(face, base, RUBY, patience=0.5)
    assert got == Outcome(None, "no-answer", late=True)


@contextmanager
def dripping() -> Iterator[str]:
    """Serve HTML of which a byte comes from time to time, until all have gone."""
    done = Event()

    def drip(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(HEAD.format(999).encode())
            with suppress(OSError):
                while not done.wait(0.1):
                    connection.sendall(b"<")

    with socket.create_server((HOST, 0)) as listening:
        thread = Thread(target=drip, args=(listening,))
        thread.start()
        try:
            yield "http://{}:{}".format(*listening.getsockname())
        finally:
            done.set()
            thread.join()


WAYS = {"timeout": "Timeout::Error", "raise": "Interruption", "kill": ""}
STALE = """
import json, struct, sys
def read():
    size, = struct.unpack(">I", sys.stdin.buffer.read(4))
    return json.loads(sys.stdin.buffer.read(size))
def write(told):
    sys.stdout.buffer.write(struct.pack(">I", len(told)) + told)
    sys.stdout.buffer.flush()
write(b"")
while True:
    asked = read()
    late = []
    if asked["code"] == "first":
        open(sys.argv[1], "w").close()  # somebody opens it to read
        late.append(read())
    for one in [asked, *late]:
        write(json.dumps({"id": one["id"], "html": one["code"]}).encode())
"""


@pytest.mark.peer("ruby")
@pytest.mark.parametrize("way", WAYS)
def test_interrupted(way: str) -> None:
    """Who was interrupted in a call does not get its HTML as that of the next call."""
    came, gone = Event(), Event()

    def late(message: bytes) -> bytes:
        if json.loads(message)["code"] == "first":
            came.set()
            gone.wait(30)
        return answer(message)

    with listening_to(create_app(late, Forgetful(0))) as base:
        try:
            first, second = interrupted(way, base, lambda: came.wait(30))
        finally:
            gone.set()
    assert (first or {}).get("kind", "") == WAYS[way]
    assert second["html"] == here(Asked("second", {"language": "text"})).html


@pytest.mark.peer("ruby")
@pytest.mark.parametrize("way", WAYS)
def test_interrupted_pipe(way: str, tmp_path: Path) -> None:
    """The same, with a child that answers when it is asked the next time."""
    came = tmp_path / "came"
    os.mkfifo(came)
    child = [sys.executable, "-S", "-c", STALE, str(came)]
    first, second = interrupted(way, child, came.read_bytes)
    assert (first or {}).get("kind", "") == WAYS[way]
    assert second["html"] == "second"


@pytest.mark.peer("ruby")
def test_somebody_elses() -> None:
    """An answer with another id is not taken, over a pipe or HTTP."""
    wrong = STALE.replace('one["id"]', '"7"')
    service = Service(child=[sys.executable, "-S", "-c", wrong])
    with FACES["pipe, Ruby"].open(service) as ask:
        [got] = ask([RUBY._replace(id="8")])
    assert got == Outcome(None, "broken", 500)
    said = CLOSE % b"200 OK" + b"X-Request-Id: 7\r\n" + LENGTH % (4, b"HTML")
    with saying(said) as base:
        got = asked_by("HTTP, Ruby", base, RUBY._replace(id="8"))
    assert got == UNREACHABLE


def interrupted(way: str, to: Any, came: Callable[[], object]) -> Any:
    """Let Ruby ask, be interrupted, and ask again with the same object."""
    ruby = started("ruby", "-w", str(DRIVERS / "driver.rb"))
    assert ruby.stdin
    assert ruby.stdout
    each = {"to": to, "seconds": 20, "id": "", "options": {"language": "text"}}
    first = each | {"code": "first", "interrupt": way}
    lines = [first, each | {"code": "second"}]
    ruby.stdin.write(json.dumps(lines).encode() + b"\n")
    ruby.stdin.flush()
    if way != "timeout":
        came()
    ruby.stdin.write(b"now\n")
    ruby.stdin.flush()
    return json.loads(ruby.stdout.readline())


@pytest.mark.peer("node")
def test_odd_seconds() -> None:
    """Seconds may be any number: Node counts whole milliseconds."""
    with saying(PAGE) as base:
        assert asked_by("HTTP, Node", base, RUBY, 1.0005) == Outcome(HTML)


@pytest.mark.peer("curl")
@pytest.mark.parametrize("words", [[], ["http://x", "language@/etc/hostname"]])
def test_shell_usage(words: list[str]) -> None:
    """The script says how it is used; it sends no file that an option names."""
    done = scripted(*words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert re.fullmatch(rb"usage: highlight.sh BASE .*\n", done.stderr)


@pytest.mark.peer("curl")
def test_shell_refusal() -> None:
    """What the service says of a refusal ends with a newline; an id is one line."""
    heads: list[str] = []

    def refusing(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        heads.append(environ["HTTP_X_REQUEST_ID"])
        start("422 No", [("Content-Length", "2")])
        return [b"{}"]

    with listening_to(refusing) as base:
        done = scripted(base, HIGHLIGHT_ID="a\r\nX-Evil: 1")
    assert done.stderr.endswith(b"\n{}\n")
    assert heads == ["aX-Evil:1"]


def scripted(*words: str, **named: str) -> subprocess.CompletedProcess[bytes]:
    """Run the script."""
    script = str(ROOT / CLIENTS / "highlight.sh")
    return subprocess.run(
        ["bash", script, *words],
        input=b"x",
        capture_output=True,
        env=os.environ | named,
        check=False,
    )


@pytest.mark.parametrize("face", OURS)
def test_no_such_host(face: str) -> None:
    """A name that cannot be one is the client's own error, and asked of nobody."""
    assert asked_by(face, f"http://{'x' * 64}.invalid:80", RUBY) == UNREACHABLE


@pytest.mark.parametrize("face", OURS)
def test_no_answer(face: str) -> None:
    """A server that says nothing costs no more than the client's patience."""
    with socket.create_server((HOST, 0)) as silent:
        base = "http://{}:{}".format(*silent.getsockname())
        got = asked_by(face, base, RUBY, patience=0.3)
    assert got == Outcome(None, "no-answer", late=True)


@pytest.mark.parametrize(
    "path", sorted((ROOT / CLIENTS).iterdir()), ids=lambda p: p.name
)
def test_short(path: Path) -> None:
    """A client is read at a glance, and names its options."""
    lines = path.read_text().splitlines()
    assert any(all(name in line for name in OPTIONS) for line in lines[:4])
    assert (len(lines) <= 40, max(map(len, lines)) <= 100) == (True, True)
