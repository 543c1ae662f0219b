"""The smallest documents that still fail, for one to read.

Hypothesis shrinks the tape, which says little of the tree; this cuts the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from tests.htmldiff.edits import fixed
from tests.htmldiff.tree import Element, Node, source, valid

#: Raises, AssertionError or anything else, where a pair fails.
Check = Callable[[Element, Element], None]


def hold(check: Check, old: Element, new: Element) -> None:
    """Check a pair; where that fails, fail with the smallest pair.

    :raises AssertionError: with its HTML; its cause is what the check raised.
    """
    if fails(check, old, new) is None:
        return
    old, new = smallest(check, old, new)
    error = fails(check, old, new)
    told = f"{error!r}\nold: {source(old)!r}\nnew: {source(new)!r}"
    raise AssertionError(told) from error


def smallest(check: Check, old: Element, new: Element) -> tuple[Element, Element]:
    """Cut a pair until no smaller one fails with an error of the same type."""
    kind = type(fails(check, old, new))
    found: tuple[Element, Element] | None = (old, new)
    while found:
        old, new = found
        tried = smaller_pairs(old, new)
        found = next((p for p in tried if type(fails(check, *p)) is kind), None)
    return old, new


def smaller_pairs(old: Element, new: Element) -> Iterator[tuple[Element, Element]]:
    """Yield pairs of which one lacks something of these."""
    yield from ((tree, new) for tree in smaller(old))
    yield from ((old, tree) for tree in smaller(new))


def fails(check: Check, old: Element, new: Element) -> Exception | None:
    """Return what a pair fails with."""
    try:
        check(old, new)
    except Exception as error:
        return error
    return None


def smaller(root: Element) -> Iterator[Element]:
    """Yield valid trees that lack something of this one."""
    for place, element in enumerate(root.elements()):
        for index, child in enumerate(element.children):
            for rest in remains(child):
                copy = root.copy()
                nth(copy, place).children[index : index + 1] = rest
                if valid(copy):
                    yield copy
        for index in range(len(element.attrs)):
            copy = root.copy()
            nth(copy, place).attrs = element.attrs[:index] + element.attrs[index + 1 :]
            yield copy


def remains(child: Node) -> Iterator[list[Node]]:
    """Yield what may be put in a node's place: nothing, or a part of it."""
    if fixed(child):
        return
    yield []
    if isinstance(child, Element):
        yield child.copy().children
    elif isinstance(child, str) and len(child) > 1:
        half = len(child) // 2
        yield [child[:half]]
        yield [child[half:]]


def nth(root: Element, place: int) -> Element:
    """Return an element of a tree by its place in document order."""
    return next(islice(root.elements(), place, None))
