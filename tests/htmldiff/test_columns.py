"""examples.htmldiff.merging.columns: in which columns a cell is, and what one says."""

from __future__ import annotations

import pytest
from genshi.core import TEXT

from examples.htmldiff import parse
from examples.htmldiff.merging.columns import by_column, cells
from examples.htmldiff.merging.tree import Forest, Node


def read(markup: str) -> Node:
    """Return the table that some markup is."""
    [table] = Forest().tree(parse(f"<table>{markup}</table>")).children
    assert isinstance(table, Node)
    return table


@pytest.mark.parametrize(
    ("markup", "columns"),
    [
        ("<tr><td>a<td>b", {"a": (0, 1), "b": (1, 2)}),
        ("<tr><td colspan=2>a<td>b", {"a": (0, 2), "b": (2, 3)}),
        ('<tr><td colspan=" 2 ">a<td>b', {"a": (0, 2), "b": (2, 3)}),
        ("<tr><td colspan=0>a<td>b", {"a": (0, 1), "b": (1, 2)}),
        ("<tr><td colspan=two>a<td>b", {"a": (0, 1), "b": (1, 2)}),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", {"a": (0, 1), "b": (1, 2), "c": (1, 2)}),
        ("<tr><td>a<td rowspan=2>b<tr><td>c", {"a": (0, 1), "b": (1, 2), "c": (0, 1)}),
        ("<thead><tr><th>a<tbody><tr><td>b", {"a": (0, 1), "b": (0, 1)}),
        ("<tr><td>a<tfoot><tr><td>b<td>c", {"a": (0, 1), "b": (0, 1), "c": (1, 2)}),
        ("<tr><td>a<table><tr><td>b<td>c</table>", {"abc": (0, 1)}),
    ],
)
def test_the_columns_of_a_cell(
    markup: str, columns: dict[str, tuple[int, int]]
) -> None:
    """As a browser counts them, with what spans several."""
    found = {
        "".join(data for kind, data, _ in cell.own() if kind is TEXT): (
            span.start,
            span.stop,
        )
        for cell, span in cells(read(markup)).items()
    }
    assert found == columns


def test_what_spans_columns_tells_of_none() -> None:
    """A heading over two columns would make each look like the other."""
    table = read("<tr><td colspan=2>price<tr><td>net<td>gross")
    words = by_column(cells(table))
    assert {column: [*known] for column, known in words.items()} == {
        0: ["net"],
        1: ["gross"],
    }
