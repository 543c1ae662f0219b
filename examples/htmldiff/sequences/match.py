"""Matchers by difflib, cydifflib and rapidfuzz: what two sequences share.

``difflib`` takes any two sequences of hashable items (talk, page 16), and so do its
drop-ins.  A matcher is therefore a parameter, whatever it compares.
"""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol

#: As ``difflib.SequenceMatcher.get_opcodes()`` has it: tag, i1, i2, j1, j2.
Opcode = tuple[str, int, int, int, int]


class Matcher(Protocol):
    """Whatever finds the opcodes that turn one sequence into another."""

    def __call__(
        self, a: Sequence[Hashable], b: Sequence[Hashable], /
    ) -> Iterable[Opcode]:
        """Return opcodes in order; only those tagged "equal" are read."""


def by_difflib(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterable[Opcode]:
    """Match with the standard library; quadratic where items repeat."""
    # autojunk would ignore whatever is frequent, in long documents most words.
    return difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()


def by_cydifflib(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterable[Opcode]:
    """Match as difflib does, compiled (package cydifflib).

    :raises ImportError: if the package is not installed.
    """
    import cydifflib

    opcodes: Iterable[Opcode] = cydifflib.SequenceMatcher(
        None, a, b, autojunk=False
    ).get_opcodes()
    return opcodes


def by_rapidfuzz(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterable[Opcode]:
    """Match as much as can be: the longest common subsequence (package rapidfuzz).

    Memory grows with the product of the lengths.

    :raises ImportError: if the package is not installed.
    """
    from rapidfuzz.distance import Indel

    # It takes equal hashes for equal items, and a character for its code.
    numbers: dict[Hashable, int] = {}
    left, right = (
        [numbers.setdefault(item, len(numbers)) for item in items] for items in (a, b)
    )
    return (
        (op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Indel.opcodes(left, right)
    )


MATCHERS: dict[str, Matcher] = {
    "difflib": by_difflib,
    "cydifflib": by_cydifflib,
    "rapidfuzz": by_rapidfuzz,
}
