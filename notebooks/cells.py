"""Read a notebook's cells: their labels, tags and peers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Cell = Mapping[str, Any]
Notebook = Mapping[str, Any]


def read(path: Path) -> Any:
    """Return a notebook as nbclient and nbval want it: a ``NotebookNode``."""
    import nbformat  # slow to import, and not needed to look at JSON

    return nbformat.read(path, as_version=4)


def hidden(source: str) -> Any:
    """Return a code cell of our own, as one that ran and had no output."""
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, execution_count=0)


def joined(text: str | list[str]) -> str:
    """Return a multi-line text, which JSON stores as a list, as one string."""
    return text if isinstance(text, str) else "".join(text)


def tags(cell: Cell) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def peers(cell: Cell) -> list[str]:
    """Return the peers a cell needs: ``["redis"]`` for the tag ``peer-redis``."""
    return [tag.removeprefix("peer-") for tag in tags(cell) if tag.startswith("peer-")]


def names(cell: Cell) -> list[str]:
    """Return the tags of a cell that name it: those that name no peer."""
    return [tag for tag in tags(cell) if not tag.startswith("peer-")]


def code_cells(notebook: Notebook) -> Iterator[tuple[str, Cell]]:
    """Yield each code cell with its label, for example ``cell 3 (mount)``.

    The number is the one a reader sees: ``[3]``.  The name is the first tag that
    names no peer.
    """
    code = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    for number, cell in enumerate(code, start=1):
        name = "".join(f" ({tag})" for tag in names(cell)[:1])
        yield f"cell {number}{name}", cell
