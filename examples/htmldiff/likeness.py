"""How much elements are alike, by what they share with few others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from genshi.core import START, TEXT

from .content import ONLY
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


class Likeness(NamedTuple):
    """What two elements share.

    shared: how many features.
    share: of the features of the smaller.
    """

    shared: float
    share: float


def candidates(left: Placed, right: Placed) -> dict[tuple[int, int], Likeness]:
    """Return pairs that share enough, and how much."""
    holders: dict[Hashable, list[int]] = defaultdict(list)
    sizes = {}
    for j, node in right.items():
        features = shingles(node)
        sizes[j] = len(features)
        for feature in features:
            holders[feature].append(j)
    for feature in [f for f, known in holders.items() if len(known) > COMMON]:
        del holders[feature]
    found = {}
    for i, node in left.items():
        features = shingles(node)
        shared: dict[int, int] = defaultdict(int)
        for feature in features & holders.keys():
            for j in holders[feature]:
                shared[j] += 1
        for j in nlargest(COMMON, shared, key=shared.__getitem__):
            count = shared[j]
            share = count / min(len(features), sizes[j])
            if share >= ALIKE and node.kind == right[j].kind:
                found[i, j] = Likeness(count, share)
    only = {node.name: j for j, node in right.items() if node.name in ONLY}
    for i, node in left.items():
        if node.name in only:
            found[i, only[node.name]] = Likeness(float("inf"), 1)
    return found


def shingles(node: Node) -> set[Hashable]:
    """Return what an element is known by: pairs of words, and start tags."""
    words: list[str] = []
    features: set[Hashable] = set()
    inside = range(node.start + 1, node.end)
    for direction in (inside, reversed(inside)):
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
