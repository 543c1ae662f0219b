"""Take the stored output of a notebook's cell by its tag."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .problems import nearest

# Tags that say how a cell is run, not what it is called.
NOT_A_NAME = re.compile(r"peer-.*|exercise|raises-exception")


@dataclass(frozen=True)
class Output:
    """What a cell showed, in every form that was stored.

    notebook: its name without suffix, such as ``04-views``.
    cell: the tag.
    html, svg, text: the forms; None where there is none.
    """

    notebook: str
    cell: str
    html: str | None = None
    svg: str | None = None
    text: str | None = None


@dataclass
class _Forms:
    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    svg: list[str] = field(default_factory=list)


def stored_output(root: Path, notebook: str, tag: str) -> Output:
    """Read the stored output of the cell tagged `tag`.

    Raises FileNotFoundError, LookupError (no such cell, two of them, or one
    without a usable output) naming the nearest right name.
    """
    path = root / "notebooks" / f"{notebook}.ipynb"
    if not path.is_file():
        known = [p.stem for p in path.parent.glob("*.ipynb")]
        raise FileNotFoundError(f"no notebook {notebook!r}; {nearest(notebook, known)}")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    tagged = [c for c in cells if tag in c["metadata"].get("tags", [])]
    if len(tagged) != 1:
        known = [n for c in cells for n in names(c)]
        count = f"{len(tagged)} cells are" if tagged else "no cell is"
        hint = nearest(tag, known)
        raise LookupError(f"{count} tagged {tag!r} in {notebook}; {hint}")
    forms = _Forms()
    for output in tagged[0].get("outputs", []):
        _add(forms, output)
    if not (forms.text or forms.html or forms.svg):
        raise LookupError(f"cell {tag!r} of {notebook} stores no text, SVG or HTML")
    if forms.html and not (forms.svg or forms.text):
        raise LookupError(
            f"cell {tag!r} of {notebook} stores HTML alone; "
            "the PDF needs text or SVG beside it"
        )
    join = {k: "".join(v).rstrip("\n") or None for k, v in vars(forms).items()}
    return Output(notebook, tag, **join)


def names(cell: dict[str, Any]) -> list[str]:
    """The tags of a cell that name it."""
    tags = cell["metadata"].get("tags", [])
    return [tag for tag in tags if not NOT_A_NAME.fullmatch(tag)]


def _add(forms: _Forms, output: dict[str, Any]) -> None:
    if output["output_type"] == "stream":
        forms.text.append("".join(output["text"]))
        return
    data = output.get("data", {})
    svg = data.get("image/svg+xml")
    html = data.get("text/html")
    if svg is not None:
        forms.svg.append("".join(svg))
    if html is not None:
        forms.html.append("".join(html))
    text = "".join(data.get("text/plain", ""))
    # The name of a class says nothing.
    if text and not re.fullmatch(r"<[\w.]+( object)?( at 0x\w+)?>", text):
        forms.text.append(text + "\n")
