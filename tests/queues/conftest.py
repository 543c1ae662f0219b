"""The backends: SQLite always, Redis and RabbitMQ where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.peers import Server, serve
from tests.queues import backends
from tests.queues.backends import Backend

ALL = ["sqlite", pytest.param("redis", marks=pytest.mark.peer("redis"))]


@pytest.fixture(scope="session")
def redis() -> Iterator[Server]:
    """Be one Redis for all tests; each takes a name of its own."""
    with serve("redis") as server:
        yield server


@pytest.fixture(params=ALL)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Be each backend in turn."""
    embedded = request.param == "sqlite"
    place = tmp_path if embedded else request.getfixturevalue(request.param)
    with getattr(backends, request.param)(place) as one:
        yield one
