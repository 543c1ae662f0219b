"""The backends: SQLite always, Redis and RabbitMQ where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.peers import Server, serve
from tests.queues import backends
from tests.queues.backends import Backend

ALL = ["sqlite", pytest.param("rabbitmq", marks=pytest.mark.peer("rabbitmq"))]


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[Server]:
    """Be one RabbitMQ for all tests; each takes a name of its own."""
    with serve("rabbitmq") as server:
        yield server


@pytest.fixture(params=ALL)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Be each backend in turn."""
    embedded = request.param == "sqlite"
    place = tmp_path if embedded else request.getfixturevalue(request.param)
    with getattr(backends, request.param)(place) as one:
        yield one
