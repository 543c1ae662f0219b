"""The backends: SQLite always, Redis and RabbitMQ where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.queues import backends
from tests.queues.backends import Backend

ALL = ["sqlite"]


@pytest.fixture(params=ALL)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """Be each backend in turn."""
    with getattr(backends, request.param)(tmp_path) as one:
        yield one
