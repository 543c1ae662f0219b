"""What `make notebooks` writes is what the gate accepts, and nothing else is.

The cells print, show, update, clear and start children; beside each stands what a
reader sees in JupyterLab in the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from notebooks import normal, run
from notebooks.outputs import differences
from tests.notebooks.poison import HTML, PICTURE, SHOW, Cell, code, shown, stream
from tests.notebooks.test_gate import Verdicts, gate, said, verdicts_in

pytestmark = pytest.mark.beside("notebooks")

IMPORTS = (
    "import subprocess\nimport sys\n\n"
    "from IPython.display import clear_output, update_display"
)
RICH = {
    "application/json": {"word": "pie", "list": [1, None, "a"]},
    "text/latex": "$pie$",
    "text/markdown": "*pie*",
    "text/plain": "pie",
}
UPDATE = "update_display({}, raw=True, display_id={!r})"
DISPLAY = "display({}, raw=True, display_id={!r})"


def lines(*sources: str) -> str:
    """Return the source of a cell."""
    return "\n".join(sources)


CELLS: dict[str, tuple[str, list[Cell]]] = {
    "a stream in pieces": (
        "for piece in ['a', 'é\\r', 'b\\n']:\n    print(piece, end='', flush=True)",
        [stream("aé\rb\n")],
    ),
    "two streams": (
        "for name in ['stdout', 'stderr', 'stdout']:\n"
        "    print(name, file=getattr(sys, name), flush=True)",
        [stream("stdout\n"), stream("stderr\n", "stderr"), stream("stdout\n")],
    ),
    "a child": (
        "print('parent')\nsubprocess.run(['echo', 'child'], check=True)\nNone",
        [stream("parent\nchild\n")],
    ),
    "many kinds": (SHOW.format(RICH), [shown(RICH)]),
    "metadata": (
        f"display({PICTURE}, metadata={{'isolated': True}}, raw=True)",
        [shown(PICTURE) | {"metadata": {"isolated": True}}],
    ),
    "between streams": (
        lines("print(1)", SHOW.format(HTML), "print(2)"),
        [stream("1\n"), shown(HTML), stream("2\n")],
    ),
    "an update": (
        lines(DISPLAY.format(HTML, "a"), UPDATE.format(RICH, "a")),
        [shown(RICH)],
    ),
    "an update behind a print": (
        lines(DISPLAY.format(HTML, "b"), "print(1)", UPDATE.format(PICTURE, "b")),
        [shown(PICTURE), stream("1\n")],
    ),
    "an update of what was cleared": (
        lines(
            DISPLAY.format(HTML, "c"),
            "clear_output()",
            UPDATE.format(PICTURE, "c"),
            "print(1)",
        ),
        [stream("1\n")],
    ),
    "cleared at once": ("print(1)\nclear_output()\nprint(2)", [stream("2\n")]),
    "cleared to nothing": ("print(1)\nclear_output()", []),
    "cleared when there is more": (
        "print(1)\nclear_output(wait=True)\nprint(2)",
        [stream("2\n")],
    ),
    "never more": ("print(1)\nclear_output(wait=True)", [stream("1\n")]),
    "a result behind a picture": (
        lines(SHOW.format(PICTURE), "'the result'"),
        [
            shown(PICTURE),
            {
                "output_type": "execute_result",
                "data": {"text/plain": "'the result'"},
                "metadata": {},
                "execution_count": 1,
            },
        ],
    ),
}


def changed(outputs: list[Cell]) -> Iterator[list[Cell]]:
    """Yield outputs with the first one changed, dropped, doubled or moved."""
    one, rest = outputs[0], outputs[1:]
    other: Cell = json.loads(json.dumps(one))
    if "text" in one:
        other["text"] = "".join(one["text"]) + " "
    else:
        other["data"]["text/plain"] = "another"
    yield [other, *rest]
    yield rest
    yield [*outputs, one]
    yield [*rest, one]
    if "metadata" in one:
        yield [one | {"metadata": {"other": 1}}, *rest]


class Made(NamedTuple):
    """Two notebooks as written, one of them spoilt in so many cells."""

    folder: Path
    spoilt: list[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Write a notebook with `make notebooks`; beside it another, with faults.

    In the other each cell that shows something has one fault.
    """
    folder = tmp_path_factory.mktemp("made")
    sources = [IMPORTS, *(source for source, _ in CELLS.values())]
    whole = folder / "whole.ipynb"
    whole.write_text(normal.text({"cells": [code(source) for source in sources]}))
    run.refresh(whole)
    notebook = json.loads(whole.read_text())
    spoilt = []
    for place, one in enumerate(notebook["cells"], start=1):
        if outputs := one["outputs"]:
            others = [new for new in changed(outputs) if differences(outputs, new)]
            one["outputs"] = others[place % len(others)]
            spoilt.append(f"cell {place}")
    (folder / "spoilt.ipynb").write_text(normal.text(notebook))
    return Made(folder, spoilt)


@pytest.fixture(scope="module")
def verdicts(made: Made) -> Verdicts:
    """Return what the gate says of both."""
    gate(made.folder).wait()
    return verdicts_in(made.folder)


def test_what_a_reader_sees_is_what_is_written(made: Made) -> None:
    """Streams, displays, updates and clearings come to what JupyterLab shows."""
    written = json.loads((made.folder / "whole.ipynb").read_text())["cells"][1:]
    for name, cell in zip(CELLS, written, strict=True):
        assert not differences(CELLS[name][1], cell["outputs"]), name


def test_what_is_written_is_accepted(verdicts: Verdicts) -> None:
    """The gate is green over whatever `make notebooks` wrote."""
    assert len(verdicts["whole"]) == len(CELLS) + 3  # imports, lint, what is lost
    assert not said(verdicts["whole"], "failure")


def test_nothing_else_is_accepted(made: Made, verdicts: Verdicts) -> None:
    """One output changed, moved, dropped or doubled, in whatever cell, is red."""
    cases = verdicts["spoilt"]
    assert not said(cases, "error")
    red = [case.get("name") for case in cases if list(case.iter("failure"))]
    assert len(made.spoilt) == len(CELLS) - 1
    assert red == made.spoilt
