"""What the notebook says of the matrix and of the record is so."""

from __future__ import annotations

import json

from examples.serializers.show.matrix import matrix
from examples.serializers.show.rows import ROWS
from notebooks import records
from notebooks.kernels import ROOT

CELLS = json.loads((ROOT / "notebooks/06-serializers.ipynb").read_text("utf-8"))
SAID = "\n".join("".join(c["source"]) for c in CELLS["cells"])


def test_it_says_how_many_values_there_are_and_who_changes_none() -> None:
    """Ours carries less than json in Python, and changes nothing."""
    assert "has thirty values" in SAID
    assert len(ROWS) == 30
    cells = matrix(columns=["json", "ours"])
    kinds = {name: [cells[row, name].kind for row in ROWS] for name in ("json", "ours")}
    assert "changed" not in kinds["ours"]
    assert kinds["ours"].count("exact") < kinds["json"].count("exact")


def test_it_says_who_is_fast_and_short() -> None:
    """The record of the last ``make bench`` bears it out."""
    assert "pickle is the fastest and the shortest" in SAID
    record = records.read("serializers")
    for what in ("dumps", "loads"):
        medians = {way: row["ratio"][1] for way, row in record[what].items()}
        assert min(medians, key=medians.__getitem__) == "pickle"
    assert min(record["bytes"], key=record["bytes"].__getitem__) == "pickle"
