"""Draw the matrix: a row a serializer, a mark a value."""

from __future__ import annotations

from html import escape

from .matrix import COLUMNS, PHP, SERIALIZERS, Cells, matrix
from .rows import ROWS

INK, SOFT, LEAF, CHERRY = "#241d1a", "#6d625b", "#2f6b45", "#9b1232"
# A group of rows, and the first of them.
GROUPS = {
    "plain": "none",
    "numbers": "big int",
    "text": "text",
    "lists, dicts": "list",
    "keys": "int key",
    "others": "nested",
}
WIDTH, HEIGHT, LEFT, TOP, PITCH, LINE, GAP = 1144, 428, 196, 56, 27, 35, 14
ASKED = [name for name in COLUMNS if name != "pickle" + PHP]  # which PHP cannot read
MARKS = {  # told apart by their shapes; drawn around 0, 0
    "exact": f'<path fill="{LEAF}" d="M-9 -9 h18 v18 h-18 z"/>',
    "changed": f'<path fill="{CHERRY}" d="M0 -10 L10 0 L0 10 L-10 0 z"/>',
    "refused": f'<path fill="{SOFT}" d="M-7 -2 h14 v4 h-14 z"/>',
}


def says() -> str:
    """Say in words what the drawing shows."""
    return f"a picture: {len(ROWS)} values, {len(ASKED)} ways"


def picture() -> str:
    """Ask every serializer about every value, and draw the answers as SVG."""
    cells = matrix(columns=ASKED)
    drawn = [*groups(), *legend()]
    for number, name in enumerate(ASKED):
        drawn += row(cells, name, height(number))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    font = 'font-family="Inter, Helvetica, sans-serif" font-size="22"'
    body = "\n".join(drawn)
    return f"{head} {font}>\n{body}\n</svg>"  # as wide as there is room


def row(cells: Cells, name: str, y: int) -> list[str]:
    """Draw what became of each value in one serializer, and how many are exact."""
    named = word(0, y + 8, name.removesuffix(PHP))
    kinds = [cells[value, name].kind for value in ROWS]
    if "missing" in kinds:
        return [named, word(LEFT, y + 8, "php is missing", SOFT)]
    marks = [
        f'<g transform="translate({x} {y})">{MARKS[kind]}</g>'
        for x, kind in zip(places(), kinds, strict=True)
    ]
    count = word(WIDTH, y + 8, str(kinds.count("exact")), LEAF, "end", bold=True)
    return [named, *marks, count]


def places() -> list[int]:
    """Return where the middle of each value's marks is, from the left."""
    starts = set(GROUPS.values())
    found, x = [], LEFT - GAP
    for value in ROWS:
        x += GAP if value in starts else 0
        found.append(x + PITCH // 2)
        x += PITCH
    return found


def height(number: int) -> int:
    """Return where the middle of a row is; PHP's rows stand apart."""
    return TOP + LINE * number + (LINE if number >= len(SERIALIZERS) else 0)


def groups() -> list[str]:
    """Write the names of the groups over the columns, and of the two halves."""
    at = dict(zip(ROWS, places(), strict=True))
    names = [
        word(at[first] - PITCH // 2 + 4, 22, name, SOFT)
        for name, first in GROUPS.items()
    ]
    apart = height(len(SERIALIZERS)) - LINE + 8
    return [
        *names,
        word(WIDTH, 22, f"of {len(ROWS)}", LEAF, "end"),
        word(0, 22, "in Python", INK, bold=True),
        word(0, apart, "through PHP", INK, bold=True),
    ]


def legend() -> list[str]:
    """Say what the marks mean."""
    y, drawn = HEIGHT - 16, []
    for x, kind in zip((LEFT, LEFT + 150, LEFT + 330), MARKS, strict=True):
        drawn.append(f'<g transform="translate({x + 14} {y})">{MARKS[kind]}</g>')
        drawn.append(word(x + 36, y + 8, kind, SOFT))
    return drawn


def word(
    x: int,
    y: int,
    text: str,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """Write a word."""
    weight = ' font-weight="600"' if bold else ""
    where = f'x="{x}" y="{y}" fill="{fill}" text-anchor="{anchor}"'
    return f"<text {where}{weight}>{escape(text)}</text>"
