"""Print which serializer carries which value, in Python and by way of PHP."""

from __future__ import annotations

from .matrix import COLUMNS, table


def main() -> None:
    """Print the whole matrix, a row a value."""
    head, rows = table(columns=COLUMNS)
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = zip(row, widths, strict=True)
        print("  ".join(cell.ljust(width) for cell, width in cells).rstrip())


if __name__ == "__main__":
    main()
