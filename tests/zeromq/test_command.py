"""The commands of examples.zeromq."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zmq

from examples.zeromq import __main__ as command
from examples.zeromq import highlighting
from examples.zeromq.ask.client import Client
from notebooks.kernels import ROOT
from tests.zeromq.sockets import binding


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command; end it at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def first_line(process: subprocess.Popen[str]) -> str:
    """Wait for what it says first."""
    assert process.stdout
    return process.stdout.readline()


def refused(*words: str) -> str:
    """Ask; return why there was no answer."""
    try:
        command.main(["ask", *words])
    except SystemExit as error:
        return str(error)
    return ""


def test_nobody_is_there() -> None:
    """One line says so, where, and after how many tries."""
    front = "tcp://127.0.0.1:1"
    with pytest.raises(SystemExit, match=f"no answer from {front} after 3"):
        command.main(["ask", "hello", "--seconds=0.05", "--front", front])


def test_what_is_no_time() -> None:
    """One line says so; no traceback follows."""
    with pytest.raises(SystemExit, match=r"^examples.zeromq: 3 tries of nan s$"):
        command.main(["ask", "hello", "--seconds=nan"])
    with pytest.raises(SystemExit, match=r"highlighting: -1 workers of 2 s$"):
        highlighting.main(["--workers=-1"])
    with pytest.raises(SystemExit, match=r"highlighting: 2 workers of nan s$"):
        highlighting.main(["--seconds=nan"])


def test_impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while it asks ends it with a line."""

    def interrupted(*words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "ask", interrupted)
    with pytest.raises(SystemExit, match=r"^examples.zeromq: interrupted$"):
        command.main(["ask", "hello"])


def test_a_broker_and_a_worker_end_at_a_signal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both stop at Ctrl-C, quietly."""
    front, back = f"--front=ipc://{tmp_path}/front", f"--back=ipc://{tmp_path}/back"
    with (
        started("examples.zeromq", "broker", front, back) as broker,
        started("examples.zeromq", "worker", back) as worker,
    ):
        said = first_line(broker)
        assert "Ctrl-C stops" in said
        while why := refused("hello", "there", "--seconds=20", front):
            assert "no worker in 2 s" in why  # it has not started
        assert capsys.readouterr().out == "HELLO THERE\n"
        assert first_line(worker) == "hello there\n"
        for process in (worker, broker):
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=20)[0] == ""
            assert process.returncode == 0


def test_a_place_that_is_taken() -> None:
    """One line says so, and no traceback follows."""
    with zmq.Context() as context, binding(context, zmq.REP) as (_, endpoint):
        line = f"^examples.zeromq.highlighting: {endpoint}: Address already in use$"
        with pytest.raises(SystemExit, match=line):
            highlighting.main(["--endpoint", endpoint, "--workers", "0"])
        with pytest.raises(SystemExit, match=r"^examples.zeromq: Address already in"):
            command.main(["broker", "--front", endpoint])


def test_the_highlighter_ends_at_a_signal() -> None:
    """SIGTERM ends it, and its children."""
    module = "examples.zeromq.highlighting"
    with started(module, "--endpoint", "tcp://127.0.0.1:*", "--workers=1") as process:
        said = first_line(process)
        assert said.startswith("Serving on tcp://127.0.0.1:")
        with Client(said.split()[2], timeout=20) as client:
            assert b"problem" in client.ask(b"")
        process.terminate()
        assert process.communicate(timeout=20)[0] == ""
        assert process.returncode == 0


def test_kills(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What became of the messages, a line a pattern."""
    found = {"push/pull": ["done", "lost"]}
    monkeypatch.setattr("examples.zeromq.show.kills.kills", lambda: found)
    command.main(["kills"])
    assert capsys.readouterr().out == "push/pull: 1 done, 1 lost\n"


def test_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """A pair of keys, forty letters each."""
    command.main(["keys"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["public", "secret"]
    assert [len(line.split(" ", 1)[1]) for line in lines] == [40, 40]
