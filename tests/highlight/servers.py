"""Raw HTTP, and the processes behind it, for the tests of examples.highlight."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SOON = 60.0  # seconds; nothing takes so long unless it hangs
POISON = " " * 64_000  # as AutoIt: for six minutes of a processor


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def connect(address: str) -> HTTPConnection:
    """Connect to ``http://host:port``."""
    where = urlsplit(address)
    return HTTPConnection(where.hostname or "", where.port, timeout=SOON)


def ask(address: str, path: str, code: str | bytes | None = None) -> Answer:
    """GET, or POST code."""
    connection = connect(address)
    try:
        data = code.encode() if isinstance(code, str) else code
        connection.request("GET" if code is None else "POST", path, data)
        return answer(connection.getresponse())
    finally:
        connection.close()


def answer(response: HTTPResponse) -> Answer:
    """Read an answer to its end."""
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def children(process: int) -> list[int]:
    """List the children of a process that run."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    found = [int(child) for task in tasks for child in task.read_text().split()]
    return [child for child in found if running(child)]


def running(process: int) -> bool:
    """Tell whether a process runs; one that only waits to be counted does not."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


def until(happened: Callable[[], object]) -> None:
    """Wait for something of another process."""
    end = time.monotonic() + SOON
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


class Gunicorn(NamedTuple):
    """A running server: where, its process, and the shelf of its workers."""

    address: str
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def workers(self) -> list[int]:
        """List the processes that take requests."""
        return children(self.process.pid)


@contextmanager
def gunicorn(folder: Path, seconds: float) -> Iterator[Gunicorn]:
    """Run gunicorn with two workers, each with one child."""
    settings = {
        "HIGHLIGHT_FOLDER": str(folder),
        "HIGHLIGHT_SECONDS": str(seconds),
        "HIGHLIGHT_WORKERS": "1",
    }
    with socket.create_server((HOST, 0)) as listening:
        number = listening.fileno()
        options = ["--workers", "2", "--bind", f"fd://{number}", "--log-level", "error"]
        command = [sys.executable, "-m", "gunicorn"]
        process = subprocess.Popen(
            [*command, *options, "--no-control-socket", "examples.highlight.wsgi"],
            env=os.environ | settings,
            pass_fds=[number],
        )
        address = f"http://{HOST}:{listening.getsockname()[1]}"
    with process:
        try:
            yield Gunicorn(address, process, folder)
        finally:
            process.terminate()
            process.wait(SOON)
