"""Read ``slides/cuts.toml``, which names shorter talks, and check how it is written.

::

    [20]
    minutes = 20
    complete = true    # it may not be much shorter, either
    ids = ["04-views", "04-views--what-gets-lost"]
    tags = ["20"]
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..files import read
from ..problems import Problem, nearest

MAIN = "main"  # the cut that is shown if none is asked for, and the tag of its slides
FILE = "slides/cuts.toml"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
TAKEN = (MAIN, "handout")  # the whole, and a file beside the cuts' own
KINDS = {
    "minutes": "number above 0",
    "complete": "true or false",
    "ids": "list of words",
    "tags": "list of words",
}


@dataclass(frozen=True)
class Cut:
    """A cut as it is written.

    name: such as ``20``; minutes: how long it may take.
    complete: whether it may not be too short, either.
    ids, tags: what chooses its slides.
    """

    name: str
    minutes: int
    complete: bool = False
    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_cuts(root: Path) -> tuple[list[Cut], list[Problem]]:
    """Read the cuts of the deck below `root`, and what is wrong with how they stand.

    A deck needs none: without the file there are no cuts and no faults.
    """
    if not (root / FILE).exists():
        return [], []
    try:
        text = read(root / "slides", "cuts.toml")
        tables = tomllib.loads(text)
    except (LookupError, tomllib.TOMLDecodeError) as e:
        return [], [Problem(FILE, 0, f"cannot be read: {e}", "mend its TOML")]
    problems = [p for name, table in tables.items() for p in _shape(text, name, table)]
    if problems:
        return [], problems
    return [_cut(name, table) for name, table in tables.items()], []


def _cut(name: str, table: dict[str, Any]) -> Cut:
    """Make a cut of a table that has the right shape."""
    ids, tags = tuple(table.get("ids", ())), tuple(table.get("tags", ()))
    return Cut(name, table["minutes"], table.get("complete", False), ids, tags)


def _shape(text: str, name: str, table: object) -> Iterator[Problem]:
    """Yield what is wrong with one table of the file."""
    line = line_of(text, f"[{name}]")
    if not isinstance(table, dict):
        yield Problem(FILE, line, f"{name!r} is no cut", "write a table: [20]")
        return
    if not NAME.fullmatch(name) or name in TAKEN:
        cure = f"small letters, digits and hyphens, and not {' or '.join(TAKEN)}"
        yield Problem(FILE, line, f"a cut cannot be called {name!r}", cure)
    for key, value in table.items():
        if key not in KINDS:
            hint = nearest(key, KINDS)
            yield Problem(FILE, line, f"cut {name} has an unknown key {key!r}", hint)
        elif not _fits(key, value):
            what = f"cut {name}: {key} is {value!r}"
            yield Problem(FILE, line, what, f"write a {KINDS[key]}")
    if "minutes" not in table:
        yield Problem(FILE, line, f"cut {name} has no minutes", "add: minutes = 20")


def _fits(key: str, value: Any) -> bool:
    """Tell whether a value is of the kind that its key wants."""
    if key == "complete":
        return isinstance(value, bool)
    if key == "minutes":
        return type(value) is int and value > 0  # True is an int as well
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def line_of(text: str, *words: str) -> int:
    """Return the line, from 1, of the last of some words, each after the one before.

    0 if they are not there, as in a file that is written in another style.
    """
    place = 0
    for one in words:
        place = text.find(one, place)
        if place < 0:
            return 0
    return text.count("\n", 0, place) + 1
