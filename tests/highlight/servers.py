"""Raw HTTP, and a look at processes, for the tests of examples.highlight."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

SOON = 60.0  # seconds; nothing takes so long unless it hangs


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
