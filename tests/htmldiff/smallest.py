"""Cut a failing pair of documents down, for one to read.

Hypothesis shrinks the tape, which says little of the tree; this cuts the tree, node by
node, while the pair still fails with an error of the same type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from tests.htmldiff.edits import fixed
from tests.htmldiff.tree import Element, source, valid

#: Raises, AssertionError or anything else, where a pair fails.
Check = Callable[[Element, Element], None]


def hold(check: Check, old: Element, new: Element) -> None:
    """Check a pair; where that fails, fail with the smallest pair.

    :raises AssertionError: with its HTML; its cause is what the check raised.
    """
    error = fails(check, old, new)
    if error is None:
        return
    found: tuple[Element, Element] | None = (old, new)
    while found:
        old, new = found
        pairs = [*((tree, new) for tree in smaller(old))]
        pairs += ((old, tree) for tree in smaller(new))
        found = next((p for p in pairs if type(fails(check, *p)) is type(error)), None)
    error = fails(check, old, new)
    told = f"{error!r}\nold: {source(old)!r}\nnew: {source(new)!r}"
    raise AssertionError(told) from error


def fails(check: Check, old: Element, new: Element) -> Exception | None:
    """Return what a pair fails with."""
    try:
        check(old, new)
    except Exception as error:
        return error
    return None


def smaller(root: Element) -> Iterator[Element]:
    """Yield valid trees that lack one node of this one."""
    for place, element in enumerate(root.elements()):
        for index, child in enumerate(element.children):
            copy = root.copy()
            del next(islice(copy.elements(), place, None)).children[index]
            if not fixed(child) and valid(copy):
                yield copy
