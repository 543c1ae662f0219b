"""Kill each part in turn, and walk a customer's way meanwhile: what still works?

``python -m examples.success.show.kills`` does it in front of a room, without any peer,
so that every machine shows the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ..many import Shop, shop
from ..parts import WORKERS
from .way import STEPS, Customer, walk

YES, NO, LATER = "yes", "no", "later"
PASSWORD = "stones"
THUMBNAILER = WORKERS[0].name
NOBODY, ALL = "nobody", "all, held"


class Killed(NamedTuple):
    """Who was killed, and what became of each step."""

    who: str
    steps: dict[str, str]


def kills(running: Shop, names: list[str] | None = None) -> Iterator[Killed]:
    """Kill each part, walk, and let it live again; at last kill all, but held.

    :param names: of those to be killed, instead of all.
    """
    yield Killed(NOBODY, marks(walk(customer(running))))
    for name in names or running.kept:
        yield Killed(name, without(running, name))
    for kept in running.kept.values():
        kept.kill()  # its socket stays open
    running.tend()
    running.await_highlighter()
    yield Killed(ALL, marks(walk(customer(running))))


def without(running: Shop, name: str) -> dict[str, str]:
    """Walk while one part is down; what waits for it comes later."""
    visitor = customer(running)
    running.kept[name].down()
    try:
        found = marks(walk(visitor))
    finally:
        running.kept[name].up()
        running.await_highlighter()
    if name == THUMBNAILER and visitor.sees_thumbnail():
        found["thumbnail"] = LATER
    return found


def customer(running: Shop) -> Customer:
    """Send a new customer, who waits for a thumbnail while somebody makes them."""
    hoping = lambda: running.runs(THUMBNAILER)  # noqa: E731
    return Customer(running.address, PASSWORD, hoping)


def marks(found: dict[str, bool]) -> dict[str, str]:
    """Return a word for each step."""
    return {name: YES if ok else NO for name, ok in found.items()}


def main() -> None:
    """Print a row as soon as it is known."""
    os.environ["PEERS"] = "none"
    signs = {YES: "✓", NO: "✗", LATER: "later"}
    print(f"{'killed':12}", *(f"{name:>9}" for name in STEPS))
    with (
        TemporaryDirectory(prefix="shop-") as folder,
        shop(Path(folder), PASSWORD) as running,
    ):
        for row in kills(running):
            cells = (f"{signs[mark]:>9}" for mark in row.steps.values())
            print(f"{row.who:12}", *cells, flush=True)


if __name__ == "__main__":
    main()
