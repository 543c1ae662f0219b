"""Draw what servers answered: a row a server, a column a question.

A square is what the specification asks for.  Everything else stands there in a
word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from .verdicts import ANSWERS, Verdicts, table

INK, SOFT, LEAF, CHERRY, LINE = "#241d1a", "#6d625b", "#2f6b45", "#9b1232", "#e4dacb"
KEPT = frozenset(["yes", "cut off"])
"""Answers that keep to PEP 3333 and to HTTP."""

WIDTH, LEFT, TOP, PITCH = 1144, 116, 52, 42


@dataclass(frozen=True)
class Picture:
    """A drawing that shows itself in a notebook.

    :param says: the same in words.
    :param svg: the text of the drawing.
    """

    says: str
    svg: str

    def __repr__(self) -> str:
        return self.says

    def _repr_svg_(self) -> str:
        return self.svg


def picture(found: Verdicts, questions: Iterable[str] = ANSWERS) -> Picture:
    """Draw verdicts.

    :param questions: the columns, of `PROBES`; not more than eight fit.
    """
    (_, *columns), rows = table(found, questions)
    height = TOP + PITCH * len(rows)
    pitch = (WIDTH - LEFT) / len(columns)
    middles = [LEFT + pitch * (number + 0.5) for number in range(len(columns))]
    drawn = [word(x, 24, name, SOFT) for x, name in zip(middles, columns, strict=True)]
    for number, (server, *words) in enumerate(rows):
        y = TOP + PITCH * number
        drawn.append(f'<path stroke="{LINE}" stroke-width="2" d="M0 {y} H{WIDTH}"/>')
        drawn.append(word(0, y + 30, server, INK, "start"))
        drawn += [
            square(x, y + 13) if said in KEPT else word(x, y + 30, said, CHERRY)
            for x, said in zip(middles, words, strict=True)
        ]
    box = f'viewBox="0 0 {WIDTH} {height}"'
    font = 'font-family="Inter, Helvetica, sans-serif" font-size="22"'
    body = "\n".join(drawn)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box} {font}>\n{body}\n</svg>'
    return Picture(says(found, columns), svg)


def says(found: Verdicts, columns: list[str]) -> str:
    """Say in words how many of the squares there are."""
    asked = [said[column] for said in found.values() for column in columns]
    kept = sum(word in KEPT for word in asked)
    return f"{len(found)} servers, {len(columns)} questions, {kept} answers as asked"


def square(x: float, y: float) -> str:
    """Draw a mark around a middle."""
    return f'<path fill="{LEAF}" d="M{x - 9:g} {y:g} h18 v18 h-18 z"/>'


def word(x: float, y: float, text: str, fill: str, anchor: str = "middle") -> str:
    """Write a word."""
    where = f'x="{x:g}" y="{y:g}" fill="{fill}" text-anchor="{anchor}"'
    return f"<text {where}>{escape(text)}</text>"
