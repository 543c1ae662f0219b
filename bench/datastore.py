"""Measure ``examples/datastore``: what the other side's lock costs, and a rename.

Wall clock: what is waited for is another process.
"""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from examples.datastore import Cherry, Order, StaleError, Store
from examples.datastore.show.renaming import at_once, in_steps
from examples.datastore.show.shop import Shop, shop
from examples.peers import serve

LIBRARIES = "sqlalchemy", "django", "psycopg"
ROUNDS = 25
HOLD = 0.05  # seconds the office still holds its transaction
OURS, OTHER = UUID(int=1), UUID(int=2)

WHAT = {
    "lock": (
        f"Seconds on the wall of a call of the front, the median of {ROUNDS}: alone, "
        "and begun while the office is in a transaction that changed one row and lasts "
        f"for {HOLD * 1000:g} ms more. ratio: quartiles of the quotients of two calls "
        "one after the other. same: that row; another: a different one."
    ),
    "rename": (
        "A column is renamed beside two programs that write it and are replaced; "
        "writes that went well, and errors."
    ),
}


@contextmanager
def shops() -> Iterator[dict[str, str]]:
    """Give URLs of a new database each."""
    with TemporaryDirectory() as folder, serve("postgresql") as server:
        url = f"postgresql://postgres@{server.host}:{server.port}"
        yield {"SQLite": f"sqlite:///{folder}/shop.db", "PostgreSQL": f"{url}/postgres"}


def cherry(tag: UUID) -> Cherry:
    """Make a cherry."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    return Cherry(tag, f"Cherry {tag.int}", Decimal("4.50"), noon, 1_000_000)


def pause(going: Path) -> None:
    """Say that the lock is held, and hold it."""
    going.touch()
    time.sleep(HOLD)


def beside(one: Shop, call: Callable[[], object]) -> float:
    """Time a call that begins while the office is in the middle of a transaction."""
    with TemporaryDirectory() as folder:
        going = Path(folder, "going")
        order = Order(OTHER, 1), partial(pause, going)
        with ThreadPoolExecutor(1) as pool:
            ordered = pool.submit(one.office.order, *order)
            while not (going.exists() or ordered.done()):
                time.sleep(0.0005)
            took = seconds(call)
        ordered.result()  # an error, if there was no lock to wait for
        return took


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
    """Time a call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def lock() -> dict[str, dict[str, dict[str, Any]]]:
    """Time reads and writes, alone and beside the office."""
    with shops() as urls:
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
            for name, call in calls.items():
                times[name].append((seconds(call), beside(one, call)))
    return {
        name: {
            "alone": median(alone for alone, _ in pairs),
            "beside": median(held for _, held in pairs),
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
        with shops() as urls:
            for name, url in urls.items():
                with shop(url) as one:
                    one.front.add(cherry(OURS))
                count = way(url)
                figures = {"writes": count.writes, "errors": count.errors}
                found.setdefault(name, {})[way.__name__] = figures
    return found


SECTIONS: dict[str, Callable[[], Any]] = {"lock": lock, "rename": rename}
