"""Faults of a deck: where, what, and the cure; the nearest right name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of a deck, with file, line, slide and cure.

    file: the source, relative to the root of the project.
    line: its line, from 1; 0 where the whole file is meant.
    what: what is wrong, naming what was given.
    cure: what to do about it.
    slide: the id or the title of the slide, where there is one.
    """

    file: str
    line: int
    what: str
    cure: str = ""
    slide: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        slide = f" slide {self.slide!r}:" if self.slide else ""
        cure = f" ({self.cure})" if self.cure else ""
        return f"{place}:{slide} {self.what}{cure}"


class DeckError(Exception):
    """The deck has faults; `problems` lists all that were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence that suggests the known name closest to a wrong one."""
    names = sorted(known)
    close = get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are: {', '.join(names)}" if names else "there are none"
