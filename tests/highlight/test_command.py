"""The command of examples.highlight: a file in, HTML out, or the service served."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from examples.highlight.__main__ import main, within
from examples.highlight.core import LIMIT, highlight, stylesheet
from examples.highlight.problem import TimedOut
from tests.highlight.servers import SOON, children, running

pytestmark = pytest.mark.beside("notebooks")

COMMAND = [sys.executable, "-m", "examples.highlight"]
CODE = "puts 'crème'\nputs 2\n"


def printed(capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run the command in this process; return what it prints."""
    main([str(argument) for argument in arguments])
    return capfd.readouterr().out


def refused(*arguments: object) -> str:
    """Run the command in this process; return the one line it leaves with."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    line = str(left.value.code)
    assert "\n" not in line
    return line.removeprefix("examples.highlight: ")


def test_the_same_bytes_whatever_the_locale(tmp_path: Path) -> None:
    """From a file to standard output, in a terminal that is set to ASCII."""
    file = tmp_path / "code.rb"
    file.write_text(CODE)
    done = subprocess.run(
        [*COMMAND, str(file), "--language", "ruby", "--numbers"],
        capture_output=True,
        env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    expected = highlight(CODE, "ruby", numbers=True).encode()
    assert (done.stdout, done.stderr) == (expected, b"")


def test_what_goes_with_it(capfd: pytest.CaptureFixture[str]) -> None:
    """The CSS of a style, and the names of languages."""
    assert printed(capfd, "--css") == stylesheet()
    assert printed(capfd, "--css", "--style", "vs") == stylesheet("vs")
    assert "\nrb\tRuby\n" in printed(capfd, "--languages")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["none"], "none: No such file or directory"),
        (["."], ".: Is a directory"),
        (["--css", "--style", "nix"], "no style 'nix'"),
    ],
)
def test_one_line_about_what_is_wrong(arguments: list[str], line: str) -> None:
    """No traceback: what was given, and what is known."""
    assert refused(*arguments).startswith(line)


def test_what_is_no_code(tmp_path: Path) -> None:
    """Bytes that are not UTF-8, and more than is highlighted."""
    file = tmp_path / "code.rb"
    file.write_bytes(b"\xff")
    assert refused(file) == "code: expected UTF-8, got byte 0xff at 0"
    file.write_bytes(b"x" * LIMIT * 2)
    assert refused(file).startswith("code: got")


def test_standard_input_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than it takes to refuse it."""
    endless = io.BytesIO(b"x" * LIMIT * 3)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=endless))
    assert refused("-").startswith("code: got")
    assert endless.tell() == LIMIT + 1


@pytest.mark.parametrize(
    "arguments", [[], ["--port", "70000"], ["f", "--seconds", "0"]]
)
def test_a_wrong_command_line(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """argparse says what is wanted; the status is 2."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "error: " in capfd.readouterr().err


def test_ctrl_c(tmp_path: Path) -> None:
    """While it waits for code: the status that a shell expects, and no traceback."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    command = [*COMMAND, str(fifo)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as waiting:
        with fifo.open("wb"):  # comes back when the command has opened it, too
            waiting.send_signal(signal.SIGINT)
            assert waiting.wait(SOON) == 130
        assert waiting.stderr
        assert waiting.stderr.read() == b""


def test_a_reader_that_has_gone() -> None:
    """Status 1 and no word, as of any command in a pipe."""
    ends = os.pipe()
    os.close(ends[0])
    done = subprocess.run([*COMMAND, "--css"], stdout=ends[1], stderr=subprocess.PIPE)
    os.close(ends[1])
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_full_disk() -> None:
    """It says so; a shell that goes on would use half of a page."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, "--css"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert (
        done.stderr == b"examples.highlight: standard output: No space left on device\n"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_told_to_stop(number: signal.Signals) -> None:
    """It says where it listens; at the end its child is gone."""
    command = [*COMMAND, "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().split()[2]
            with urllib.request.urlopen(f"{address}health") as answer:
                assert answer.status == 200
            (child,) = children(server.pid)
            server.send_signal(number)
            assert server.wait(SOON) == 0
        finally:
            server.kill()
    assert not running(child)


def test_a_port_that_is_taken() -> None:
    """One line says which."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
        try:
            assert refused("--serve", "--port", port) == (
                f"port {port}: Address already in use"
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_a_lexer_that_catches_everything_is_stopped_too() -> None:
    """The deadline passes an `except Exception`; lexers have some."""

    def busy() -> None:
        while True:
            try:
                [][0]
            except Exception:
                continue

    with pytest.raises(TimedOut, match="no answer within"):
        within(0.05, busy)


@pytest.mark.parametrize("begins", [True, False])
def test_the_deadline_at_its_edges(
    begins: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passed while its timer is set, or unset, it is a `TimedOut` like any other."""
    set_timer = signal.setitimer

    def late(which: int, seconds: float) -> None:
        set_timer(which, seconds)
        if bool(seconds) == begins:
            signal.raise_signal(signal.SIGPROF)

    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    monkeypatch.setattr(signal, "setitimer", late)
    with pytest.raises(TimedOut):
        within(1000, int)
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
