"""One store a database, and on it both sides: each test has cherries of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from examples.datastore import Cherry
from examples.datastore.show.shop import Shop, shop
from examples.peers import serve

# What waits for a server waits in a process of its own.
BESIDE = pytest.mark.beside("queues")
POSTGRESQL = [pytest.mark.peer("postgresql"), BESIDE]
BOTH = ["sqlite", pytest.param("postgresql", marks=POSTGRESQL)]


def migrate(url: str) -> None:
    """Make the tables, as one does in a shell; nothing has drifted then."""
    command = [sys.executable, "-m", "examples.datastore", url, "--migrate"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("front and store agree\n", "")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Be a PostgreSQL for all tests."""
    with serve("postgresql") as one:
        yield f"postgresql://postgres@{one.host}:{one.port}"


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Be a store in a file."""
    with shop(f"sqlite:///{tmp_path_factory.mktemp('store')}/shop.db") as one:
        yield one


@pytest.fixture(scope="session")
def postgresql(server: str) -> Iterator[Shop]:
    """Be a store on PostgreSQL."""
    with shop(f"{server}/postgres") as one:
        yield one


@pytest.fixture(scope="session", params=BOTH)
def sides(request: pytest.FixtureRequest) -> Shop:
    """Be a store on each database in turn."""
    one: Shop = request.getfixturevalue(request.param)
    return one


@pytest.fixture(params=BOTH)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Be the URL of a migrated store of this test, on each database in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/fresh.db"
    else:
        server, name = request.getfixturevalue("server"), f"fresh_{uuid4().hex}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = f"{server}/{name}"
    migrate(url)
    return url


@pytest.fixture
def cherry() -> Cherry:
    """A cherry of this test."""
    tag = uuid4()
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    name = f"Große Kordia {tag} ".ljust(80, "🍒")
    return Cherry(tag, name, Decimal("4.50"), noon, 500, ["sweet"])
