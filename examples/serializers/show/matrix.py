"""Send each value through each serializer, and make a table of the outcomes.

``matrix()`` is the whole of it, ``table()`` the part that fits on a page::

    head, rows = table(["tuple", "int key"], ["json", "json, PHP"])
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Mapping
from itertools import product

import phpserialize
from itsdangerous import URLSafeSerializer

from ..brief import brief
from ..php import Php
from . import EXAMPLE_KEY
from .outcome import Column, Outcome, through_php, through_python
from .rows import ROWS

PHP = ", PHP"
SERIALIZERS = {
    "pickle": Column(pickle),
    "phpserialize": Column(phpserialize, "serialize"),
    "itsdangerous": Column(URLSafeSerializer(EXAMPLE_KEY), "token"),
    "json": Column(json, "json"),
    "ours": Column(Php(), "serialize"),
}
COLUMNS = [*SERIALIZERS, *(name + PHP for name in SERIALIZERS)]

Cells = dict[tuple[str, str], Outcome]


def matrix(
    rows: Iterable[str] = ROWS,
    columns: Iterable[str] = COLUMNS,
) -> Cells:
    """Send each value through each serializer, in Python and by way of PHP.

    :param rows: names in :data:`~.rows.ROWS`.
    :param columns: names in :data:`COLUMNS`: ``"json"``, ``"json, PHP"``.
    :returns: an outcome for each pair of a row and a column.
    :raises LookupError: for a name that is not there, with those that are.
    """
    asked = [
        (look_up(row, ROWS, "row"), look_up(column, COLUMNS, "column"))
        for row, column in product(rows, columns)
    ]
    abroad = [pair for pair in asked if pair[1].endswith(PHP)]
    sent = [(ROWS[row], SERIALIZERS[name.removesuffix(PHP)]) for row, name in abroad]
    cells = dict(zip(abroad, through_php(sent), strict=True))
    for row, name in asked:
        if (row, name) not in cells:
            here = through_python(ROWS[row], SERIALIZERS[name].serializer)
            cells[row, name] = here
    return cells


def table(
    rows: Iterable[str] = ROWS,
    columns: Iterable[str] = tuple(SERIALIZERS),
) -> tuple[list[str], list[list[str]]]:
    """Return the matrix as a head and rows of text, to be drawn.

    The first cell of a row is the value; see :func:`matrix` for the rest.
    """
    rows, columns = list(rows), list(columns)
    cells = matrix(rows, columns)
    return ["value", *columns], [
        [brief(ROWS[row]), *(str(cells[row, column]) for column in columns)]
        for row in rows
    ]


def look_up(name: str, known: Mapping[str, object] | list[str], what: str) -> str:
    """Check that a name is known, and return it.

    :raises LookupError: if it is not, with those that are.
    """
    if name not in known:
        raise LookupError(f"no {what} {name!r}; there are {', '.join(known)}")
    return name
