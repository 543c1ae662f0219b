"""Nine servers for one WSGI application, each in processes of its own.

They run as they come, with their own numbers of threads and processes.  For
probes: they serve :mod:`.contract`, on the loopback interface, to
whoever asks.  POSIX only: what is left of a server is killed as a group.
"""

from __future__ import annotations

import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from .wire import Address

HERE = __name__.rpartition(".")[0]
ROOT = Path(__file__).parents[HERE.count(".") + 1]
START, STOP = 60.0, 5.0
"""Seconds until a server has to answer, and to end when it is told to."""


class Server(NamedTuple):
    """A server.

    :param command: what follows ``python -m``; with ``{port}``, ``{app}``, the
        application's module, and ``{here}``, this package.
    :param packages: it needs these distributions.
    """

    command: str
    packages: tuple[str, ...] = ()


LISTEN = "--host 127.0.0.1 --port {port}"
BRIDGE = f"uvicorn {LISTEN} --factory {{here}}.bridges:"
SERVERS = {
    "wsgiref": Server("{here}.bridges wsgiref {port}"),
    "waitress": Server(
        "waitress --listen 127.0.0.1:{port} {app}:application",
        ("waitress",),
    ),
    "gunicorn": Server(  # its control socket is a file in the home directory
        "gunicorn --no-control-socket --bind 127.0.0.1:{port} {app}",
        ("gunicorn",),
    ),
    "cheroot": Server(
        "cheroot --bind 127.0.0.1:{port} {app}",
        ("cheroot",),
    ),
    "Tornado": Server(
        "{here}.bridges tornado {port}",
        ("tornado",),
    ),
    "Twisted": Server(
        "twisted web --listen tcp:{port}:interface=127.0.0.1 --wsgi {app}.application",
        ("twisted",),
    ),
    "a2wsgi": Server(BRIDGE + "a2wsgi", ("a2wsgi", "uvicorn")),
    "asgiref": Server(BRIDGE + "asgiref", ("asgiref", "uvicorn")),
    "granian": Server(
        f"granian --interface wsgi {LISTEN} {{app}}:application",
        ("granian",),
    ),
}


def versions(server: Server) -> str:
    """Name what a server is made of: ``a2wsgi 1.10.10, uvicorn 0.54.0``.

    :raises LookupError: naming the package that is not installed.
    """
    try:
        found = [f"{name} {version(name)}" for name in server.packages]
    except PackageNotFoundError as error:
        raise LookupError(f"no {error.name}") from error
    return ", ".join(found) or f"Python {platform.python_version()}"


@contextmanager
def serving(server: Server) -> Iterator[Address]:
    """Serve for as long as a block runs; leave no process and no file behind.

    :return: where it listens, and answers.
    :raises RuntimeError: with what it said, if it ends or does not answer.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    with (
        held_port() as port,
        TemporaryFile("w+", encoding="utf-8", errors="replace") as log,
    ):
        address = Address("127.0.0.1", port)
        places = {"port": port, "here": HERE, "app": f"{HERE}.contract"}
        words = server.command.format(**places).split()
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,  # granian takes a package it is started in for a parent
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            if not answers(address, process):
                log.seek(0)
                raise RuntimeError(f"{words[0]} does not answer:\n{log.read()}")
            yield address
        finally:
            end(process)


@contextmanager
def held_port() -> Iterator[int]:
    """Hold a free port of the loopback interface: bound, and nobody listens.

    On Linux a server, which sets ``SO_REUSEADDR``, may listen on it, and no socket
    that asks for any free port gets it.  Elsewhere it is only found free.
    """
    with socket.socket() as holding:
        holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holding.bind(("127.0.0.1", 0))
        port = holding.getsockname()[1]
        if sys.platform != "linux":
            holding.close()
        yield port


def answers(address: Address, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a server answers a request; tell whether it did."""
    deadline = time.monotonic() + START
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(address, START) as client:
            client.sendall(b"GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n")
            if client.recv(4) == b"HTTP":
                return True
        time.sleep(0.01)  # nobody listens yet, or not yet the server
    return False


def end(process: subprocess.Popen[bytes]) -> None:
    """Tell a server to stop, and kill what is left of its processes."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
