"""Replace a cell whose peer is missing by its stored output, in JupyterLab.

JupyterLab sends a cell's tags along with its source.  Before IPython reads the
source, a transformer asks for the peers that the tags name; where one is missing,
it puts a magic of its own in the source's place.  The cell ends well, and "Run All
Cells" goes on.  Gate and nbclient send no tags, and do their own skipping.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from IPython import get_ipython

from examples import peers
from notebooks import cells

MAGIC = "stored_output"
OURS = "cherry-picking"
"""Marks, in an output's metadata, the line that stands above what is shown again.

In the originals that line is saved with the rest, and is no stored output."""


class Skip:
    """An IPython input transformer for one notebook."""

    def __init__(self, notebook: Path, shell: Any) -> None:
        self.notebook, self.shell = notebook, shell

    def __call__(self, lines: list[str]) -> list[str]:
        """Return the lines of a cell, or the magic if a peer of it is missing."""
        return [f"%{MAGIC}\n"] if missing(self.shell.get_parent()) else lines

    def show(self, _line: str = "") -> None:
        """Publish which peer is missing, and the outputs stored in the original."""
        request = self.shell.get_parent()
        said = "; ".join(map(peers.missing, missing(request)))
        outputs = stored(self.notebook, cells.names(request)[:1])
        found = "stored output:" if outputs else "no output is stored."
        mark = {"text/plain": f"{said}\n{found}"}
        publish = self.shell.display_pub.publish
        publish(mark, {OURS: "skipped"})
        for output in outputs:
            if output["output_type"] == "stream":
                out = getattr(sys, output["name"])
                print(cells.joined(output["text"]), end="", file=out)
            else:
                kinds = output["data"].items()
                joined = {k: v if "json" in k else cells.joined(v) for k, v in kinds}
                publish(joined, output["metadata"])


def missing(cell: cells.Cell) -> list[str]:
    """Return the peers that a cell needs and that are not here.

    :param cell: a cell, or the request to execute one.  A peer that nobody knows,
        in a learner's own tag, is none.
    """
    known = (peer for peer in cells.peers(cell) if peer in peers.PEERS)
    return [peer for peer in known if not peers.find(peer)]


def stored(notebook: Path, wanted: list[str]) -> list[Any]:
    """Return the outputs that a notebook stores for the cell whose first name it is.

    :param wanted: the name in a list, which is empty for a cell without one.
    """
    written = json.loads(notebook.read_text(encoding="utf-8"))
    for _, cell in cells.code_cells(written):
        if wanted and cells.names(cell)[:1] == wanted:
            return [one for one in cell["outputs"] if not is_ours(one)]
    return []


def is_ours(output: cells.Cell) -> bool:
    """Tell whether an output is the line that stands above stored ones."""
    return OURS in output.get("metadata", {})


def install(notebook: Path) -> None:
    """Register transformer and magic; twice is as once, for both say the same.

    :param notebook: the original, whose outputs are shown.
    """
    shell: Any = get_ipython()
    skip = Skip(notebook, shell)
    shell.input_transformers_cleanup.append(skip)
    shell.register_magic_function(skip.show, "line", MAGIC)
