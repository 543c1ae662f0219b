"""Start the applications of a table, a process each, and nginx in front of them.

Whatever happens, also an error while starting, nothing is left behind.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from ...peers import Server, find, missing, serve
from ..nginx import configuration
from ..table import JAVASCRIPT, Ports, Row

HOST = "127.0.0.1"
PACKAGE = Path(__file__).parents[1]
"""Where a row's `start` is looked for, if it is a file."""
SECONDS = 20  # all of them are up after one


@dataclass(frozen=True)
class Running:
    """A process that serves an application."""

    name: str
    port: int
    process: subprocess.Popen[bytes]


def command(row: Row, descriptor: int) -> list[str]:
    """Return what serves an application on an open socket.

    :raises LookupError: if its language is missing, with the cure.
    """
    if row.language != JAVASCRIPT:
        child = f"{__package__}.child"
        return [sys.executable, "-m", child, row.start, str(descriptor)]
    if (node := find("node")) is None:
        raise LookupError(missing("node"))
    return [node, str(PACKAGE / row.start), str(descriptor)]


@contextmanager
def started(row: Row, environment: dict[str, str]) -> Iterator[Running]:
    """Run one process for an application while a block lasts.

    Its socket is open before it starts, and closed as soon as it ends.
    """
    with socket.create_server((HOST, 0)) as listening:
        descriptor, port = listening.fileno(), listening.getsockname()[1]
        process = subprocess.Popen(
            command(row, descriptor),
            stdin=subprocess.PIPE,
            pass_fds=[descriptor],
            env=os.environ | environment,
            start_new_session=True,  # Ctrl-C is for whoever started it
        )
    try:
        yield Running(row.name, port, process)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Close the input of a process, so that it ends; kill it if it does not."""
    assert process.stdin
    process.stdin.close()
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def await_answer(running: Running) -> None:
    """Wait until an application answers anything at all.

    :raises RuntimeError: if it ends before, or takes longer than `SECONDS`.
    """
    connection = HTTPConnection(HOST, running.port, timeout=SECONDS)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, HTTPException) as error:
        raise RuntimeError(f"{running.name} did not start") from error
    finally:
        connection.close()


@contextmanager
def applications(
    table: Iterable[Row], environment: dict[str, str]
) -> Iterator[list[Running]]:
    """Run the applications of a table while a block lasts; a process for each copy.

    :param environment: what they are told, beside what this process knows.
    :raises LookupError: if a language is missing, with the cure.
    :raises RuntimeError: if one does not start; it is named.
    """
    table = list(table)
    for row in table:
        command(row, 0)  # a missing language is noticed before anything starts
    with ExitStack() as stack:
        running = [
            stack.enter_context(started(row, environment))
            for row in table
            for _ in range(row.copies)
        ]
        for one in running:
            await_answer(one)
        yield running


def ports(running: Iterable[Running]) -> Ports:
    """Return where each application listens, by name."""
    found: dict[str, list[int]] = {}
    for one in running:
        found.setdefault(one.name, []).append(one.port)
    return found


def check_free(port: int) -> None:
    """Raise if a port is taken; nginx would try it for seconds.

    :param port: 0 is always free.
    :raises RuntimeError: if it is taken.
    """
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise RuntimeError(f"port {port}: {reason}") from None


@contextmanager
def in_front(table: Iterable[Row], ports: Ports, port: int = 0) -> Iterator[Server]:
    """Run nginx in front of applications that run, while a block lasts.

    :param port: where it listens; 0 takes a free one.
    :raises LookupError: if nginx is missing, with the cure.
    :raises OSError: if the port is taken.
    """
    with serve("nginx", configuration(table, ports), port) as server:
        yield server
