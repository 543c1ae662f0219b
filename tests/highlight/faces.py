"""Every face of the highlighter, asked by every client: one table.

A face takes lists of `Asked` and gives lists of `Outcome`, in order.  What stands in
one list is asked at the same time, if the client can do that.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from tempfile import TemporaryFile
from typing import Any, NamedTuple, TypeAlias

import pytest

from examples import peers
from examples.highlight import __main__ as command
from examples.highlight import core, message, problem
from examples.highlight.workers import pipe
from examples.zeromq import highlighting
from examples.zeromq.ask.client import Client
from notebooks.kernels import ROOT

CLIENTS = "examples/highlight/clients/"
DRIVERS = ROOT / "tests/highlight/drivers"
CHILD = [sys.executable, "-m", "examples.highlight.workers.child"]


class Asked(NamedTuple):
    """A request: the arguments of `core.highlight`, and an id."""

    code: str
    options: dict[str, Any] = {}  # noqa: RUF012, nobody changes it
    id: str = ""


class Outcome(NamedTuple):
    """HTML, or how it failed; ``late`` if the client's error is one for time-outs."""

    html: str | None = None
    kind: str = ""
    status: int = 0
    near: tuple[str, ...] = ()
    late: bool = False
    detail: str = ""


UNREACHABLE = Outcome(kind="unreachable")


@dataclass
class Service:
    """What faces meet: the addresses of servers, the limits of workers.

    :param base: of the server for HTTP.
    :param zeromq: endpoint of the other server.
    :param seconds: for an answer from a child of one's own.
    :param patience: seconds a client waits for a server.
    :param log: a file to which children add their lines.
    """

    base: str = ""
    zeromq: str = ""
    seconds: float = 20.0
    patience: float = 20.0
    log: str = ""
    child: list[str] = field(default_factory=lambda: CHILD)

    @property
    def command(self) -> list[str]:
        """Return the command line of a child."""
        return self.child + (["--log", self.log] if self.log else [])


Ask: TypeAlias = Callable[[Sequence[Asked]], list[Outcome]]
Opened: TypeAlias = AbstractContextManager[Ask]


class Face(NamedTuple):
    """A way to the highlighter: how it is opened, whom it needs, which files it runs.

    :param http: whether it goes to ``Service.base``.
    :param tells: what of an outcome it can tell.
    """

    open: Callable[[Service], Opened]
    peers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    http: bool = False
    tells: tuple[str, ...] = ("html", "kind", "status", "near", "late")

    def same(self, one: Outcome, other: Outcome) -> bool:
        """Tell whether two outcomes are equal, as far as this face can tell."""
        return all(getattr(one, name) == getattr(other, name) for name in self.tells)


def failed(error: problem.Problem) -> Outcome:
    """Return what a problem of ours is."""
    near = tuple(error.more.get("near", ()))
    late = isinstance(error, problem.TimedOut)
    return Outcome(None, error.kind, error.status, near, late, error.detail)


def here(asked: Asked) -> Outcome:
    """Highlight in this process: what every face must give."""
    try:
        return Outcome(core.highlight(asked.code, **asked.options))
    except problem.Problem as error:
        return failed(error)


def each(ask: Callable[[Asked], Outcome]) -> Ask:
    """Ask for all in threads, or for one in this thread."""

    def all_of(asked: Sequence[Asked]) -> list[Outcome]:
        if len(asked) == 1:
            return [ask(asked[0])]
        with ThreadPoolExecutor(len(asked)) as threads:
            return list(threads.map(ask, asked))

    return all_of


@contextmanager
def by_command(service: Service) -> Iterator[Ask]:
    """Call the command's `main`, with standard input and output of its own."""

    def ask(asked: Asked) -> Outcome:
        words = ["-", "--seconds", str(service.seconds)]
        for name, value in asked.options.items():
            if value is not False:
                words.append(f"--{name}" if value is True else f"--{name}={value}")
        stdin = io.TextIOWrapper(io.BytesIO(asked.code.encode()))
        with pytest.MonkeyPatch.context() as patch, TemporaryFile() as out:
            patch.setattr(sys, "stdin", stdin)
            patch.setattr(sys, "stdout", out)
            try:
                command.main(words)
            except SystemExit as left:
                return Outcome(detail=str(left).partition(": ")[2])
            out.seek(0)
            return Outcome(out.read().decode())

    yield lambda asked: [ask(one) for one in asked]


@contextmanager
def by_pipe(service: Service) -> Iterator[Ask]:
    """Ask a child of our own."""
    with (
        pytest.MonkeyPatch.context() as patch,
        pipe.Pipe(service.seconds, service.log) as child,
    ):
        patch.setattr(pipe, "CHILD", service.child[-1])

        def ask(asked: Asked) -> Outcome:
            request = message.Snippet(asked.code, **asked.options)
            try:
                said = child.ask(message.encode(request, asked.id))
                return Outcome(message.decode(said))
            except problem.Problem as error:
                return failed(error)

        yield each(ask)


@contextmanager
def by_urllib(service: Service) -> Iterator[Ask]:
    """Ask the server from Python."""

    def ask(asked: Asked) -> Outcome:
        query = urllib.parse.urlencode(in_query(asked.options))
        head = {"X-Request-Id": asked.id, "Content-Type": "text/plain"}
        url = f"{service.base}/h?{query}"
        request = urllib.request.Request(url, asked.code.encode(), head)
        try:
            with urllib.request.urlopen(request, timeout=service.patience) as answer:
                return Outcome(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return told(error.read())
        except TimeoutError:
            return Outcome(kind="no-answer", late=True)
        except (OSError, HTTPException):
            return UNREACHABLE

    yield each(ask)


def in_query(options: dict[str, Any]) -> dict[str, Any]:
    """Write options as JSON writes them, which HTTP takes, too."""
    return {
        name: str(v).lower() if isinstance(v, bool) else v
        for name, v in options.items()
    }


STARTED: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}


def started(name: str, *words: str) -> subprocess.Popen[bytes]:
    """Return a process that asks, in another language; starting it takes long."""
    program = peers.find(name)
    assert program
    command = (program, *words)
    if command not in STARTED:
        pipe = subprocess.PIPE
        STARTED[command] = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT)
    return STARTED[command]


@contextmanager
def drivers() -> Iterator[None]:
    """End the processes that were started, by ending their input."""
    yield
    while STARTED:
        _, process = STARTED.popitem()
        process.communicate()
        assert process.returncode == 0


def driven(address: str, *command: str) -> Callable[[Service], Opened]:
    """Return a way to ask from another language.

    :param address: whom it asks: ``base``, ``zeromq``, or ``command`` of a child.
    """

    @contextmanager
    def driver(service: Service) -> Iterator[Ask]:
        process = started(*command)
        seconds = service.seconds if address == "command" else service.patience
        limits = {"to": getattr(service, address), "seconds": seconds}

        def ask(asked: Sequence[Asked]) -> list[Outcome]:
            assert process.stdin
            assert process.stdout
            lines = [one._asdict() | limits for one in asked]
            process.stdin.write(json.dumps(lines).encode() + b"\n")
            process.stdin.flush()
            told = json.loads(process.stdout.readline())
            return [
                Outcome(
                    one.get("html"),
                    one.get("kind", ""),
                    one.get("status") or 0,
                    tuple(one.get("near", ())),
                    one.get("late", False),
                )
                for one in told
            ]

        yield ask

    return driver


@contextmanager
def by_zeromq(service: Service) -> Iterator[Ask]:
    """Ask the server for ZeroMQ from Python."""

    def ask(asked: Asked) -> Outcome:
        request = message.Snippet(asked.code, **asked.options)
        with Client(service.zeromq, timeout=service.patience, tries=1) as client:
            try:
                return Outcome(highlighting.highlight(client, request, asked.id))
            except problem.Problem as error:
                return failed(error)

    yield each(ask)


@contextmanager
def by_curl(service: Service) -> Iterator[Ask]:
    """Ask the server from a shell."""
    script = str(ROOT / CLIENTS / "highlight.sh")

    def ask(asked: Asked) -> Outcome:
        query = [f"{name}={value}" for name, value in in_query(asked.options).items()]
        named = {"HIGHLIGHT_ID": asked.id} if asked.id else {}
        limits = {"HIGHLIGHT_SECONDS": str(service.patience)}
        done = subprocess.run(
            ["bash", script, service.base, *query],
            input=asked.code.encode(),
            capture_output=True,
            env=os.environ | named | limits,
            check=False,
        )
        if done.returncode == 0:
            return Outcome(done.stdout.decode())
        assert not done.stdout
        if done.returncode == 22:  # and the problem is on standard error
            return told(done.stderr.partition(b"\n")[2])
        late = done.returncode == 28
        return Outcome(kind="no-answer", late=True) if late else UNREACHABLE

    yield each(ask)


def told(document: bytes) -> Outcome:
    """Read a problem of RFC 9457, or what somebody else says."""
    try:
        found = json.loads(document)
    except ValueError:
        return UNREACHABLE
    known = isinstance(found, dict) and "type" in found
    return failed(problem.Problem.of(found)) if known else UNREACHABLE


RUBY = CLIENTS + "highlight.rb"
BY_RUBY = "ruby", "-w", str(DRIVERS / "driver.rb")
BY_NODE = "node", str(DRIVERS / "driver.mjs")
BY_PHP = "php", str(DRIVERS / "driver.php")
PIRATE = "examples/zeromq/clients/lazy_pirate."
FACES = {
    "command": Face(by_command, tells=("html", "detail")),
    "pipe": Face(by_pipe),
    "pipe, Ruby": Face(
        driven("command", *BY_RUBY), ("ruby",), (RUBY, CLIENTS + "pipe.rb")
    ),
    "HTTP": Face(by_urllib, http=True),
    "HTTP, Ruby": Face(driven("base", *BY_RUBY), ("ruby",), (RUBY,), True),
    "HTTP, Node": Face(
        driven("base", *BY_NODE), ("node",), (CLIENTS + "highlight.mjs",), True
    ),
    "HTTP, PHP": Face(
        driven("base", *BY_PHP), ("php",), (CLIENTS + "highlight.php",), True
    ),
    "HTTP, bash": Face(by_curl, ("curl",), (CLIENTS + "highlight.sh",), True),
    "ZeroMQ": Face(by_zeromq),
    "ZeroMQ, Ruby": Face(
        driven("zeromq", *BY_RUBY), ("ruby", "ffi-rzmq"), (PIRATE + "rb",)
    ),
    "ZeroMQ, Node": Face(
        driven("zeromq", *BY_NODE), ("node", "zeromq.js"), (PIRATE + "mjs",)
    ),
}
"""By name.  Another way to the highlighter needs a line here, and no other test."""


def params(
    wanted: Callable[[str, Face], bool] = lambda name, face: True,
    measured: Container[str] = FACES,
) -> list[Any]:
    """Return the names of faces as parameters, each skipped without its peers.

    :param measured: those whose tests coverage has to see; others run beside.
    """
    return [
        pytest.param(
            name,
            marks=[pytest.mark.peer(peer) for peer in face.peers]
            + ([] if name in measured else [pytest.mark.beside]),
        )
        for name, face in FACES.items()
        if wanted(name, face)
    ]
