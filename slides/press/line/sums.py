"""Print how long each cut takes, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from .cuts import chosen, clock, length
from .toml import MAIN, Cut


def table(slides: list[nodes.section], cuts: Iterable[Cut]) -> str:
    """Return a table: a row a chapter, a column a cut, the sums and limits last.

    Each cell has minutes and seconds, and how many slides; what belongs to no
    chapter, the title and the parts, is counted in the first row.
    """
    names = list(dict.fromkeys(slide["chapter"] for slide in slides))
    columns = [column(slides, names, MAIN, 0)]
    columns += [column(slides, names, cut.name, cut.minutes) for cut in cuts]
    left = ["", *(name or "title, parts" for name in names), "sum", "of"]
    rows = zip(left, *columns, strict=True)
    return "\n".join(
        "".join([f"{row[0]:16}", *(f"{cell:>14}" for cell in row[1:])]).rstrip()
        for row in rows
    )


def column(
    slides: list[nodes.section], names: list[str], cut: str, minutes: int
) -> list[str]:
    """Return the cells of one cut, its name first."""
    line = chosen(slides, cut)
    by_chapter = [[s for s in line if s["chapter"] == name] for name in names]
    limit = f"{clock(60 * minutes)} {'':5}" if minutes else ""
    return [f"{cut} {'':5}", *map(cell, by_chapter), cell(line), limit]


def cell(some: list[nodes.section]) -> str:
    """Format the length and number of some slides."""
    return f"{clock(length(some))} {f'({len(some)})':>5}" if some else f"– {'':5}"
