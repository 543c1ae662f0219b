"""Choose the slides of each cut, and check how long it takes.

A cut chooses the slides of the horizontal line; all others lie below the one before
them, and none is removed.  The first slide of the deck is in every cut.  The tag
``main`` is the main line's, and the cut ``main`` is shown if none is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from docutils import nodes

from ..files import read
from ..problems import Problem, nearest
from .given import given
from .toml import FILE, MAIN, Cut, line_of

ENOUGH = 0.9  # of its minutes, for a cut that is complete
LONGEST = 3  # slides that a cure names


def tags_of(slide: nodes.section) -> set[str]:
    """Return the tags of a slide; one of the main line has `MAIN`."""
    return {*given(slide).tags, *(() if slide["below"] else (MAIN,))}


def takes(cut: Cut, slide: nodes.section) -> bool:
    """Tell whether a cut chooses a slide."""
    return slide["ids"][0] in cut.ids or not tags_of(slide).isdisjoint(cut.tags)


def assign(slides: list[nodes.section], cuts: Iterable[Cut]) -> None:
    """Tell each slide on whose line it is: ``slide["line"]`` is a list of names."""
    whole = Cut(MAIN, 0, tags=(MAIN,))
    for number, slide in enumerate(slides):
        names = [c.name for c in (whole, *cuts) if not number or takes(c, slide)]
        slide["line"] = names


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
    known: dict[str, set[str]] = {
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
