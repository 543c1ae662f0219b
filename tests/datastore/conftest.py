"""One store a database, and on it both sides: each test has cherries of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from examples.datastore import Cherry, Store, open_front
from examples.datastore.show.process import Process
from examples.peers import serve

# What waits for a server waits in a process of its own.
BESIDE = pytest.mark.beside("queues")
POSTGRESQL = [pytest.mark.peer("postgresql"), BESIDE]
BOTH = ["sqlite", pytest.param("postgresql", marks=POSTGRESQL)]


class Sides(NamedTuple):
    """A store, as both see it; Django is in a process of its own."""

    url: str
    front: Store
    office: Process

    def __getitem__(self, name: object) -> Store:
        """Return a side by its name."""
        store: Store = getattr(self, str(name))
        return store


def migrate(url: str) -> None:
    """Make the tables, as one does in a shell; nothing has drifted then."""
    command = [sys.executable, "-m", "examples.datastore", url, "--migrate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("front and store agree\n", "")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Be a PostgreSQL for all tests."""
    with serve("postgresql") as one:
        yield f"postgresql://postgres@{one.host}:{one.port}/postgres"


@pytest.fixture(scope="session", params=BOTH)
def url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Be a migrated store on each database in turn."""
    if request.param == "postgresql":
        one = str(request.getfixturevalue("server"))
    else:
        one = f"sqlite:///{tmp_path_factory.mktemp('store')}/shop.db"
    migrate(one)
    return one


@pytest.fixture(scope="session")
def sides(url: str) -> Iterator[Sides]:
    """Open it from both sides."""
    both = Sides(url, open_front(url), Process("office", url))
    yield both
    both.front.close()
    both.office.close()


@pytest.fixture
def cherry() -> Cherry:
    """A cherry of this test."""
    tag = uuid4()
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    name = f"Große Kordia {tag} ".ljust(80, "🍒")
    return Cherry(tag, name, Decimal("4.50"), noon, 500, ["sweet"])


@pytest.fixture
def file(sides: Sides) -> Path:
    """The file of an SQLite store."""
    return Path(sides.url.removeprefix("sqlite:///"))
