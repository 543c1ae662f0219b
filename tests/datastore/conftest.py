"""One store a database, and on it both sides: each test has cherries of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
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


# Sides end with the tests of this folder: what they executed is measured then.
@pytest.fixture(scope="package")
def sqlite(
    tmp_path_factory: pytest.TempPathFactory,
    measuring: Callable[[], AbstractContextManager[None]],
) -> Iterator[Shop]:
    """Be a store in a file."""
    store = f"sqlite:///{tmp_path_factory.mktemp('store')}/shop.db"
    with measuring(), shop(store) as one:
        yield one


@pytest.fixture(scope="package")
def postgresql(server: str) -> Iterator[Shop]:
    """Be a store on PostgreSQL."""
    with shop(f"{server}/postgres") as one:
        yield one


@pytest.fixture(scope="package", params=BOTH)
def sides(request: pytest.FixtureRequest) -> Shop:
    """Be a store on each database in turn."""
    one: Shop = request.getfixturevalue(request.param)
    return one


def create(server: str, database: str) -> None:
    """Create a database of a PostgreSQL."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}".encode())


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Be a migrated store that nobody writes: it is there to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "shop.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(server: str) -> str:
    """Be the name of such a one on PostgreSQL."""
    create(server, "migrated")
    migrate(f"{server}/migrated")
    return "migrated"


@pytest.fixture(params=BOTH)
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Be the URL of a migrated store of this test, on each database in turn."""
    migrated = request.getfixturevalue(f"migrated_{request.param}")
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(migrated, tmp_path)}"
    server, name = request.getfixturevalue("server"), f"fresh_{uuid4().hex}"
    create(server, f"{name} TEMPLATE {migrated}")
    return f"{server}/{name}"


@pytest.fixture
def cherry() -> Cherry:
    """A cherry of this test."""
    tag = uuid4()
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    name = f"Große Kordia {tag} ".ljust(80, "🍒")
    return Cherry(tag, name, Decimal("4.50"), noon, 500, ["sweet"])
