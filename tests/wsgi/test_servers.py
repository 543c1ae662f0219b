"""The contract of examples.wsgi: the probes find faults, and what servers do."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from wsgiref.simple_server import ServerHandler

import pytest

from examples.wsgi.show.servers import bridges, probes, processes, verdicts, wire
from examples.wsgi.show.servers.contract import PAGES
from examples.wsgi.show.servers.probes import PROBES
from examples.wsgi.show.servers.processes import (
    SERVERS,
    Server,
    held_port,
    serving,
    versions,
)
from examples.wsgi.show.servers.verdicts import (
    ANSWERS,
    REST,
    Verdicts,
    legend,
    marked,
    table,
    text,
    verdict,
)
from examples.wsgi.show.servers.wire import Address, Wire
from examples.wsgi.then import greeting
from tests.wsgi import faults as faults
from tests.wsgi.faults import Fault, within

START = subprocess.Popen

RIGHT = {
    "streams": "yes",
    "write()": "yes",
    "late start": "yes",
    "exc_info": "yes",
    "error": "cut off",
    "HEAD": "yes",
    "close()": "yes",
    "concurrent": "yes",
    "stops if left": "yes",
    "text": "200, cut off",
    "100": "yes",
    "chunked": "yes",
    "GET": "clean",
    "POST": "clean",
}

WSGIREF = {
    "error": "looks whole",
    "HEAD": "sends it",
    "text": "500",
    "100": "HTTP/1.0",
    "chunked": "HTTP/1.0",
}

DIFFERS: Verdicts = {
    "wsgiref": {**WSGIREF, "concurrent": "no"},
    "waitress": {"HEAD": "sends it"},
    "gunicorn": {"concurrent": "no"},
    "cheroot": {"HEAD": "sends it"},
    "Tornado": {
        "streams": "buffers",
        "write()": "buffers",
        "error": "hangs",
        "HEAD": "no answer",
        "concurrent": "no",
        "stops if left": "reads on",
        "text": "hangs",
        "chunked": "lost",
    },
    "Twisted": {"close()": "not on errors", "chunked": "lost", "POST": "no"},
    "a2wsgi": {"exc_info": "says 200", "stops if left": "reads on", "chunked": "lost"},
    "asgiref": {
        "write()": "none",
        "close()": "never",
        "concurrent": "no",
        "stops if left": "reads on",
        "chunked": "lost",
        "GET": "no",
    },
    "granian": {
        "write()": "none",
        "late start": "says 200",
        "text": "200, empty",
    },
}

STUBBORN = """\
import importlib, os, signal, sys

signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork():
    signal.pause()
importlib.import_module(f"{sys.argv[1]}.bridges").wsgiref(int(sys.argv[2]))
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the groups of the processes that a test starts."""
    groups: list[int] = []

    def start(*args: Any, **settings: Any) -> subprocess.Popen[bytes]:
        process = START(*args, **settings)
        groups.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", start)
    return groups


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Hold one port for the servers of a test, so that nobody has it after them."""
    with held_port() as port:
        monkeypatch.setattr(processes, "held_port", lambda: nullcontext(port))
        yield port


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait briefly for what does not happen in any case."""
    monkeypatch.setattr(probes, "PATIENCE", 10)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for as long as it takes, where nobody keeps silent."""
    monkeypatch.setattr(probes, "PATIENCE", wire.SURELY)


@pytest.fixture(scope="module")
def found() -> Verdicts:
    """Return what all servers answer."""
    return verdicts.verdicts()


class TestProbes:
    """Each probe tells a fault from its absence."""

    @pytest.mark.usefixtures("patient")
    def test_a_server_without_a_fault_of_ours(self) -> None:
        """What wsgiref does is wsgiref's own, the threads aside."""
        with within() as server:
            said = {
                question: verdict(probe, server)
                for question, probe in PROBES.items()
                if question != "100"  # it would wait, in vain
            }
        expected = {**RIGHT, **WSGIREF}
        assert said == {question: expected[question] for question in said}

    @pytest.mark.usefixtures("patient")
    @pytest.mark.parametrize(
        ("fault", "question", "word"),
        [
            (faults.starts_early, "late start", "says 200"),
            (faults.ignores_exc_info, "exc_info", "says 200"),
            (faults.promises_a_length, "error", "cut off"),
            (faults.never_closes, "close()", "never"),
            (faults.closes_at_the_end, "close()", "not on errors, if left"),
            (faults.has_no_write, "write()", "none"),
            (faults.buffers, "stops if left", "reads on"),
            (faults.encodes_text, "text", "200, sent"),
            (faults.ends_the_input, "chunked", "yes"),
        ],
    )
    def test_a_fault_is_found(self, fault: Fault, question: str, word: str) -> None:
        """The verdict names what the server does."""
        with within(fault) as server:
            assert PROBES[question](server) == word

    @pytest.mark.usefixtures("impatient")
    @pytest.mark.parametrize(
        ("fault", "question", "word"),
        [
            (faults.buffers, "streams", "buffers"),
            (faults.buffers_writes, "write()", "buffers"),
            (lambda app: app, "100", "HTTP/1.0"),
            (faults.never_closes, "GET", "no"),
        ],
    )
    @pytest.mark.filterwarnings("ignore:.*IteratorWrapper.__del__")
    def test_a_silence_is_found(self, fault: Fault, question: str, word: str) -> None:
        """What has not come by then does not come."""
        with within(fault) as server:
            assert PROBES[question](server) == word

    @pytest.mark.usefixtures("impatient")
    @pytest.mark.parametrize(("question", "word"), [("100", "no"), ("chunked", "lost")])
    def test_a_newer_version_is_no_excuse(
        self, question: str, word: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who says HTTP/1.1 is asked for what it brought."""
        monkeypatch.setattr(ServerHandler, "http_version", "1.1")
        with within() as server:
            assert PROBES[question](server) == word

    @pytest.mark.usefixtures("impatient")
    def test_a_server_that_never_answers_hangs(self) -> None:
        """It takes a connection, and that is all."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            server = Address(*listener.getsockname())
            assert PROBES["error"](server) == PROBES["text"](server) == "hangs"
            assert PROBES["HEAD"](server) == "no answer"

    def test_a_server_that_is_gone_fails(self) -> None:
        """The table has a word for it, and no traceback."""
        with held_port() as port:
            said = verdict(PROBES["streams"], Address("127.0.0.1", port))
        assert said == "fails"

    @pytest.mark.parametrize(
        ("came", "whole"),
        [
            (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab", True),
            (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na", False),
            (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", True),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n", False),
            (b"HTTP/1.0 200 OK\r\n\r\na", True),
            (b"", False),
        ],
    )
    def test_the_end_of_an_answer(self, came: bytes, whole: bool) -> None:
        """By length, by the last chunk, or by the end of the connection."""
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            Wire(Address(*listener.getsockname())) as client,
        ):
            with listener.accept()[0] as line:
                line.sendall(came)
            assert client.read() == ("whole" if whole else "cut off")


class TestAsked:
    """What is asked for, and what is only found."""

    def test_the_legend_explains_each_column(self) -> None:
        """A line a question: what it asks, and which answer is as asked."""
        lines = legend()
        assert tuple(PROBES) == ANSWERS + REST
        assert [name for name, _, _ in lines] == [*ANSWERS, *REST]
        assert all(20 < len(asks) < 84 for _, asks, _ in lines)
        assert legend(["write()", "concurrent"]) == [
            [
                "write()",
                "write() is there, and sends at once (The write() Callable)",
                "yes",
            ],
            [
                "concurrent",
                "Two requests are served at once, with the server's own settings",
                "no rule",
            ],
        ]

    def test_a_plus_stands_before_what_is_as_asked(self) -> None:
        """The same words can be right in one column, and without a rule in another."""
        head, rows = ["server", "HEAD", "concurrent"], [["naive", "yes", "yes"]]
        assert text(*marked(head, rows)) == (
            "server    HEAD    concurrent\nnaive   + yes     yes"
        )

    def test_the_page_with_text_is_the_program_of_2011(self) -> None:
        """What the slide shows is what the servers are asked for."""
        assert PAGES["/text"] is greeting
        environ = {"REMOTE_ADDR": "192.0.2.1"}
        heads: list[object] = []
        body = greeting(environ, lambda *head: heads.append(head))
        assert heads == []
        assert [*body] == ["cherries for ", "192.0.2.1"]
        assert heads == [("200 OK", [("Content-Type", "text/plain")])]


class TestOneServer:
    """What a table needs, quickly."""

    def test_a_server_is_started_asked_and_stopped(self) -> None:
        """It answers a probe."""
        assert versions(SERVERS["waitress"]).startswith("waitress ")
        with serving(SERVERS["waitress"]) as address:
            assert PROBES["streams"](address) == "yes"

    @pytest.mark.parametrize("bridge", [bridges.a2wsgi, bridges.asgiref])
    def test_bridges_to_asgi(self, bridge: Callable[[], bridges.Asgi]) -> None:
        """An ASGI server gets the page in messages."""
        scope = {"type": "http", "method": "GET", "path": "/late", "query_string": b""}
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        async def ask() -> None:
            await bridge()({**scope, "http_version": "1.1"}, receive, send)

        asyncio.run(ask())
        assert sent[0]["status"] == 404
        assert b"".join(message.get("body", b"") for message in sent) == b"late\n"

    def test_a_table_in_text(self) -> None:
        """Columns are aligned, and lines end where their text does."""
        said = {"cheroot": dict.fromkeys(PROBES, "yes")}
        assert text(*table(said, ["100", "HEAD"])) == (
            "server   100  HEAD\ncheroot  yes  yes"
        )


@pytest.mark.beside
class TestServers:
    """What the servers do that the lock file names."""

    @pytest.mark.parametrize("name", SERVERS)
    def test_the_verdicts_on(self, name: str, found: Verdicts) -> None:
        """A verdict that changes is news for the chapter and its table."""
        assert [*found] == [*SERVERS]
        assert found[name] == {**RIGHT, **DIFFERS[name]}

    @pytest.mark.parametrize("name", ["waitress", "gunicorn"])
    def test_nothing_is_left_behind(
        self,
        name: str,
        port: int,
        started: list[int],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """No process, though the server had workers; no listener and no file."""
        for place in ("HOME", "TMPDIR"):
            monkeypatch.setenv(place, str(tmp_path))
        with serving(SERVERS[name]):
            os.killpg(started[0], 0)
        with pytest.raises(ProcessLookupError):
            os.killpg(started[0], 0)
        socket.create_server(("127.0.0.1", port)).close()
        assert not any(tmp_path.iterdir())

    def test_a_server_that_will_not_stop(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is killed, and so is what it started, also when the block fails."""
        monkeypatch.setattr(processes, "STOP", 0.2)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        tmp_path.joinpath("stubborn.py").write_text(STUBBORN)
        with socket.socket() as client:
            client.settimeout(20)

            def interrupted() -> None:
                with serving(Server("stubborn {here} {port}")) as address:
                    client.connect(address)
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                interrupted()
            assert client.recv(1) == b""  # the worker held it until its end

    def test_a_server_that_does_not_start(self) -> None:
        """The error says what the server said."""
        with (
            pytest.raises(RuntimeError, match=r"KeyError: 'none'"),
            serving(Server("{here}.bridges none {port}")),
        ):
            pass

    def test_a_server_that_is_not_installed(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Its row says which package is missing; the others are asked."""
        missing = Server("cherryd", ("cherryd",))
        monkeypatch.setitem(SERVERS, "cherryd", missing)
        said = verdicts.verdicts(["cherryd", "waitress"])
        assert table(said, ["streams", "GET"])[1] == [
            ["cherryd", "no cherryd", "no cherryd"],
            ["waitress", "yes", "clean"],
        ]
        with pytest.raises(LookupError, match="no cherryd"):
            versions(missing)


@pytest.mark.beside
class TestCommand:
    """python -m examples.wsgi.show.servers"""

    def run(self, *names: str) -> subprocess.CompletedProcess[str]:
        """Run the command."""
        return subprocess.run(
            [sys.executable, "-m", "examples.wsgi.show.servers", *names],
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_prints_two_tables_a_legend_and_the_versions(self) -> None:
        """For the servers named, in their order."""
        done = self.run("cheroot", "waitress")
        lines = done.stdout.splitlines()
        assert (done.returncode, done.stderr, len(lines)) == (0, "", 28)
        assert lines[0].split()[:3] == ["server", "streams", "write()"]
        assert [line.split()[0] for line in lines[1:3]] == ["cheroot", "waitress"]
        assert lines[1].split()[1:4] == ["+", "yes", "+"]
        assert lines[10].startswith("column ")
        assert lines[26].startswith("cheroot: cheroot ")

    def test_a_server_that_is_none(self) -> None:
        """One line names what was given and what is known."""
        done = self.run("nginx")
        assert done.returncode == 1
        assert done.stderr.startswith("examples.wsgi.show.servers: no server 'nginx'; ")
        assert done.stderr.endswith(f"known are {', '.join(SERVERS)}\n")
