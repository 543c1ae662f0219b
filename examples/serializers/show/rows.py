"""Thirty values, one for each type and edge, that every serializer is asked about."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal


def deep(levels: int) -> list[object]:
    """Return a list in a list in a list, so many levels deep."""
    value: list[object] = []
    for _ in range(levels - 1):
        value = [value]
    return value


ROWS: dict[str, object] = {
    "none": None,
    "bool": True,
    "int": 42,
    "big int": 10**20,
    "float": 0.1,
    "whole float": 1.0,
    "negative zero": -0.0,
    "infinity": math.inf,
    "nan": math.nan,
    "text": "crème",
    "lone surrogate": "\ud800",
    "two surrogates": "\ud83c\udf52",
    "bytes": b"\x00\xff",
    "list": [1, 2],
    "tuple": (1, 2),
    "empty list": [],
    "empty dict": {},
    "dict": {"b": 1, "a": 2},
    "int key": {7: "a"},
    "digit key": {"7": "a"},
    "1 and '1'": {1: "a", "1": "b"},
    "keys 0, 1": {0: "a", 1: "b"},
    "float key": {1.5: "a"},
    "none key": {None: "a"},
    "bool key": {True: "a"},
    "nested": {"a": [{"b": None}]},
    "deep": deep(100_000),
    "set": {1, 2},
    "decimal": Decimal("1.10"),
    "date": date(2011, 10, 8),
}
