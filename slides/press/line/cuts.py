"""Read ``slides/cuts.toml``, which names shorter talks, and check their lengths.

A cut chooses the slides of the horizontal line; all others lie below the one before
them, and none is removed::

    [20]
    minutes = 20
    complete = true    # it may not be much shorter, either
    ids = ["04-views", "04-views--what-gets-lost"]
    tags = ["20"]

The first slide of the deck is in every cut.  The tag ``main`` is the main line's, and
``main`` is the cut that is shown if none is asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes

from ..files import read
from ..problems import Problem, nearest
from .given import MAIN, given

FILE = "slides/cuts.toml"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
TAKEN = (MAIN, "handout")  # the whole, and a file beside the cuts' own
KEYS: dict[str, type] = {"minutes": int, "complete": bool, "ids": list, "tags": list}
ENOUGH = 0.9  # of its minutes, for a cut that is complete
LONGEST = 3  # slides that a cure names


@dataclass(frozen=True)
class Cut:
    """A cut as it is written.

    name: such as ``20``; minutes: how long it may take.
    complete: whether it may be too short as well.
    ids, tags: what chooses its slides.
    """

    name: str
    minutes: int
    complete: bool = False
    ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def takes(self, slide: nodes.section) -> bool:
        """Tell whether it chooses a slide."""
        return slide["ids"][0] in self.ids or not tags_of(slide).isdisjoint(self.tags)


def tags_of(slide: nodes.section) -> set[str]:
    """Return the tags of a slide; those of the main line have `MAIN`."""
    return {*given(slide).tags, *(() if slide["below"] else (MAIN,))}


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
        return [], [Problem(FILE, 0, f"cannot be read: {e}", "write it as TOML")]
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
        if key not in KEYS:
            hint = nearest(key, KEYS)
            yield Problem(FILE, line, f"cut {name} has an unknown key {key!r}", hint)
        elif not _is_a(value, KEYS[key]):
            kind = "list of words" if KEYS[key] is list else KEYS[key].__name__
            what = f"cut {name}: {key} is {value!r}"
            yield Problem(FILE, line, what, f"give it a {kind}")
    if "minutes" not in table:
        yield Problem(FILE, line, f"cut {name} has no minutes", "add: minutes = 20")


def _is_a(value: Any, kind: type) -> bool:
    if type(value) is not kind:  # True is no number of minutes
        return False
    if kind is list:
        return all(isinstance(one, str) for one in value)
    return kind is bool or value > 0


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


def assign(slides: list[nodes.section], cuts: Iterable[Cut]) -> None:
    """Tell each slide on whose line it is: ``slide["line"]`` is a list of names."""
    whole = Cut(MAIN, 0, tags=(MAIN,))
    for number, slide in enumerate(slides):
        slide["line"] = [c.name for c in (whole, *cuts) if not number or c.takes(slide)]


def chosen(slides: Iterable[nodes.section], name: str) -> list[nodes.section]:
    """Return the slides on the line of a cut, in order."""
    return [slide for slide in slides if name in slide["line"]]


def length(slides: Iterable[nodes.section]) -> int:
    """Return how many seconds slides take together."""
    return sum(slide["seconds"] for slide in slides)


def check(
    root: Path, slides: list[nodes.section], cuts: list[Cut]
) -> Iterator[Problem]:
    """Yield the cuts that name no slide, take too long, or not long enough."""
    text = read(root / "slides", "cuts.toml") if cuts else ""
    known: Mapping[str, set[str]] = {
        "id": {slide["ids"][0] for slide in slides},
        "tag": {tag for slide in slides for tag in tags_of(slide)},
    }
    for cut in cuts:
        for kind, names in (("id", cut.ids), ("tag", cut.tags)):
            for name in names:
                if name not in known[kind]:
                    what = f"cut {cut.name}: no slide has the {kind} {name!r}"
                    where = line_of(text, f"[{cut.name}]", f'"{name}"')
                    yield Problem(FILE, where, what, nearest(name, known[kind]))
        line = chosen(slides, cut.name)
        lasts, may = length(line), 60 * cut.minutes
        said = f"cut {cut.name} takes {clock(lasts)} of {clock(may)}"
        where = line_of(text, f"[{cut.name}]")
        if lasts > may:
            longest = sorted(line, key=lambda s: -int(s["seconds"]))[:LONGEST]
            each = [f"{s['ids'][0]} ({clock(s['seconds'])})" for s in longest]
            cure = f"leave slides out or say less; the longest are {', '.join(each)}"
            yield Problem(FILE, where, f"{said}: too long", cure)
        elif cut.complete and lasts < ENOUGH * may:
            cure = f"it is complete, so it fills {ENOUGH:.0%} of its time: add slides"
            yield Problem(FILE, where, f"{said}: too short", cure)


def clock(seconds: int) -> str:
    """Format seconds as minutes: ``2:05``."""
    return f"{seconds // 60}:{seconds % 60:02}"
