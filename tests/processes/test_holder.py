"""examples.processes.holder: the socket stays, programs come and go."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from select import select
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from examples.processes import Holder
from examples.processes import holder as holding
from examples.processes.holder import HEARD, signals
from examples.processes.show.held import Held, hold, wait_until
from tests.processes.programs import ANSWER, DIES, STUBBORN, ask, gone, python, read

# Says that it is ready when there is a file.
WHEN = """
import os, sys, time
while not os.path.exists(sys.argv[1]):
    time.sleep(.01)
if "NOTIFY_SOCKET" in os.environ:
    import socket
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.sendto(b"STATUS=x", os.environ["NOTIFY_SOCKET"])
        to.sendto(b"READY=1\\nSTATUS=y", os.environ["NOTIFY_SOCKET"])
"""
# Writes a line a start.
COUNTS = "import sys; print('started', file=open(sys.argv[1], 'a'))\n"


@pytest.fixture
def holder() -> Iterator[Holder]:
    """Hold a program that answers with its number."""
    with Holder(python(ANSWER)) as one:
        yield one


def pid(holder: Holder) -> str:
    """Return the number of the program that runs."""
    assert holder.child
    return str(holder.child.pid)


def test_a_client_waits_for_the_first_start(holder: Holder) -> None:
    """Nobody accepts, and it is connected all the same."""
    with socket.create_connection(holder.address, 60) as client:
        holder.start()
        assert read(client) == pid(holder)


def test_a_second_start_changes_nothing(holder: Holder) -> None:
    """At most one program runs."""
    holder.start()
    first = holder.child
    holder.start()
    assert holder.child is first


def test_clients_wait_through_a_restart(holder: Holder) -> None:
    """They are answered by the next program."""
    holder.start()
    before = ask(holder.address)
    holder.stop()
    with socket.create_connection(holder.address, 60) as client:
        holder.restart()
        assert read(client) == pid(holder) != before


def test_a_stubborn_program_is_killed() -> None:
    """After the grace; it would keep the new one from starting."""
    with Holder(python(STUBBORN), grace=0.1) as holder:
        holder.start()
        ask(holder.address)  # so it ignores SIGTERM by now
        child = holder.child
        assert child
        holder.stop()
        assert child.returncode == -signal.SIGKILL


def test_a_second_ctrl_c_ends_the_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither program nor socket is left."""
    holder = Holder(python(STUBBORN))
    holder.start()
    ask(holder.address)  # so it ignores SIGTERM by now
    child = holder.child
    assert child
    wait = child.wait

    def interrupted(timeout: float | None = None) -> int:
        if timeout:
            raise KeyboardInterrupt
        return wait()

    monkeypatch.setattr(child, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        holder.__exit__()
    assert child.returncode == -signal.SIGKILL
    assert holder.socket.fileno() == -1


def test_one_that_ended_before_it_is_held_is_started_again(holder: Holder) -> None:
    """Nobody heard of its end: the holder looks first, then it listens."""
    holder.start()
    first = holder.child
    assert first
    first.kill()
    wait_until(lambda: gone(psutil.Process(first.pid)))
    holder.started -= 3600  # it lived long: the next one may start at once
    told = []

    def client() -> None:
        with suppress(OSError):
            told.append(ask(holder.address))
        os.kill(os.getpid(), signal.SIGTERM)

    asking = threading.Thread(target=client)
    with signals():  # from now on a signal ends no test
        asking.start()
        holder.run()
        asking.join()
    assert told == [pid(holder)] != [str(first.pid)]


def test_it_sleeps_until_somebody_comes(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is there, and no pause to be kept: it costs no processor."""
    waits = []

    def stopping(*given: Any) -> Any:
        waits.append(given[-1])
        os.kill(os.getpid(), signal.SIGTERM)
        return select(given[0], [], [], 60)

    monkeypatch.setattr(holding, "select", stopping)
    holder.run()
    assert waits == [None]


def test_a_taken_address_is_an_error(holder: Holder) -> None:
    """Two holders would take each other's clients."""
    with pytest.raises(OSError, match="in use"):
        Holder(["true"], holder.address)


def test_an_upgrade_waits_until_it_is_ready(tmp_path: Path) -> None:
    """A status alone is not READY=1; then the old one ends, and the new one serves."""
    go = tmp_path / "go"
    go.touch()
    with Holder(python(WHEN + ANSWER, str(go)), notify=True) as holder:
        holder.start()
        old = holder.child
        assert old
        assert holder.upgrade()
        assert old.returncode == -signal.SIGTERM
        assert ask(holder.address) == pid(holder) != str(old.pid)


def test_an_upgrade_that_is_silent_leaves_the_old_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The new one is ended, and the log says so."""
    go = tmp_path / "go"
    go.touch()
    command = python(WHEN + ANSWER, str(go))
    with Holder(command, notify=True, patience=0.2) as holder:
        holder.start()
        old = ask(holder.address)
        go.unlink()
        assert not holder.upgrade()
        assert ask(holder.address) == old
        assert children(os.getpid(), command) == [int(old)]
    assert "did not become ready; the old one stays" in caplog.text


def test_an_upgrade_that_dies_leaves_the_old_one(holder: Holder) -> None:
    """Without waiting for patience to end."""
    holder.notify = True
    holder.start()
    old = ask(holder.address)
    holder.command = python(DIES)
    begun = time.monotonic()
    assert not holder.upgrade()
    assert time.monotonic() - begun < holder.patience
    assert ask(holder.address) == old


def test_an_upgrade_that_dies_soon_has_to_wait(
    holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts as short, however long the old one lived; a long life ends that."""
    clock = SimpleNamespace(now=0.0)
    # By this clock a busy machine makes no life longer.
    monkeypatch.setattr("examples.processes.holder.monotonic", lambda: clock.now)
    holder.start()
    clock.now += 3600
    holder.upgrade()
    for lived, short in ((0, 1), (0, 2), (3600, 0)):
        holder.start()
        child = holder.child
        assert child
        child.kill()
        child.wait()
        clock.now += lived
        holder.reap()
        assert (holder.short, holder.child) == (short, None)


def test_without_notify_a_start_is_enough(holder: Holder) -> None:
    """Clients wait for it in the queue."""
    holder.start()
    old = ask(holder.address)
    assert holder.upgrade()
    assert ask(holder.address) == pid(holder) != old


def children(process: int, command: list[str]) -> list[int]:
    """Return the children of a process that run a command; not those that ended."""
    found = []
    for one in psutil.Process(process).children():
        with suppress(psutil.Error):
            if one.cmdline() == command:
                found.append(one.pid)
    return found


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    """Run a holder as a process of its own."""
    with hold(python(ANSWER), tmp_path) as one:
        yield one


def test_it_starts_at_the_first_request(held: Held) -> None:
    """Until then nothing runs, and nothing needs memory."""
    assert not psutil.Process(held.process.pid).children()
    first = int(ask(held.address))
    assert children(held.process.pid, python(ANSWER)) == [first]


def test_a_killed_program_is_back_with_its_next_client(held: Held) -> None:
    """Nobody has to look after it."""
    first = psutil.Process(int(ask(held.address)))
    first.kill()
    wait_until(lambda: gone(first))  # until then it may accept
    assert int(ask(held.address)) != first.pid


@pytest.mark.parametrize("how", [signal.SIGHUP, signal.SIGUSR2])
def test_a_signal_changes_the_program(held: Held, how: signal.Signals) -> None:
    """SIGHUP restarts, SIGUSR2 upgrades; meanwhile nobody is refused."""
    first = ask(held.address)
    held.signal(how)
    wait_until(lambda: ask(held.address) != first)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_program(held: Held, how: signal.Signals) -> None:
    """With status 0; then, and only then, clients are refused."""
    program = psutil.Process(int(ask(held.address)))
    held.signal(how)
    assert held.process.wait() == 0
    assert not program.is_running()
    with pytest.raises(ConnectionRefusedError):
        ask(held.address)


def test_the_command_waits_as_well(tmp_path: Path) -> None:
    """With --notify; a new version that dies harms nobody."""
    starts = tmp_path / "starts"
    once = "if open(sys.argv[1]).read().count('started') > 1: sys.exit(3)\n"
    command = python(COUNTS + once + ANSWER, str(starts))
    with hold(command, tmp_path, "--notify") as held:
        first = int(ask(held.address))
        held.signal(signal.SIGUSR2)
        wait_until(lambda: len(starts.read_text().split()) == 2)
        wait_until(lambda: children(held.process.pid, command) == [first])
        assert int(ask(held.address)) == first


def test_a_program_that_dies_at_once_is_not_started_at_once(tmp_path: Path) -> None:
    """The pauses before the second, third and fourth start are .1, .2 and .4 s."""
    starts = tmp_path / "starts"
    with hold(python(COUNTS + DIES, str(starts)), tmp_path) as held:
        begun = time.monotonic()
        with socket.create_connection(held.address, 60):
            wait_until(starts.exists)
            wait_until(lambda: len(starts.read_text().split()) >= 4)
        assert time.monotonic() - begun >= 0.7


def test_what_happens_is_logged(
    holder: Holder, caplog: pytest.LogCaptureFixture
) -> None:
    """Who runs, and how it ended."""
    with caplog.at_level(logging.INFO):
        holder.start()
        number = ask(holder.address)
        holder.stop()
    assert caplog.messages == [f"{number} started", f"{number} ended with -15"]


def test_signals_are_given_back() -> None:
    """Whoever holds for a while has Ctrl-C afterwards as before."""
    before = [signal.getsignal(one) for one in HEARD]
    with socket.socket() as loop:  # as asyncio's
        loop.setblocking(False)
        signal.set_wakeup_fd(loop.fileno())
        with signals() as wake:
            signal.raise_signal(signal.SIGHUP)
            assert wake.recv(9) == bytes([signal.SIGHUP])
        assert signal.set_wakeup_fd(-1) == loop.fileno()
    assert [signal.getsignal(one) for one in HEARD] == before
