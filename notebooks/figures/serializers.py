"""Draw which serializer gives which value back: a row a serializer, a mark a value."""

from __future__ import annotations

from examples.serializers.show.matrix import COLUMNS, PHP, SERIALIZERS, Cells, matrix
from examples.serializers.show.rows import ROWS
from notebooks.figures.draw import (
    CHERRY,
    INK,
    LEAF,
    SOFT,
    WIDTH,
    legend,
    mark,
    svg,
    word,
)
from notebooks.show import Drawing

# A group of rows, and the first of them.
GROUPS = {
    "plain": "none",
    "numbers": "big int",
    "text": "text",
    "lists, dicts": "list",
    "keys": "int key",
    "others": "nested",
}
HEIGHT, LEFT, TOP, PITCH, LINE, GAP = 428, 196, 56, 27, 35, 14
ASKED = [name for name in COLUMNS if name != "pickle" + PHP]  # which PHP cannot read
MARKS = {
    "exact": (LEAF, "M-9 -9 h18 v18 h-18 z"),
    "changed": (CHERRY, "M0 -10 L10 0 L0 10 L-10 0 z"),
    "refused": (SOFT, "M-7 -2 h14 v4 h-14 z"),
}


def fidelity() -> Drawing:
    """Ask every serializer about every value, and draw the answers."""
    cells = matrix(columns=ASKED)
    drawn = [*_heads(), *legend(HEIGHT - 16, MARKS, (210, 360, 540))]
    for number, name in enumerate(ASKED):
        drawn += _row(cells, name, _middle(number))
    says = f"a picture: {len(ROWS)} values, {len(ASKED)} ways"
    return Drawing(says, svg(HEIGHT, drawn))


def _row(cells: Cells, name: str, y: int) -> list[str]:
    """Draw what became of each value in one serializer, and how many are exact."""
    named = word(0, y + 8, name.removesuffix(PHP))
    kinds = [cells[value, name].kind for value in ROWS]
    if "missing" in kinds:
        return [named, word(LEFT, y + 8, "php is missing", SOFT)]
    marks = [mark(x, y, *MARKS[kind]) for x, kind in zip(_places(), kinds, strict=True)]
    count = word(WIDTH, y + 8, str(kinds.count("exact")), LEAF, "end", bold=True)
    return [named, *marks, count]


def _places() -> list[int]:
    """Return where the middle of each value's marks is, from the left."""
    starts = set(GROUPS.values())
    found, x = [], LEFT - GAP
    for value in ROWS:
        x += GAP if value in starts else 0
        found.append(x + PITCH // 2)
        x += PITCH
    return found


def _middle(number: int) -> int:
    """Return where the middle of a row is; PHP's rows stand apart."""
    return TOP + LINE * number + (LINE if number >= len(SERIALIZERS) else 0)


def _heads() -> list[str]:
    """Write the names of the groups over the columns, and of the two halves."""
    at = dict(zip(ROWS, _places(), strict=True))
    names = [
        word(at[first] - PITCH // 2 + 4, 22, name, SOFT)
        for name, first in GROUPS.items()
    ]
    apart = _middle(len(SERIALIZERS)) - LINE + 8
    return [
        *names,
        word(WIDTH, 22, f"of {len(ROWS)}", LEAF, "end"),
        word(0, 22, "in Python", INK, bold=True),
        word(0, apart, "through PHP", INK, bold=True),
    ]
