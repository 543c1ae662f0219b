"""Reset exercise cells to their stubs, and refuse cells that hold anything else.

The stub of an exercise stands in ``notebooks/exercises/NAME.py``, under the tag of
its cell.  ``make notebooks`` writes it back over whatever the cell holds, and the
lint refuses a cell that holds anything else: a solution is not handed out by
mistake.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from notebooks import cells
from notebooks.cells import Notebook

FOLDER = Path(__file__).parent / "exercises"
MARK = "exercise-"


def of(notebook: str, folder: Path = FOLDER) -> dict[str, str]:
    """Return the stubs of a notebook: the source of a cell by its tag.

    :param notebook: its name, such as ``04-views``.

    They are the literal ``STUBS`` of the module, which is read and not imported: it
    imports the example that it asks about.  Without such a module there are none.
    """
    path = folder / f"{notebook.partition('-')[2]}.py"
    if not path.exists():
        return {}
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="STUBS")], value=value):
                literal: dict[str, str] = ast.literal_eval(value)
                return {tag: source.strip() for tag, source in literal.items()}
    return {}


def exercises(notebook: Notebook) -> Iterator[tuple[str, str, Any]]:
    """Yield label, tag and cell of each exercise."""
    for label, cell in cells.code_cells(notebook):
        for tag in cells.tags(cell):
            if tag.startswith(MARK):
                yield label, tag, cell


def write_back(notebook: Notebook, stubs: dict[str, str]) -> None:
    """Put its stub into each cell that is an exercise."""
    for _, tag, cell in exercises(notebook):
        if tag in stubs:
            cell["source"] = stubs[tag]


def faults(notebook: Notebook, stubs: dict[str, str]) -> Iterator[str]:
    """Yield a fault for each exercise that holds anything but its stub."""
    found = set()
    for label, tag, cell in exercises(notebook):
        found.add(tag)
        if tag not in stubs:
            yield f"{label}: no stub {tag!r} in notebooks/exercises; add it to STUBS"
        elif cells.joined(cell["source"]) != stubs[tag]:
            yield f"{label}: is not the empty exercise; run `make notebooks`"
    for tag in sorted(stubs.keys() - found):
        yield f"no cell is tagged {tag}; add one, or remove its stub"
