"""What 06-serializers says of the matrix and of the record is so."""

from __future__ import annotations

import pytest

from examples.serializers.show.matrix import matrix
from examples.serializers.show.outcome import Kind
from examples.serializers.show.rows import ROWS
from notebooks import cells, records
from notebooks.kernels import FOLDER

CELLS = cells.read(FOLDER / "06-serializers.ipynb")["cells"]
SAID = "\n".join(
    cells.joined(one["source"]) for one in CELLS if one["cell_type"] == "markdown"
)


def test_it_says_what_the_matrix_shows() -> None:
    """Ours carries less than json in Python, and changes nothing."""
    assert "has thirty values" in SAID
    assert len(ROWS) == 30
    outcomes = matrix(columns=["json", "ours"])
    kinds = {
        name: [outcomes[row, name].kind for row in ROWS] for name in ("json", "ours")
    }
    assert "changed" not in kinds["ours"]
    assert kinds["ours"].count("exact") < kinds["json"].count("exact")


@pytest.mark.peer("php")
def test_it_says_who_carries_most_through_php() -> None:
    """Ours does, and changes nothing there either."""
    assert "and more than any through PHP" in SAID
    columns = [f"{name}, PHP" for name in ("phpserialize", "itsdangerous", "json")]
    outcomes = matrix(columns=[*columns, "ours, PHP"])

    def many(column: str, kind: Kind) -> int:
        return [outcomes[row, column].kind for row in ROWS].count(kind)

    assert all(many("ours, PHP", "exact") > many(one, "exact") for one in columns)
    assert many("ours, PHP", "changed") == 0


def test_it_says_who_is_fast_and_short() -> None:
    """The record of the last ``make bench`` bears it out."""
    assert "pickle is the fastest and the shortest" in SAID
    record = records.read("serializers")
    for what in ("dumps", "loads"):
        medians = {way: row["ratio"][1] for way, row in record[what].items()}
        assert min(medians, key=medians.__getitem__) == "pickle"
    assert min(record["bytes"], key=record["bytes"].__getitem__) == "pickle"
