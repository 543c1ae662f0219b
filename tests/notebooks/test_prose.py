"""What the notebooks say of the examples, and type of them, is so."""

from __future__ import annotations

import inspect
import json
from typing import Any

import pytest

from examples.htmldiff import then
from examples.htmldiff.merging import kinship
from examples.serializers.show.matrix import matrix
from examples.serializers.show.outcome import Kind
from examples.serializers.show.rows import ROWS
from notebooks import records
from notebooks.kernels import FOLDER


def text(name: str, kind: str) -> str:
    """Return the sources of all cells of a kind, "code" or "markdown"."""
    cells = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == kind)


def test_htmldiff_types_the_ten_lines_of_the_slide() -> None:
    """What a reader breaks is what the slide shows, under another name."""
    typed = text("05-htmldiff", "code").replace("def ten_lines(", "def htmldiff(")
    source: Any = then
    for function in (source.wrapped, source.htmldiff):
        assert inspect.getsource(function) in typed


def test_htmldiff_says_its_thresholds() -> None:
    """A quarter makes a pair; four features and 40 % a part; eight words are many."""
    said = text("05-htmldiff", "markdown")
    assert f"{kinship.LEAST_SHARED:.0%}".replace("%", " %") in said
    assert f"{kinship.PART.share:.0%}".replace("%", " %") in said
    assert kinship.PART.shared == 4
    assert "at least four features" in said
    assert kinship.SHORT == 8
    assert "of eight words or more is known by its pairs alone" in said


def test_serializers_says_what_the_matrix_shows() -> None:
    """Ours carries less than json in Python, and changes nothing."""
    assert "has thirty values" in text("06-serializers", "markdown")
    assert len(ROWS) == 30
    cells = matrix(columns=["json", "ours"])
    kinds = {name: [cells[row, name].kind for row in ROWS] for name in ("json", "ours")}
    assert "changed" not in kinds["ours"]
    assert kinds["ours"].count("exact") < kinds["json"].count("exact")


@pytest.mark.peer("php")
def test_serializers_says_who_carries_most_through_php() -> None:
    """Ours does, and changes nothing there either."""
    assert "and more than any through PHP" in text("06-serializers", "markdown")
    columns = [f"{name}, PHP" for name in ("phpserialize", "itsdangerous", "json")]
    cells = matrix(columns=[*columns, "ours, PHP"])

    def many(column: str, kind: Kind) -> int:
        return [cells[row, column].kind for row in ROWS].count(kind)

    assert all(many("ours, PHP", "exact") > many(one, "exact") for one in columns)
    assert many("ours, PHP", "changed") == 0


def test_serializers_says_who_is_fast_and_short() -> None:
    """The record of the last ``make bench`` bears it out."""
    assert "pickle is the fastest and the shortest" in text(
        "06-serializers", "markdown"
    )
    record = records.read("serializers")
    for what in ("dumps", "loads"):
        medians = {way: row["ratio"][1] for way, row in record[what].items()}
        assert min(medians, key=medians.__getitem__) == "pickle"
    assert min(record["bytes"], key=record["bytes"].__getitem__) == "pickle"
