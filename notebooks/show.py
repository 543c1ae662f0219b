"""Display tables and drawings: as HTML or SVG in a browser, else as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from notebooks import portable

LEFT = 'style="text-align: left"'  # JupyterLab would align words right


class Table:
    """A table that displays itself as HTML, or as aligned text.

    head: the names of the columns.
    rows: as many cells a row; each is shown as ``str(cell)``.

    Raises ValueError if a row has another number of cells than the head.
    """

    def __init__(self, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        self.head = list(head)
        self.rows = [[str(cell) for cell in row] for row in rows]
        for row in self.rows:
            if len(row) != len(self.head):
                raise ValueError(
                    f"{len(self.head)} columns, but a row of {len(row)}: {row}"
                )

    def __repr__(self) -> str:
        table = [self.head, *self.rows]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        lines = (
            "  ".join(
                cell.ljust(w) for cell, w in zip(row, widths, strict=True)
            ).rstrip()
            for row in table
        )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" {LEFT}>{escape(c)}</th>' for c in self.head)
        rows = "".join(
            f"<tr>{''.join(f'<td {LEFT}>{escape(c)}</td>' for c in row)}</tr>\n"
            for row in self.rows
        )
        head = f"<thead><tr>{head}</tr></thead>"
        return f"<table>\n{head}\n<tbody>\n{rows}</tbody>\n</table>"


@dataclass(frozen=True)
class Drawing:
    """An SVG that displays itself, or its description.

    says: the same in words.
    svg: the text of the drawing.
    """

    says: str
    svg: str

    def __repr__(self) -> str:
        return self.says

    def _repr_svg_(self) -> str:
        return portable.shown(self.svg)
