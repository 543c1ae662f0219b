"""Hypothesis strategies for HTML: families of documents, edited versions of one.

Drawing each node by a strategy of its own takes milliseconds a document.  Here
hypothesis draws a tape of bytes, and plain code reads its choices from it.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.htmldiff.edits import mutant
from tests.htmldiff.grown import Tape, grown
from tests.htmldiff.tree import Element, source

#: Raises AssertionError, or anything else, where a pair fails.
Check = Callable[[Element, Element], None]


class Family:
    """A document, others made from it and from each other, and a stranger."""

    def __init__(self, members: list[Element]) -> None:
        self.members = members

    def each(self, check: Check) -> None:
        """Check each with the next, the last with the first, and all turned around.

        What is raised has the HTML of the pair as a note.
        """
        nexts = self.members[1:] + self.members[:1]
        pairs = list(zip(self.members, nexts, strict=True))
        for old, new in pairs + [pair[::-1] for pair in pairs]:
            try:
                check(old, new)
            except Exception as error:
                error.add_note(f"old: {source(old)!r}\nnew: {source(new)!r}")
                raise


def family(tape: Tape, size: int) -> Family:
    """Make *size* documents: a line of mutants, the last a stranger to them.

    They are fewer where the tape is short, and all of them differ.
    """
    members = [grown(tape.part())]
    stranger = grown(tape.part())
    while len(members) < size - 1 and not tape.ended:
        new = mutant(tape, members[-1])
        if new not in members:
            members.append(new)
    return Family([*members, stranger])


def families(size: int) -> st.SearchStrategy[Family]:
    """Draw families of *size* documents at most."""
    # One tape, not three: hypothesis would copy one of them into another, and half
    # of the documents would have been seen before.
    tapes = st.binary(min_size=35 * size, max_size=200 * size).map(Tape)
    return tapes.map(lambda tape: family(tape, size))
