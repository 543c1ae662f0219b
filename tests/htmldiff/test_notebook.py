"""The notebook types what the example has, and says its limits as they are."""

from __future__ import annotations

import inspect
import json
from typing import Any

from examples.htmldiff import then
from examples.htmldiff.merging import kinship
from notebooks.kernels import ROOT

CELLS: list[dict[str, Any]] = json.loads(
    (ROOT / "notebooks/05-htmldiff.ipynb").read_text("utf-8")
)["cells"]


def text(kind: str) -> str:
    """Return the sources of all cells of a kind, "code" or "markdown"."""
    return "\n".join("".join(c["source"]) for c in CELLS if c["cell_type"] == kind)


def test_the_ten_lines_are_those_of_the_slide() -> None:
    """What a reader types and breaks is what the slide shows, under another name."""
    typed = text("code").replace("def ten_lines(", "def htmldiff(")
    source: Any = then
    for function in (source.wrapped, source.htmldiff):
        assert inspect.getsource(function) in typed


def test_it_says_the_thresholds_of_pairs_and_parts() -> None:
    """A quarter makes a pair; four features and 40 % a part; eight words are many."""
    said = text("markdown")
    assert f"{kinship.LEAST_SHARED:.0%}".replace("%", " %") in said
    assert f"{kinship.PART.share:.0%}".replace("%", " %") in said
    assert kinship.PART.shared == 4
    assert "at least four features" in said
    assert kinship.SHORT == 8
    assert "of eight words or more is known by its pairs alone" in said
