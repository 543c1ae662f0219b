"""A ``repr`` cut to the width of a table's cell, however large or deep the value is."""

from __future__ import annotations

from itertools import islice
from reprlib import Repr
from typing import Any


class Brief(Repr):
    """``repr``, cut to the width of a cell."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel, self.maxstring = 3, 24

    def repr_int(self, x: int, level: int) -> str:
        """Write a large integer as a number of bits; Python's ``repr`` refuses it."""
        return repr(x) if x.bit_length() <= 80 else f"<{x.bit_length()} bits>"

    def repr_dict(self, x: dict[Any, Any], level: int) -> str:
        """Keep the order of the items, which :class:`reprlib.Repr` sorts."""
        if x and level <= 0:
            return "{...}"
        pairs = [
            f"{self.repr1(key, level - 1)}: {self.repr1(value, level - 1)}"
            for key, value in islice(x.items(), self.maxdict)
        ]
        more = ["..."] if len(x) > self.maxdict else []
        return f"{{{', '.join(pairs + more)}}}"


_BRIEF = Brief()


def brief(value: object) -> str:
    """Return a short ``repr`` for an error message or a cell of a table."""
    return _BRIEF.repr(value)
