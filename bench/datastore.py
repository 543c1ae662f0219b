"""Measure ``examples/datastore``: what the other side's lock costs, and a rename.

Wall clock: what is waited for is another process.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from uuid import UUID

import psycopg

from examples.datastore import Cherry, Order, StaleError, Store
from examples.datastore.show.renaming import at_once, in_steps
from examples.datastore.show.shop import Shop, shop
from examples.peers import serve

LIBRARIES = "sqlalchemy", "django", "psycopg"
ROUNDS, CALLS = 9, 6
HOLD = 0.02  # seconds the office holds its transaction, over and over
OURS, OTHER = UUID(int=1), UUID(int=2)

WHAT = {
    "lock": (
        f"Seconds on the wall of a call of the front, the median of {ROUNDS} rounds of "
        f"{CALLS} calls: alone, and while the office changes one row in transactions "
        f"of {HOLD * 1000:g} ms with pauses as long. ratio: quartiles of the "
        "quotients in one round. same: that row; another: a different one."
    ),
    "rename": (
        "A column is renamed beside two programs that write it and are replaced; "
        "writes that went well, and errors."
    ),
}


@contextmanager
def shops(name: str) -> Iterator[dict[str, str]]:
    """Give URLs of a new database each."""
    with TemporaryDirectory() as folder, serve("postgresql") as server:
        url = f"postgresql://postgres@{server.host}:{server.port}"
        with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        yield {"SQLite": f"sqlite:///{folder}/{name}.db", "PostgreSQL": f"{url}/{name}"}


def cherry(tag: UUID) -> Cherry:
    """Make a cherry."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return Cherry(tag, f"Cherry {tag.int}", Decimal("4.50"), noon, 1_000_000)


def hold(going: Path, stop: Path) -> None:
    """Order in the office's process, slowly, again and again."""
    from examples.datastore.office.store import OfficeStore

    store = OfficeStore()

    def slow() -> None:
        going.touch()
        time.sleep(HOLD)

    while not stop.exists():
        store.order(Order(OTHER, 1), slow)
        time.sleep(HOLD)  # SQLite is not fair: who asks all the time gets it all


@contextmanager
def held(one: Shop) -> Iterator[None]:
    """Let the office hold its lock while a block lasts."""
    with TemporaryDirectory() as folder:
        going, stop = Path(folder, "going"), Path(folder, "stop")
        thread = Thread(target=one.office, args=(hold, going, stop))
        thread.start()
        while not going.exists():
            time.sleep(0.001)
        try:
            yield
        finally:
            stop.touch()
            thread.join()


def write(store: Store, tag: UUID) -> None:
    """Change a cherry, again if somebody else was first."""
    while True:
        try:
            last = store.get(tag)
            store.change(replace(last, labels=[os.urandom(4).hex()]))
        except StaleError:
            continue
        return


def seconds(call: Callable[[], object]) -> float:
    """Time a call, several times."""
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - start) / CALLS


def lock() -> dict[str, dict[str, dict[str, Any]]]:
    """Time reads and writes, alone and beside the office."""
    with shops("locked") as urls:
        return {name: locked(url) for name, url in urls.items()}


def locked(url: str) -> dict[str, dict[str, Any]]:
    """Time them on one database."""
    with shop(url) as one:
        for tag in (OURS, OTHER):
            one.front.add(cherry(tag))
        calls: dict[str, Callable[[], object]] = {
            "read": partial(one.front.get, OTHER),
            "write another": partial(write, one.front, OURS),
            "write the same": partial(write, one.front, OTHER),
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
        for _ in range(ROUNDS):
            alone = {name: seconds(call) for name, call in calls.items()}
            with held(one):
                for name, call in calls.items():
                    times[name].append((alone[name], seconds(call)))
    return {
        name: {
            "alone": median(alone for alone, _ in pairs),
            "beside": median(beside for _, beside in pairs),
            "ratio": [
                round(one, 2) for one in quantiles([b / a for a, b in pairs], n=4)
            ],
        }
        for name, pairs in times.items()
    }


def rename() -> dict[str, dict[str, dict[str, int]]]:
    """Rename in steps, and at once."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for way in (in_steps, at_once):
        with shops(way.__name__) as urls:
            for name, url in urls.items():
                with shop(url) as one:
                    one.front.add(cherry(OURS))
                count = way(url)
                figures = {"writes": count.writes, "errors": count.errors}
                found.setdefault(name, {})[way.__name__] = figures
    return found


SECTIONS: dict[str, Callable[[], Any]] = {"lock": lock, "rename": rename}
