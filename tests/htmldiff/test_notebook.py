"""What 05-htmldiff types itself is what the example has, and so are its thresholds."""

from __future__ import annotations

import inspect
from typing import Any

from examples.htmldiff import then
from examples.htmldiff.merging import kinship
from examples.htmldiff.sequences import islands
from notebooks import cells
from notebooks.kernels import FOLDER

CELLS = cells.read(FOLDER / "05-htmldiff.ipynb")["cells"]


def text(kind: str) -> str:
    """Return the sources of all cells of a kind, "code" or "markdown"."""
    found = (one for one in CELLS if one["cell_type"] == kind)
    return "\n".join(cells.joined(one["source"]) for one in found)


def test_the_ten_lines_are_those_of_the_slide() -> None:
    """What a reader breaks is what the slide shows, under another name."""
    typed = text("code").replace("def ten_lines(", "def htmldiff(")
    source: Any = then
    for function in (source.wrapped, source.htmldiff):
        assert inspect.getsource(function) in typed


def test_it_says_the_thresholds() -> None:
    """A quarter is a pair, 4 features and 40 % a part, 8 words many, 2 an island."""
    said = text("markdown")
    assert f"{kinship.LEAST_SHARED:.0%}".replace("%", " %") in said
    assert f"{kinship.PART.share:.0%}".replace("%", " %") in said
    assert kinship.PART.shared == 4
    assert "at least four features" in said
    assert kinship.SHORT == 8
    assert "of eight words or more is known by its pairs alone" in said
    assert islands.ISLAND == 2
    assert "an *island* of one or two words" in said
