"""The backends: SQLite always, Redis and RabbitMQ where they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from examples.peers import Server, serve
from tests.queues import backends
from tests.queues.backends import Address, Backend, address_of

# What waits for a server waits in a process of its own.
BESIDE = pytest.mark.beside("queues")
BROKERS = [
    pytest.param(name, marks=[pytest.mark.peer(name), BESIDE])
    for name in ("redis", "rabbitmq")
]
ALL = ["sqlite", *BROKERS]


@pytest.fixture(scope="session")
def redis() -> Iterator[Server]:
    """Be one Redis for all tests; each takes a name of its own."""
    with serve("redis") as server:
        yield server


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[Server]:
    """Be one RabbitMQ for all tests; each takes a name of its own."""
    with serve("rabbitmq") as server:
        yield server
    assert not server.folder.exists()
    end = time.monotonic() + 20
    while names := at_home(server.folder):  # such as epmd, a daemon
        assert time.monotonic() < end, names


def at_home(folder: Path) -> list[str]:
    """Name the processes whose home is a folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("HOME") == str(folder):
                found.append(process.name())
    return found


@pytest.fixture(params=ALL)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Be each backend in turn."""
    embedded = request.param == "sqlite"
    place = tmp_path if embedded else request.getfixturevalue(request.param)
    with getattr(backends, request.param)(place) as one:
        yield one


@pytest.fixture(params=ALL)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """Be the URL and the name of a fresh queue, on each backend in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tasks.db", "tasks"
    return address_of(request.param, request.getfixturevalue(request.param))
