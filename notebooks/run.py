"""Execute notebooks and write them back, normalised.

``python -m notebooks.run [NAME...]`` executes all notebooks, or those named, in
place.  With ``--check`` it executes nothing and says what the gate would refuse.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from examples import peers
from notebooks import atomic, cells, execute, kernels, lint, lost, normal, stubs


class NotebookError(Exception):
    """A notebook cannot be written: one line that says which, where and why."""


def paths(names: Iterable[str], folder: Path = kernels.FOLDER) -> list[Path]:
    """Return the notebooks of a folder, all or those named.

    :param names: such as ``04-views``, with or without ``.ipynb``.

    Raises `NotebookError`, which names those there are, for an unknown name.
    """
    known = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    chosen = [Path(name).name.removesuffix(".ipynb") for name in names]
    for name in chosen:
        if name not in known:
            raise NotebookError(f"no notebook {name}; known are {', '.join(known)}")
    return [known[name] for name in chosen or known]


def refresh(path: Path, cell_seconds: int = kernels.CELL_SECONDS) -> list[str]:
    """Execute a notebook in place; write it only if no cell failed.

    :param cell_seconds: how long one cell may take.

    Returns a line for each cell left as it was because its peer is missing.
    Raises `NotebookError` if a cell fails or the gate would refuse the result.
    """
    notebook, kept = _executed(path, cell_seconds)
    if faults := list(lint.notebook_faults(notebook, path.stem)):
        raise NotebookError("\n".join(f"{path.name}: {fault}" for fault in faults))
    text = normal.text(notebook)
    atomic.write(path, text.encode(), path.stat().st_mode & 0o777)
    return [f"{path.name}: {line}" for line in kept]


def _executed(path: Path, cell_seconds: int) -> tuple[Any, list[str]]:
    """Return a notebook with new outputs, and which cells were left as they were."""
    notebook = cells.read(path)
    stubs.write_back(notebook, stubs.of(path.stem))
    labels = {id(cell): label for label, cell in cells.code_cells(notebook)}
    before, after = cells.hidden(lost.WATCH), cells.hidden(lost.CHECK)
    notebook.cells = [before, *notebook.cells, after]
    kept = []
    with execute.kernel(notebook, path.parent) as client:
        for index, cell in enumerate(notebook.cells):
            label = labels.get(id(cell), "lost")
            absent = [name for name in cells.peers(cell) if not peers.find(name)]
            if absent:
                kept.append(f"{label} is left as it was: {peers.missing(absent[0])}")
                continue
            # The notebook's own cells are bounded; ours may come while a kernel starts.
            own = id(cell) in labels
            client.timeout = cell_seconds if own else kernels.CELL_SECONDS
            try:
                execute.cell(client, index)
            except execute.CellError as error:
                raise NotebookError(f"{path.name}: {label}: {error}") from None
    notebook.cells = notebook.cells[1:-1]
    return notebook, kept


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return its status."""
    assert __doc__
    parser = argparse.ArgumentParser("python -m notebooks.run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as 04-views")
    parser.add_argument("--check", action="store_true", help="execute nothing")
    arguments = parser.parse_args(argv)
    os.environ.update(kernels.environment())
    try:
        chosen = paths(arguments.names)
    except NotebookError as error:
        parser.error(str(error))
    failed = False
    for path in chosen:
        if arguments.check:
            lines = lint.faults(path)
            failed = failed or bool(lines)
        else:
            print(path.name, flush=True)
            try:
                lines = refresh(path)
            except NotebookError as error:
                lines = [str(error)]
                failed = True
        for line in lines:
            print(line, file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
