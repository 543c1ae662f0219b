"""Write SVG in the deck's palette and fonts: words, boxes, arrows, lines, marks.

A drawing is as wide as a slide, `WIDTH` units; x and y count from its upper left.

>>> ripe = mark(9, 9, CHERRY, "M-9 -9 h18 v18 h-18 z")
>>> picture = svg(18, [ripe, word(30, 16, "ripe", bold=True)])
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THEME = tomllib.loads((ROOT / "slides/theme/theme.toml").read_text(encoding="utf-8"))
PALETTE: Mapping[str, str] = THEME["palette"]
INK, SOFT, LEAF, CHERRY = (PALETTE[n] for n in ("ink", "soft", "leaf", "cherry"))
BLUE, HAIRLINE = PALETTE["name"], PALETTE["hairline"]
# What the theme lacks, because only drawings need so many.
SAND, PALE, AMBER = "#c9b79c", "#a9c6b2", "#b07d00"
STRIPES = {"Python": BLUE, "Ruby": CHERRY, "JavaScript": AMBER}
"""The colour of a language, as in ``slides/images``."""

WIDTH, SIZE = 1144, 22  # of a drawing, and of a word's font
SANS, MONO = "Inter, Helvetica, sans-serif", "JetBrains Mono, monospace"
HEAD = 16
"""How long an arrow's head is."""


def svg(height: float, elements: Iterable[str]) -> str:
    """Put elements together to an SVG document, as wide as there is room."""
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}"'
    body = "\n".join(elements)
    return f'<svg {frame} font-family="{SANS}" font-size="{SIZE}">\n{body}\n</svg>'


def word(
    x: float,
    y: float,
    text: str,
    fill: str = INK,
    anchor: str = "start",
    *,
    bold: bool = False,
    mono: bool = False,
    size: int = SIZE,
) -> str:
    """Write a text that begins at x on the baseline y.

    :param anchor: ``middle`` or ``end``, if it is that which stands at x.
    """
    style = f' font-size="{size}"' if size != SIZE else ""
    style += ' font-weight="600"' if bold else ""
    style += f' font-family="{MONO}"' if mono else ""
    where = f'x="{x:g}" y="{y:g}" fill="{fill}" text-anchor="{anchor}"'
    return f"<text {where}{style}>{escape(text)}</text>"


def box(x: float, y: float, width: float, height: float, stripe: str) -> str:
    """Draw a program: a box, on its left edge a stripe in its language's colour."""
    frame = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="10"'
    edge = (
        f"M{x + 10:g} {y:g} h4 v{height:g} h-4 a10 10 0 0 1 -10 -10 "
        f"v{20 - height:g} a10 10 0 0 1 10 -10 z"
    )
    return (
        f'<rect {frame} fill="{PALETTE["panel"]}" stroke="{HAIRLINE}" '
        f'stroke-width="2"/><path fill="{stripe}" d="{edge}"/>'
    )


def block(x: float, y: float, width: float, height: float, fill: str) -> str:
    """Draw a filled rectangle, such as a part of a bar."""
    where = f'x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}"'
    return f'<rect {where} fill="{fill}"/>'


def line(path: str, stroke: str = INK, width: float = 1, dash: str = "") -> str:
    """Draw a line along a path such as ``M0 9 H99``."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    style = f'fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashes}'
    return f'<path {style} d="{path}"/>'


def arrow(
    start: float,
    tip: float,
    y: float,
    fill: str = INK,
    *,
    dash: str = "",
    head: float = HEAD,
) -> str:
    """Draw an arrow to the right; its head is a path, for markers are not drawn."""
    shaft = line(f"M{start:g} {y:g} H{tip - head + 2:g}", fill, 3, dash)
    return f'{shaft}<path fill="{fill}" d="M{tip:g} {y:g} l{-head:g} -9 v18 z"/>'


def mark(x: float, y: float, fill: str, path: str) -> str:
    """Draw a small shape around a middle.

    :param path: drawn around 0, 0.
    """
    shape = f'<path fill="{fill}" d="{path}"/>'
    return f'<g transform="translate({x:g} {y:g})">{shape}</g>'


Mark = tuple[str, str]
"""Fill and path of a `mark`.  Marks differ in shape: never in colour alone."""


def legend(y: float, marks: Mapping[str, Mark], places: Iterable[float]) -> list[str]:
    """Write what marks mean, in a row.

    :param marks: by what they mean.
    :param places: the middle of each, from the left.
    """
    return [
        part
        for x, (meaning, shape) in zip(places, marks.items(), strict=True)
        for part in (mark(x, y, *shape), word(x + 22, y + 8, meaning, SOFT))
    ]
