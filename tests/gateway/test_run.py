"""The whole table in real processes: started, killed, ended, none left behind."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from unittest.mock import patch

import pytest

from examples import peers
from examples.gateway.__main__ import main
from examples.gateway.identity import KEY
from examples.gateway.run.processes import (
    HOST,
    Running,
    applications,
    await_answer,
    end,
    in_front,
    ports,
    started,
)
from examples.gateway.show.account import PASSWORD
from examples.gateway.show.site import TABLE
from examples.gateway.show.trial import ask, until
from notebooks.kernels import ROOT

pytestmark = pytest.mark.beside("notebooks")

ROWS = {row.name: row for row in TABLE}
ENVIRONMENT = {KEY: "cherry stones", PASSWORD: "open sesame"}

# Starts the orders, says where, and waits to be killed.
LEFT = f"""\
from examples.gateway.run.processes import started
from examples.gateway.show.site import TABLE

row = next(row for row in TABLE if row.name == "orders")
with started(row, {ENVIRONMENT}) as running:
    print(running.port, flush=True)
    input()
"""


def refuses(port: int) -> bool:
    """Tell whether nobody listens at a port any more."""
    try:
        ask(port, "/")
    except ConnectionError:
        return True
    return False


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[int, list[Running]]]:
    """Everything: six processes and nginx."""
    highlight = {
        "HIGHLIGHT_FOLDER": str(tmp_path_factory.mktemp("shelf")),
        "HIGHLIGHT_WORKERS": "1",
        "HIGHLIGHT_SECONDS": "9",  # a machine may be busy
    }
    with (
        applications(TABLE, ENVIRONMENT | highlight) as running,
        in_front(TABLE, ports(running)) as server,
    ):
        yield server.port, running
    assert all(one.process.poll() is not None for one in running)


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_every_application_answers(site: tuple[int, list[Running]]) -> None:
    """Each row of the table, in its language and framework, behind one port."""
    port, running = site
    for inner in port, *(one.port for one in running):  # on loopback, and not beside it
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", inner))
    assert "Burlat: 400 g" in ask(port, "/").text
    assert json.loads(ask(port, "/stock/").body)["Burlat"] == 400
    assert ask(port, "/orders/").status == 401
    assert ask(port, "/account/sign-in").status == 200
    assert ask(port, "/highlight/languages").status == 200


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_one_of_two_is_killed(site: tuple[int, list[Running]]) -> None:
    """A copy of highlight is killed: the other one highlights, and nobody notices."""
    port, running = site
    copies = [one for one in running if one.name == "highlight"]
    assert len(copies) == 2
    for number in range(6):
        if number == 2:
            copies[0].process.kill()
            copies[0].process.wait()
        code = f"print({number})".encode()
        posted = ask(port, "/highlight/h?language=python", "POST", body=code)
        assert posted.status == 303
        shown = ask(port, posted.headers["Location"])
        assert shown.status == 200
        assert str(number) in shown.text


@pytest.mark.peer("node")
def test_a_failed_start_leaves_nothing() -> None:
    """An application that does not start is named; those that did are ended."""
    broken = replace(ROWS["stock"], start="stock:nothing")
    with (
        patch("examples.gateway.run.processes.end", side_effect=end) as ended,
        pytest.raises(RuntimeError, match="stock did not start"),
        applications([ROWS["orders"], broken], ENVIRONMENT),
    ):
        pass
    processes = [call.args[0] for call in ended.mock_calls]
    assert [process.poll() is not None for process in processes] == [True, True]


@pytest.mark.peer("node")
def test_who_starts_it_may_be_killed() -> None:
    """Applications end with whoever started them, however that ended."""
    command = [sys.executable, "-c", LEFT]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdout
        port = int(starter.stdout.readline())
        until(lambda: not refuses(port))
        starter.kill()
        starter.wait()
        until(partial(refuses, port))


def test_what_is_in_the_background_ends_too() -> None:
    """A shell has `&` ignore Ctrl-C: an application started so still ends by itself.

    So it does if whoever starts it waits for Ctrl-C, which it has blocked for that.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with started(ROWS["stock"], ENVIRONMENT) as running:
            await_answer(running)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
    assert running.process.returncode == 0  # or it was killed


def test_who_does_not_listen_is_killed() -> None:
    """A process that does not end when it is told to is not left behind."""
    deaf = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    with (
        patch("examples.gateway.run.processes.SECONDS", 0.1),
        subprocess.Popen(deaf, stdin=subprocess.PIPE) as process,
    ):
        end(process)
        assert process.poll() == -signal.SIGKILL


@pytest.mark.peer("nginx")
@pytest.mark.peer("node")
def test_the_command_starts_all(capsys: pytest.CaptureFixture[str]) -> None:
    """It says where, and how to sign in; the applications and nginx end with it."""
    there: list[int] = []

    def meanwhile(signals: object) -> None:
        line, who, *rows = capsys.readouterr().out.splitlines()
        assert rows[0] == "/orders/     orders, Node; guarded"
        port = int(line.partition("/ (")[0].rpartition(":")[2])
        form = f"name=anna&password={who.rpartition(' ')[2]}".encode()
        assert ask(port, "/account/sign-in", "POST", body=form).status == 303
        assert ask(port, "/orders/").status == 401
        there.append(port)

    with (
        peers.held() as wanted,
        patch("examples.gateway.__main__.TABLE", [ROWS["orders"], ROWS["account"]]),
        patch.dict("os.environ", {KEY: "an old key", PASSWORD: "an old one"}),
        patch("signal.pthread_sigmask"),
        patch("signal.sigwait", meanwhile),
    ):
        main(["--port", str(wanted)])
        assert there == [wanted]
        assert refuses(wanted)


def test_a_row_says_what_the_gateway_does_for_it() -> None:
    """How many copies, too; one is not worth a word."""
    assert ROWS["highlight"].notes == ["cached below /highlight/h/", "2 copies"]
    assert ROWS["orders"].notes == ["guarded"]


def test_embedded_until_ctrl_c() -> None:
    """``--embedded`` needs no peer; Ctrl-C ends it without a word."""
    command = [sys.executable, "-m", "examples.gateway", "--embedded", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        line = process.stdout.readline()
        port = int(line.partition(" (")[0].rstrip("/").rpartition(":")[2])
        assert "Burlat: 400 g" in ask(port, "/").text
        rows = [process.stdout.readline().rstrip() for _ in range(6)][1:]
        assert rows[1:3] == [
            "/stock/      stock, Bottle",
            "/orders/     orders: missing, JavaScript",
        ]
        assert rows[4] == "/highlight/  highlight, Flask"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == ""
        assert process.wait() == 0


def test_a_missing_peer_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Where Node is missing the command says what to install, and starts nothing."""
    with (
        patch("examples.gateway.run.processes.find", return_value=None),
        patch("examples.gateway.run.processes.started", side_effect=AssertionError),
        patch("signal.pthread_sigmask"),
        pytest.raises(SystemExit, match="peer node is missing: apt-get install"),
    ):
        main(["--port", "0"])


def test_a_port_that_is_taken_is_one_line() -> None:
    """It is said before anything is started; a port that is none, by argparse."""
    with (
        socket.create_server((HOST, 0)) as taken,
        patch("signal.pthread_sigmask"),
        patch("examples.gateway.run.processes.started", side_effect=AssertionError),
        pytest.raises(SystemExit, match=r"port \d+: Address already in use"),
    ):
        main(["--port", str(taken.getsockname()[1])])
    with pytest.raises(SystemExit, match="2"):
        main(["--port", "65536"])
