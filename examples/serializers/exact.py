"""Compare two values: types, bits of floats, order of items, all the way down.

``==`` is too kind to tell whether a value came back.  To Python
``True == 1 == 1.0`` and ``0.0 == -0.0``, a NaN does not equal itself, and two
dicts are equal in any order.  A program that gets ``1`` where it sent ``True``
may still notice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import chain
from math import isnan
from typing import Any

from .brief import brief

Pairs = Iterable[tuple[Any, Any]]
PLAIN = (int, str, bytes, type(None))
NAN = object()


def exact(one: object, two: object) -> bool:
    """Tell whether two values have the same types and values, all the way down.

    Floats are compared by their bits, but any NaN is any NaN.  The order of a
    dict's items and the types of its keys count.  What is neither plain nor a
    standard container is compared by ``==``, and by ``repr`` if it has one.
    Whether two places share one object is not compared.  Any depth is fine, and
    so is a list that holds itself.

    :raises TypeError: for two objects of a type whose ``==`` does not tell: a class
        that has none of its own, a numpy array.
    """
    pairs: list[tuple[Any, Any]] = [(one, two)]
    seen = set()
    while pairs:
        one, two = pairs.pop()
        inside = parts(one, two)
        if inside is None:
            return False
        if (here := (id(one), id(two))) not in seen:
            seen.add(here)
            pairs.extend(inside)
    return True


def parts(one: Any, two: Any) -> Pairs | None:
    """Pair what two values hold; None if they differ already."""
    if type(one) is not type(two):
        return None
    if isinstance(one, float):
        return () if bits(one) == bits(two) else None
    if isinstance(one, (list, tuple, dict, set, frozenset)):
        return contents(one, two) if len(one) == len(two) else None
    if one is two:
        return ()
    same = equal(one, two) and (silent(one) or repr(one) == repr(two))
    return () if same else None


def silent(one: Any) -> bool:
    """Whether ``repr`` says no more than ``==``, or only where a value is."""
    kind: Any = type(one)
    return isinstance(one, PLAIN) or kind.__repr__ is object.__repr__


def equal(one: Any, two: Any) -> bool:
    """Ask ``==``; what does not equal itself is a NaN, and equals any other.

    :raises TypeError: if the answer is about identity, or is no answer.
    """
    kind: Any = type(one)
    if kind.__eq__ is object.__eq__:
        why = f"{kind.__name__} has no == of its own"
        raise TypeError(f"{brief(one)}: cannot tell a copy, {why}")
    try:
        return bool(one == two or (one != one and two != two))
    except Exception as error:  # a type may raise what it likes
        why = f"== of {kind.__name__} is no yes or no: {error}"
        raise TypeError(f"{brief(one)}: cannot tell a copy, {why}") from error


def contents(one: Any, two: Any) -> Pairs | None:
    """Pair the contents of two containers of one type and length."""
    if isinstance(one, dict):
        values = zip(one.values(), two.values(), strict=True)
        return chain(zip(one, two, strict=True), values)
    if isinstance(one, (list, tuple)):
        return zip(one, two, strict=True)
    found = {mark(member): member for member in two}  # a set has no order
    if found.keys() != (marks := {mark(member): member for member in one}).keys():
        for lost in marks.keys() - found.keys():
            equal(marks[lost], marks[lost])  # raises where == does not tell
        return None
    return [(member, found[mark(member)]) for member in one]


def mark(member: object) -> object:
    """Return a key to find a set's member by: the same for every NaN."""
    return NAN if member != member else member


def bits(number: float) -> bytes:
    """Return the eight bytes of a float; the same for every NaN."""
    return b"NaN" if isnan(number) else struct.pack(">d", number)
