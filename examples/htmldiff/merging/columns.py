"""Align the columns of two tables, so that cells are compared by column.

Columns are known by their words, most of all by those of the first row.  Between
columns that stayed, as many as there were are taken for the same.  So a column that
came or went is one mark in each row that stayed; a row that came or went as well has
only the cells of its own side, and a cell that spans more or fewer now stays one.

A row that lost or gained a cell by itself has no columns to go by: there cells are
compared as any other elements are.  So are they where a table has no usual width.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count, pairwise

from genshi.core import TEXT

from ..sequences.chain import heaviest
from .tree import Node

# What a word of the first row weighs.
HEAD = 10
# Columns or rows that a cell may span.
WIDEST = 1000
# More columns than this are not aligned; nor is each looked at further down.
MOST = 40
LOOK = 150

#: The columns of each cell.
Cells = dict[Node, range]


class Columns:
    """The columns of two tables, and which became which.

    :param old: a table.
    :param new: a table.
    """

    def __init__(self, old: Node, new: Node) -> None:
        self.old, self.new = cells(old), cells(new)
        known, other = by_column(self.old), by_column(self.new)
        widths = usual_width(old, self.old), usual_width(new, self.new)
        self.came = widths[1] - widths[0]
        self.few = 0 not in widths and max(len(known), len(other)) <= MOST
        weights = {}
        if not self.few:
            known, other = {}, {}
        for c, words in known.items():
            for d, others in other.items():
                if shared := (words & others).total():
                    weights[c, d] = shared * shared / max(words.total(), others.total())
        self.mates: dict[int, int] = {}
        end = max(known, default=-1) + 1, max(other, default=-1) + 1
        for (c1, d1), (c2, d2) in pairwise([(-1, -1), *heaviest(weights), end]):
            if c2 - c1 == d2 - d1:
                self.mates |= zip(range(c1 + 1, c2), range(d1 + 1, d2), strict=True)
            self.mates[c2] = d2

    def pairs(self, old: list[Node], new: list[Node]) -> list[tuple[int, int]] | None:
        """Return the places of cells of two rows that are in the same columns.

        None, if there is something in a row that is no cell, or there are too many,
        or other columns came or went than in the table.
        """
        if not (
            self.few and self.old.keys() >= set(old) and self.new.keys() >= set(new)
        ):
            return None
        if width(new, self.new) - width(old, self.old) != self.came:
            return None
        found = []
        start = 0
        for i, cell in enumerate(old):
            places = {self.mates[c] for c in self.old[cell] if c in self.mates}
            for j in range(start, len(new)):
                if not places.isdisjoint(self.new[new[j]]):
                    found.append((i, j))
                    start = j + 1
                    break
        return found


def cells(table: Node) -> Cells:
    """Return the columns of each cell, counting what spans several."""
    found: Cells = {}
    taken: dict[int, int] = {}  # rows for which a column is taken from above
    for row in rows(table):
        free = (column for column in count() if taken.get(column, 0) <= 0)
        for cell in row.children:
            if isinstance(cell, Node) and cell.name in ("td", "th"):
                first = next(free)
                found[cell] = range(first, first + span(cell, "colspan"))
                for column in found[cell]:
                    taken[column] = span(cell, "rowspan")
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
    return found


def rows(table: Node) -> Iterator[Node]:
    """Yield the rows of a table, and of none inside it."""
    for child in table.children:
        if isinstance(child, Node):
            if child.name == "tr":
                yield child
            elif child.name in ("thead", "tbody", "tfoot"):
                yield from rows(child)


def width(row: list[Node], found: Cells) -> int:
    """Return how many columns a row has, up to its last cell."""
    return max((found[cell].stop for cell in row if cell in found), default=0)


def usual_width(table: Node, found: Cells) -> int:
    """Return the width of most rows, or 0."""
    widths = Counter(
        width([cell for cell in row.children if isinstance(cell, Node)], found)
        for row in rows(table)
    )
    [(usual, count), *_] = widths.most_common(1) or [(0, 0)]
    return usual if count * 2 > widths.total() else 0


def span(cell: Node, name: str) -> int:
    """Return how many columns or rows a cell spans."""
    value = cell.attributes.get(name, "1").strip()
    known = value.isascii() and value.isdecimal()
    return min(max(int(value[:4]), 1), WIDEST) if known else 1


def by_column(found: Cells) -> dict[int, Counter[str]]:
    """Return the words of each column, of cells that span no more than it."""
    words: dict[int, Counter[str]] = {}
    for cell, columns in found.items():
        for column in columns:
            head = column not in words
            known = words.setdefault(column, Counter())
            if len(columns) == 1 and len(known) < LOOK:
                for kind, data, _ in cell.own():
                    if kind is TEXT:
                        for word in data.split():
                            known[word] += HEAD if head else 1
    return words
