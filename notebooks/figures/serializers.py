"""Draw which serializer gives which value back: a row a serializer, a mark a value."""

from __future__ import annotations

from collections.abc import Sequence

from examples.serializers.brief import brief
from examples.serializers.show.matrix import COLUMNS, PHP, SERIALIZERS, Cells, matrix
from examples.serializers.show.outcome import Outcome, through_php, through_python
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
NARROW, MOST = (
    24,
    3,
)  # the pitch with values of a reader's own, and how many there may be
ASKED = [name for name in COLUMNS if name != "pickle" + PHP]  # which PHP cannot read
MARKS = {
    "exact": (LEAF, "M-9 -9 h18 v18 h-18 z"),
    "changed": (CHERRY, "M0 -10 L10 0 L0 10 L-10 0 z"),
    "refused": (SOFT, "M-7 -2 h14 v4 h-14 z"),
}


def fidelity(*yours: object) -> Drawing:
    """Ask every serializer about every value, and draw the answers.

    :param yours: values of your own, at most three; they are drawn behind the others
        and not counted.
    :raises ValueError: if they are more.
    """
    if len(yours) > MOST:
        raise ValueError(f"expected at most {MOST} values, got {len(yours)}")
    cells = matrix(columns=ASKED)
    own = {f"your {number}": value for number, value in enumerate(yours)}
    for name in ASKED:
        cells |= {(key, name): _outcome(value, name) for key, value in own.items()}
    places = _places(list(own))
    drawn = [*_heads(places), *legend(HEIGHT - 16, MARKS, (210, 360, 540))]
    for number, name in enumerate(ASKED):
        drawn += _row(cells, name, _middle(number), places)
    values = f"{len(ROWS)} values" + "".join(f", {brief(one)}" for one in yours)
    says = f"a picture: {values}, {len(ASKED)} ways"
    return Drawing(says, svg(HEIGHT, drawn))


def _outcome(value: object, name: str) -> Outcome:
    """Send a value through a serializer, by its name in the matrix."""
    column = SERIALIZERS[name.removesuffix(PHP)]
    if name.endswith(PHP):
        return through_php([(value, column)])[0]
    return through_python(value, column.serializer)


def _row(cells: Cells, name: str, y: int, places: dict[str, int]) -> list[str]:
    """Draw what became of each value in one serializer, and how many are exact."""
    named = word(0, y + 8, name.removesuffix(PHP))
    kinds = {value: cells[value, name].kind for value in places}
    if "missing" in kinds.values():
        return [named, word(LEFT, y + 8, "php is missing", SOFT)]
    marks = [mark(x, y, *MARKS[kinds[value]]) for value, x in places.items()]
    exact = [value for value in ROWS if kinds[value] == "exact"]
    count = word(WIDTH, y + 8, str(len(exact)), LEAF, "end", bold=True)
    return [named, *marks, count]


def _places(yours: Sequence[str]) -> dict[str, int]:
    """Return where the middle of each value's marks is, from the left."""
    starts = {*GROUPS.values(), *yours[:1]}
    pitch = NARROW if yours else PITCH
    found, x = {}, LEFT - GAP
    for value in (*ROWS, *yours):
        x += GAP if value in starts else 0
        found[value] = x + pitch // 2
        x += pitch
    return found


def _middle(number: int) -> int:
    """Return where the middle of a row is; PHP's rows stand apart."""
    return TOP + LINE * number + (LINE if number >= len(SERIALIZERS) else 0)


def _heads(places: dict[str, int]) -> list[str]:
    """Write the names of the groups over the columns, and of the two halves."""
    own = [value for value in places if value not in ROWS]
    groups = GROUPS | {"yours": own[0]} if own else GROUPS
    pitch = NARROW if own else PITCH
    names = [
        word(places[first] - pitch // 2 + 4, 22, name, SOFT)
        for name, first in groups.items()
    ]
    apart = _middle(len(SERIALIZERS)) - LINE + 8
    return [
        *names,
        word(WIDTH, 22, f"of {len(ROWS)}", LEAF, "end"),
        word(0, 22, "in Python", INK, bold=True),
        word(0, apart, "through PHP", INK, bold=True),
    ]
