"""Draw what became of twenty messages: a row a pattern, a mark a message."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from .show.kills import DONE, LOST, NEVER, STUCK, TOLD, TWICE, Fates, row

INK, SOFT, LEAF, CHERRY = "#241d1a", "#6d625b", "#2f6b45", "#9b1232"
LINE, BLUSH = "#e4dacb", "#f7d9dd"
WIDTH, LEFT, TOP, PITCH, HEIGHT = 1144, 176, 44, 44, 54
MARKS = {  # told apart by their shapes; drawn around 0, 0
    DONE: f'<path fill="{LEAF}" d="M-10 -10 h20 v20 h-20 z"/>',
    TWICE: f'<path fill="{LEAF}" d="M-14 -10 h12 v20 h-12 z M2 -10 h12 v20 h-12 z"/>',
    LOST: f'<path fill="{CHERRY}" d="M0 -12 L12 0 L0 12 L-12 0 z"/>',
    STUCK: f'<path fill="{CHERRY}" d="M-11 -11 h22 L-11 11 h22 z"/>',
    NEVER: f'<path fill="{SOFT}" d="M-9 -2 h18 v4 h-18 z"/>',
    TOLD: f'<path fill="{CHERRY}" d="M-12 -3 h24 v6 h-24 z M-12 -11 h24 v4 h-24 z'
    ' M-12 7 h24 v4 h-24 z"/>',
}


def picture(found: Mapping[str, Fates]) -> str:
    """Draw the fates of each pattern as SVG."""
    foot = TOP + HEIGHT * len(found)
    drawn = [
        word(mark(3), 26, "killed with this in its hands", CHERRY),
        word(WIDTH, 26, "done", LEAF, "end"),
        f'<path fill="{BLUSH}" d="M{mark(3) - 22} {TOP} h44 V{foot} h-44 z"/>',
    ]
    for number, (pattern, fates) in enumerate(found.items()):
        middle = TOP + HEIGHT * number + HEIGHT // 2
        drawn.append(f'<path stroke="{LINE}" d="M0 {middle - HEIGHT // 2} H{WIDTH}"/>')
        drawn.append(word(0, middle + 8, pattern, INK, "start"))
        drawn += [at(mark(place), middle, fate) for place, fate in enumerate(fates)]
        done = sum(fate in (DONE, TWICE) for fate in fates)
        drawn.append(word(WIDTH, middle + 8, f"{done}", LEAF, "end"))
    drawn += legend(foot + 34)
    box = f'viewBox="0 0 {WIDTH} {foot + 52}"'
    font = 'font-family="Inter, Helvetica, sans-serif" font-size="22"'
    body = "\n".join(drawn)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {font}>\n{body}\n</svg>'


def says(found: Mapping[str, Fates]) -> str:
    """Say the same in words: a line a pattern."""
    return "\n".join(f"{pattern}: {row(fates)}" for pattern, fates in found.items())


def legend(y: int) -> list[str]:
    """Say what the marks mean."""
    places = (14, 142, 392, 510, 734, 920)
    return [
        part
        for x, fate in zip(places, MARKS, strict=True)
        for part in (at(x, y, fate), word(x + 22, y + 8, fate, SOFT, "start"))
    ]


def mark(place: int) -> int:
    """Return where the middle of a message is, from the left."""
    return LEFT + PITCH * place + PITCH // 2


def at(x: int, y: int, fate: str) -> str:
    """Draw a mark."""
    return f'<g transform="translate({x} {y})">{MARKS[fate]}</g>'


def word(x: int, y: int, text: str, fill: str, anchor: str = "middle") -> str:
    """Write a word."""
    where = f'x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}"'
    return f"<text {where}>{escape(text)}</text>"
