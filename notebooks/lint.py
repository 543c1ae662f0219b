"""Lint notebooks for what nbval would let pass.

This needs no kernel: ``make check``, ``make notebooks`` and the gate all ask here.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from examples import peers
from notebooks import cells, normal, sections, source, stubs
from notebooks.cells import Cell, Notebook, joined

CURE = "run `make notebooks`"
LOOSE_TAG = re.compile(r"nbval-.*|raises-exception|skip-execution|pytest-validate-.*")
LOOSE_COMMENT = re.compile(r"^\s*#+\s*((?:NBVAL|PYTEST_VALIDATE)_\w+)\s*$", re.M)
UNCOMPARED = re.compile(r"image/(?!svg).*|application/vnd\.jupyter\.widget.*")
IPYTHON_FAILED = re.compile(r"^UsageError: .*|^Couldn't find program: .*", re.M)


def faults(path: Path) -> list[str]:
    """Lint a notebook file; return a line for each fault, with its cure.

    :param path: the notebook.
    """
    try:
        written = path.read_text(encoding="utf-8")
        notebook = json.loads(written)
        found = list(notebook_faults(notebook, path.stem))
        if written != normal.text(notebook):
            found.append(f"is not normalised; {CURE}")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        found = [f"is not a notebook: {type(error).__name__}: {error}"]
    return [f"{path.name}: {fault}" for fault in found]


def notebook_faults(notebook: Notebook, name: str = "") -> Iterator[str]:
    """Lint the cells of a notebook, alone and together.

    :param name: such as ``04-views``: its exercises are looked up by it.
    """
    yield from _misnamed(notebook)
    yield from sections.faults(notebook)
    yield from stubs.faults(notebook, stubs.of(name))
    lent: dict[str, str] = {}
    known: set[str] = set()
    kept: dict[str, str] = {}
    imported = _imported(notebook)
    for label, cell in cells.code_cells(notebook):
        faults = list(cell_faults(cell, imported))
        if not faults:
            faults.extend(_loans(cell, lent))
            faults.extend(_taken(label, cell, known, kept))
        for fault in faults:
            yield f"{label}: {fault}"


def _misnamed(notebook: Notebook) -> Iterator[str]:
    """Yield each tag that names two cells, and each cell that nobody runs or reads."""
    named: dict[str, str] = {}
    for label, cell in cells.code_cells(notebook):
        for tag in cells.names(cell):
            if (first := named.setdefault(tag, label)) != label:
                yield f"{label}: {first} is tagged {tag} already; choose another tag"
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] not in {"code", "markdown"}:
            kind = cell["cell_type"]
            yield f"cell {number} of all is {kind}: nobody runs it; make it code"


def _imported(notebook: Notebook) -> dict[str, str]:
    """Return what the imports of all cells stand for."""
    found: dict[str, str] = {}
    for _, cell in cells.code_cells(notebook):
        with suppress(SyntaxError):  # said by the lint of the cell
            found |= source.imported(source.parsed(joined(cell["source"])))
    return found


def _loans(cell: Cell, lent: dict[str, str]) -> Iterator[str]:
    """Yield each name that a cell has from a peer's cell, which may be skipped.

    :param lent: such names so far, each with its peer; this cell's are added.
    """
    tree = source.parsed(joined(cell["source"]))
    names = source.bound(tree)
    if needed := cells.peers(cell):
        lent.update(dict.fromkeys(names, needed[0]))
        return
    for name in sorted((source.used(tree) - names) & lent.keys()):
        yield f"has {name} from a cell tagged peer-{lent[name]}; tag this one so too"
    for name in names & lent.keys():
        del lent[name]


def _taken(
    label: str, cell: Cell, known: set[str], kept: dict[str, str]
) -> Iterator[str]:
    """Yield each global that a cell reassigns under another cell's function.

    :param known: the names assigned so far; this cell's are added.
    :param kept: what functions look up, and the cell they are in; likewise.
    """
    assigned, looked_up = source.globals_of(joined(cell["source"]))
    for name in sorted(assigned & known & kept.keys()):
        yield f"assigns {name} anew, which {kept[name]} looks up; choose another name"
    known |= assigned
    kept.update(dict.fromkeys(looked_up - kept.keys(), label))


def cell_faults(cell: Cell, imported: Mapping[str, str]) -> Iterator[str]:
    """Lint a code cell: source, tags, outputs.

    :param imported: what the notebook's imported names stand for.
    """
    text = joined(cell["source"])
    yield from source.faults(text, imported)
    loose = [tag for tag in cells.tags(cell) if LOOSE_TAG.fullmatch(tag)]
    for mark in loose + LOOSE_COMMENT.findall(text):
        yield f"{mark} loosens the gate; remove it, and catch and print what is raised"
    for name in cells.peers(cell):
        if name not in peers.PEERS:
            yield f"unknown peer {name}; known are {', '.join(peers.PEERS)}"
    if text.strip() and cell["execution_count"] is None:
        yield f"was never run; {CURE}"
    yield from _output_faults(cell)


def _output_faults(cell: Cell) -> Iterator[str]:
    for output in cell["outputs"]:
        if output["output_type"] == "error":
            yield f"stores the error {output['ename']}; catch it and print it"
        for kind in output.get("data", {}):
            if UNCOMPARED.fullmatch(kind):
                yield f"shows {kind}, which is not compared; show SVG or text"
        for line in IPYTHON_FAILED.findall(joined(output.get("text", ""))):
            yield f"did not run: {line}"
