"""The daemon of 2011: what it does today, and what a holder does instead."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest

from examples.peers import HOST, held
from examples.processes import Holder, then
from examples.processes.show.held import ROOT, wait_until
from tests.processes.programs import ANSWER, ask, gone, python

Start = Callable[[int], psutil.Process]


@pytest.fixture
def pidfile(tmp_path: Path) -> Path:
    """Be the pid file."""
    return tmp_path / "shop.pid"


@pytest.fixture
def start(pidfile: Path) -> Iterator[Start]:
    """Start the daemon, and wait until it has written its number."""

    def one(port: int) -> psutil.Process:
        command = [sys.executable, "-m", then.__name__, "start"]
        subprocess.run([*command, str(pidfile), str(port)], cwd=ROOT, check=True)
        wait_until(lambda: pidfile.exists() and bool(pidfile.read_text()))
        return psutil.Process(int(pidfile.read_text()))

    yield one
    # Nobody's child: it is found by its command, whether it wrote its number or not.
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if str(pidfile) in process.cmdline():
                process.kill()
                wait_until(partial(gone, process))


def get(port: int) -> str:
    """Ask for the page."""
    with socket.create_connection((HOST, port), 60) as client:
        client.sendall(b"GET / HTTP/1.0\r\n\r\n")
        with client.makefile() as said:
            return said.read()


def test_it_worked(start: Start, pidfile: Path) -> None:
    """It is nobody's child, serves, and stops."""
    with held() as port:
        daemon = start(port)
        assert get(port).endswith("cherries")
        assert daemon.pid == os.getsid(daemon.pid)
        then.stop(pidfile)
        wait_until(lambda: gone(daemon))
        assert not pidfile.exists()


def test_clients_were_refused_in_between(start: Start, pidfile: Path) -> None:
    """Between stop and start nobody listens."""
    with held() as port:
        daemon = start(port)
        then.stop(pidfile)
        wait_until(lambda: gone(daemon))
        with pytest.raises(ConnectionRefusedError):
            get(port)
        start(port)
        assert get(port).endswith("cherries")


def test_a_killed_daemon_stayed_dead(start: Start, pidfile: Path) -> None:
    """Its pid file outlives it."""
    with held() as port:
        daemon = start(port)
        daemon.kill()
        wait_until(lambda: gone(daemon))
        with pytest.raises(ConnectionRefusedError):
            get(port)
        assert pidfile.exists()


def test_stop_ends_whoever_has_the_number(pidfile: Path) -> None:
    """Numbers are used again; here the innocent is a child of ours."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as innocent:
        pidfile.write_text(str(innocent.pid))
        then.stop(pidfile)
        assert innocent.wait() == -signal.SIGTERM


def test_a_holder_ends_only_its_own() -> None:
    """Its child was killed: there is nobody to end, and no number to believe."""
    with Holder(python(ANSWER)) as holder:
        holder.start()
        os.kill(int(ask(holder.address)), signal.SIGKILL)
        child = holder.child
        assert child
        holder.stop()
        assert child.returncode == -signal.SIGKILL
