"""Execute notebooks and write them back, normalised.

``python -m notebooks.run [NAME...]`` executes all notebooks, or those named, in
place.  With ``--check`` it executes nothing and says what the gate would refuse.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from examples import peers
from notebooks import cells, kernels, lint, lost, normal, stubs


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
    """Execute a notebook in place; write it only if every cell ended well.

    :param cell_seconds: how long one cell may take.

    Returns a line for each cell left as it was because its peer is missing.
    Raises `NotebookError` if a cell fails or the gate would refuse the result.
    """
    notebook, kept = _executed(path, cell_seconds)
    if faults := list(lint.notebook_faults(notebook)):
        raise NotebookError("\n".join(f"{path.name}: {fault}" for fault in faults))
    _replace(path, normal.text(notebook))
    return [f"{path.name}: {line}" for line in kept]


def _executed(path: Path, cell_seconds: int) -> tuple[Any, list[str]]:
    """Return a notebook with new outputs, and which cells were left as they were."""
    # Slow to import; --check does without.
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    from notebooks.outputs import Client

    notebook = cells.read(path)
    stubs.write_back(notebook, stubs.of(path.stem))
    labels = {id(cell): label for label, cell in cells.code_cells(notebook)}
    before, after = cells.hidden(lost.WATCH), cells.hidden(lost.CHECK)
    notebook.cells = [before, *notebook.cells, after]
    kept = []
    place = {"cwd": str(path.parent), "env": kernels.environment()}
    with tempfile.TemporaryDirectory(prefix="kernel-") as folder, ExitStack() as stack:
        client = Client(
            notebook,
            timeout=cell_seconds,
            record_timing=False,
            raise_on_iopub_timeout=True,  # no output is given up in silence
            iopub_timeout=cell_seconds,
        )
        manager = client.create_kernel_manager()
        manager.transport, manager.ip = kernels.sockets(folder)
        stack.enter_context(client.setup_kernel(**place, stderr=subprocess.DEVNULL))
        for index, cell in enumerate(notebook.cells):
            label = labels.get(id(cell), "lost")
            absent = [name for name in cells.peers(cell) if not peers.find(name)]
            if absent:
                kept.append(f"{label} is left as it was: {peers.missing(absent[0])}")
                continue
            try:
                # The gate keeps no history either, so `_` fails in both.
                client.execute_cell(cell, index, 1, store_history=False)
            except (CellControlSignal, DeadKernelError) as error:
                reason = _reason(error, cell_seconds)
                raise NotebookError(f"{path.name}: {label}: {reason}") from None
    notebook.cells = notebook.cells[1:-1]
    return notebook, kept


def _reason(error: Exception, cell_seconds: int) -> str:
    """Return in one line why a cell failed."""
    from nbclient.exceptions import CellExecutionError

    from notebooks.outputs import StrayError

    if isinstance(error, StrayError):
        return str(error)
    if isinstance(error, CellExecutionError):
        return f"{error.ename}: {error.evalue}".partition("\n")[0]
    if isinstance(error, TimeoutError):
        return f"did not end within {cell_seconds} s"
    return "the kernel died"


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".", delete=False
    ) as new:
        new.write(text)
    Path(new.name).chmod(path.stat().st_mode)
    Path(new.name).replace(path)


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
