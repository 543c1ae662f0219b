"""Serialise a notebook canonically: equal content, equal bytes.

Nothing is replaced in an output.  An output that changes from run to run is
made deterministic in its cell, or the gate refuses it.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from notebooks.cells import Cell, Notebook, joined, tags

GUESS = "*Guess first:*"
FOLDED = {"jupyter": {"outputs_hidden": True}}
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def text(notebook: Notebook) -> str:
    """Return the canonical JSON text of a notebook.

    Ids come from tags and positions, counts from the order of the cells.  Of the
    metadata only the cells' tags are kept, and that an output is folded.  What a
    reader is asked to guess is folded, up to the next text.
    """
    names = Counter(tag for cell in notebook["cells"] for tag in tags(cell))
    cells = []
    count = 0
    guessed = False
    for position, cell in enumerate(notebook["cells"]):
        own = [tag for tag in tags(cell) if names[tag] == 1 and tag.isidentifier()]
        name = own[0] if own else f"cell-{position:02}"
        count += cell["cell_type"] == "code"
        cells.append(_cell(cell, name, count))
        if cell["cell_type"] == "markdown":
            guessed = GUESS in joined(cell["source"])
        if guessed and cells[-1].get("outputs"):
            cells[-1]["metadata"] |= FOLDED
    normal = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(normal, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(cell: Cell, name: str, count: int) -> dict[str, Any]:
    normal: dict[str, Any] = {
        "cell_type": cell["cell_type"],
        "id": name,
        "metadata": _metadata(cell),
        "source": _lines(cell["source"]),
    }
    if cell.get("attachments"):
        normal["attachments"] = cell["attachments"]
    if cell["cell_type"] == "code":
        ran = cell["execution_count"] is not None
        normal["execution_count"] = count if ran else None
        normal["outputs"] = list(outputs(cell["outputs"], count))
    return normal


def _metadata(cell: Cell) -> dict[str, Any]:
    folded = cell.get("metadata", {}).get("jupyter", {}).get("outputs_hidden")
    kept: dict[str, Any] = {"tags": tags(cell)} if tags(cell) else {}
    if folded is True and cell["cell_type"] == "code":
        kept |= FOLDED
    return kept


def outputs(given: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    """Yield outputs, neighbouring streams merged: stdout first, then stderr.

    The kernel flushes its streams before it shows anything else, so which
    streams are neighbours is certain; in how many pieces they came is not.
    """
    for streams, group in groupby(given, lambda one: one["output_type"] == "stream"):
        if streams:
            yield from _streams(list(group))
            continue
        for output in group:
            normal = {key: output[key] for key in output if key != "transient"}
            if "data" in output:
                normal["data"] = {
                    kind: value if "json" in kind else _lines(value)
                    for kind, value in output["data"].items()
                }
            if "execution_count" in output:
                normal["execution_count"] = count
            yield normal


def _streams(streams: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for name in ("stdout", "stderr"):
        merged = "".join(joined(one["text"]) for one in streams if one["name"] == name)
        if merged:
            yield {"name": name, "output_type": "stream", "text": _lines(merged)}


def _lines(value: str | list[str]) -> list[str]:
    return joined(value).splitlines(keepends=True)
