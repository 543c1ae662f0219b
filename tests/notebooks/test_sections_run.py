"""Each cell runs twice in a row, and each section after the cells before the first.

Two quick notebooks stand for all here, and one's last section for all sections; with
``WALK=all`` in the environment it is every one.  A cell without its peer is left out.
"""

import json
import os
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook

from examples import peers
from notebooks import cells, execute, kernels, lost, normal, sections
from notebooks.outputs import Client
from tests.notebooks import poison

pytestmark = pytest.mark.beside("notebooks")


class Step(NamedTuple):
    """A code cell, where it stands and what it is called."""

    section: str
    label: str
    cell: Any


def chosen(*quick: str) -> dict[str, list[Step]]:
    """Return the steps of the quick notebooks, or of all, by their names."""
    known = [path.stem for path in sorted(kernels.FOLDER.glob("*.ipynb"))]
    names = known if os.environ.get("WALK") == "all" else quick
    return {name: steps(name) for name in names}


def steps(name: str) -> list[Step]:
    """Return the code cells of a notebook whose peers are here."""
    notebook = cells.read(kernels.FOLDER / f"{name}.ipynb")
    labels = {id(cell): label for label, cell in cells.code_cells(notebook)}
    return [
        Step(section, labels[id(cell)], cell)
        for section, cell in sections.of(notebook)
        if id(cell) in labels and all(map(peers.find, cells.peers(cell)))
    ]


NOTEBOOKS = chosen("00-preface", "06-serializers")
SECTIONS = {
    f"{name}: {step.section}": [
        one for one in walked if one.section in {sections.OPENING, step.section}
    ]
    for name, walked in chosen("00-preface").items()
    for step in (walked if os.environ.get("WALK") == "all" else walked[-1:])
    if step.section != sections.OPENING
}


def run(walked: list[Step], times: int = 1) -> None:
    """Execute cells in a kernel of their own, each so many times in a row.

    Each time it must give what the notebook stores; at the end nothing is left or lost.
    """
    watch, check = cells.hidden(lost.WATCH), cells.hidden(lost.CHECK)
    walk = [watch, *(deepcopy(step.cell) for step in walked), check]
    with execute.kernel(new_notebook(cells=walk)) as client:
        execute.cell(client, 0)
        for index, step in enumerate(walked, start=1):
            stored = outputs(step.cell)
            for time in range(1, times + 1):
                assert result(client, index) == stored, f"{step.label}, run {time}"
        execute.cell(client, len(walked) + 1)


def result(client: Client, index: int) -> Any:
    """Execute a cell; return its outputs, or why it failed."""
    try:
        return outputs(execute.cell(client, index))
    except execute.CellError as error:
        return str(error)


def outputs(cell: Any) -> Any:
    """Return the outputs of a cell in their normal form."""
    (one,) = json.loads(normal.text({"cells": [cell]}))["cells"]
    return one["outputs"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_cell_can_be_run_twice_in_a_row(name: str) -> None:
    """A learner who runs a cell again sees the same, and no error."""
    run(NOTEBOOKS[name], times=2)


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_runs_after_the_cells_before_the_first(section: str) -> None:
    """Who goes straight to a section needs the first cells alone."""
    run(SECTIONS[section])


def test_a_cell_that_gives_more_the_second_time_is_named() -> None:
    """What it stores, and what came instead, is said."""
    source = "jar = [*globals().get('jar', []), 'jam']\nprint(*jar)"
    cell = new_code_cell(source, outputs=[from_dict(poison.stream("jam\n"))])
    with pytest.raises(AssertionError, match=r"cell 1, run 2\n.*jam jam"):
        run([Step("Jars", "cell 1", cell)], times=2)
