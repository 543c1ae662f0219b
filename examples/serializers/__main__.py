"""Print the matrix: which serializer carries which value, through PHP, too."""

from __future__ import annotations

from .show.matrix import COLUMNS, table


def main() -> None:
    """Print the whole matrix, a row a value."""
    head, rows = table(columns=COLUMNS)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = zip(row, widths, strict=True)
        print("  ".join(cell.ljust(width) for cell, width in cells).rstrip())


if __name__ == "__main__":
    main()
