"""Read the stored output of a notebook's cell, found by its tag."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .files import read
from .problems import nearest

# Tags that say how a cell is run, not what it is called.
NOT_A_NAME = re.compile(r"peer-.*|exercise|raises-exception")
# The name of a class says nothing.
BARE = re.compile(r"<[\w.]+( object)?( at 0x\w+)?>")
KINDS = {"html": "text/html", "svg": "image/svg+xml", "text": "text/plain"}


@dataclass(frozen=True)
class Output:
    """The stored forms of a cell's output: HTML, SVG, text.

    notebook: its name without suffix, such as ``04-views``.
    cell: the tag.
    html, svg, text: the forms; None where there is none.
    """

    notebook: str
    cell: str
    html: str | None = None
    svg: str | None = None
    text: str | None = None


def stored_output(root: Path, notebook: str, tag: str) -> Output:
    """Read the stored output of the cell tagged `tag`.

    Raises LookupError (no such notebook or cell, two of them, or a cell
    without a usable output) naming the nearest right name, or the cure.
    """
    folder = root / "notebooks"
    known = [path.stem for path in folder.glob("*.ipynb")]
    if notebook not in known:
        raise LookupError(f"no notebook {notebook!r}; {nearest(notebook, known)}")
    text = read(folder, f"{notebook}.ipynb")
    try:
        cell = _tagged(parsed(text)["cells"], notebook, tag)
        forms = _joined([_forms(output) for output in cell.get("outputs", [])])
    except _UnfitError as e:
        raise LookupError(f"cell {tag!r} of {notebook} {e}") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        what = f"notebooks/{notebook}.ipynb is not a notebook"
        raise LookupError(f"{what}; save it from JupyterLab") from None
    return Output(notebook, tag, **forms)


@lru_cache(maxsize=32)
def parsed(text: str) -> Any:
    """Parse a notebook once, however many of its cells are shown."""
    return json.loads(text)


def names(cell: dict[str, Any]) -> list[str]:
    """Return the tags of a cell that name it."""
    tags = cell["metadata"].get("tags", [])
    return [tag for tag in tags if not NOT_A_NAME.fullmatch(tag)]


def peers(root: Path, notebook: str, tag: str) -> set[str]:
    """Return the peers that the cell tagged `tag` needs: ``{"redis"}``."""
    cells = parsed(read(root / "notebooks", f"{notebook}.ipynb"))["cells"]
    tags = _tagged(cells, notebook, tag)["metadata"]["tags"]
    return {one.removeprefix("peer-") for one in tags if one.startswith("peer-")}


class _UnfitError(Exception):
    """An output that no slide can show: what it is, and the cure."""


def _tagged(cells: list[dict[str, Any]], notebook: str, tag: str) -> dict[str, Any]:
    tagged = [c for c in cells if tag in c["metadata"].get("tags", [])]
    if len(tagged) != 1:
        count = f"{len(tagged)} cells are" if tagged else "no cell is"
        hint = nearest(tag, [n for c in cells for n in names(c)])
        raise LookupError(f"{count} tagged {tag!r} in {notebook}; {hint}")
    return tagged[0]


def _forms(output: dict[str, Any]) -> dict[str, str]:
    """Return the forms of one output; none if it says nothing."""
    kind = output["output_type"]
    if kind == "error":
        raise _UnfitError("stores an error; mend the cell and run it")
    if kind == "stream":
        if output["name"] != "stdout":
            raise _UnfitError("stores a warning; mend its cause and run the cell")
        return {"text": "".join(output["text"])}
    data = {form: "".join(output["data"].get(mime, "")) for form, mime in KINDS.items()}
    data["text"] = "" if BARE.fullmatch(data["text"]) else data["text"] + "\n"
    return {form: text for form, text in data.items() if text.strip()}


def _joined(outputs: list[dict[str, str]]) -> dict[str, str]:
    """Join the forms of a cell's outputs."""
    told = [forms for forms in outputs if forms]
    kinds = {kind for forms in told for kind in forms}
    if kinds & {"html", "svg"} and len(told) > 1:
        raise _UnfitError("stores a picture or a page and more; split the cell")
    if kinds == {"html"}:
        raise _UnfitError("stores HTML alone; the PDF needs text or SVG beside it")
    whole = {k: "".join(forms.get(k, "") for forms in told) for k in kinds}
    if not "".join(whole.values()).strip():
        raise _UnfitError("stores no text, SVG or HTML; let it show a result")
    return {kind: text.rstrip("\n") for kind, text in whole.items()}
