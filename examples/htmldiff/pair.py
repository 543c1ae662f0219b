"""Pair what changed: which old element became which new one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from genshi.core import START, TEXT

from .chain import heaviest
from .content import ONLY
from .contents import closed
from .tree import Node

# Words looked at from each end of an element: enough to know it again.
LOOK = 150
# With fewer words than this, single ones count too.
SHORT = 8
# What more elements than this share tells none of them from the others.
COMMON = 8
# Share of the features that makes two elements one that changed.
ALIKE = 0.25

#: Places and elements, by place.
Placed = dict[int, Node]


def pairs(
    old: Sequence[Node | str], new: Sequence[Node | str]
) -> Iterator[tuple[int, int, Node, Node]]:
    """Yield the places of elements that became each other, and the elements.

    :param old: words and nodes, none of them equal to the other's.
    :param new: likewise.
    """
    left, right = enterable(old), enterable(new)
    if not left or not right:
        return
    single = len(left) == len(right) == 1
    found = [] if single else heaviest(candidates(left, right))
    for i, j in with_neighbours(found, list(left), list(right)):
        if left[i].kind == right[j].kind:
            yield i, j, left[i], right[j]


def enterable(items: Sequence[Node | str]) -> Placed:
    """Return the elements whose inside can be compared."""
    return {
        place: item
        for place, item in enumerate(items)
        if isinstance(item, Node) and not closed(item)
    }


def with_neighbours(
    found: list[tuple[int, int]], left: list[int], right: list[int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs, and between them those that are alone on both sides."""
    end = left[-1] + 1, right[-1] + 1
    for (i1, j1), (i2, j2) in pairwise([(-1, -1), *found, end]):
        lone = between(left, i1, i2)
        other = between(right, j1, j2)
        if len(lone) == len(other) == 1:
            yield lone[0], other[0]
        if (i2, j2) != end:
            yield i2, j2


def between(places: list[int], start: int, end: int) -> list[int]:
    """Return the places after the one and before the other."""
    return places[bisect_right(places, start) : bisect_left(places, end)]


def candidates(left: Placed, right: Placed) -> dict[tuple[int, int], float]:
    """Return pairs that share enough, and how much they share."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    sizes = {}
    for j, node in right.items():
        features = shingles(node)
        sizes[j] = len(features)
        for feature in features:
            holders[feature].append(j)
    found = {}
    for i, node in left.items():
        features = shingles(node)
        shared: Counter[int] = Counter()
        for feature in features:
            known = holders.get(feature, ())
            if len(known) <= COMMON:
                shared.update(known)
        for j, count in shared.most_common(COMMON):
            share = count / min(len(features), sizes[j])
            if share >= ALIKE and node.kind == right[j].kind:
                found[i, j] = count * share
    only = {node.name: j for j, node in right.items() if node.name in ONLY}
    for i, node in left.items():
        if node.name in only:
            found[i, only[node.name]] = float("inf")
    return found


def shingles(node: Node) -> set[Hashable]:
    """Return what an element is known by: pairs of words, and start tags."""
    words: list[str] = []
    features: set[Hashable] = set()
    forwards, backwards = (
        range(node.start + 1, node.end),
        range(node.end - 1, node.start, -1),
    )
    for direction in (forwards, backwards):
        seen = 0
        for position in direction:
            kind, data, _ = node.events[position]
            if kind is TEXT:
                found = data.split(maxsplit=LOOK)[:LOOK]
                words += found
                seen += len(found)
            elif kind is START:
                features.add(data)
                seen += 1
            if seen > LOOK:
                break
        else:
            break  # all of it was seen
    features.update(pairwise(words))
    if len(words) < SHORT:
        features.update(words)
    return features
