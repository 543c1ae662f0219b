"""How much elements are alike, by what they share with few others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from itertools import pairwise

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


def candidates(
    left: Placed, right: Placed
) -> dict[tuple[int, int], tuple[float, float]]:
    """Return pairs that share enough: what that weighs, and the share."""
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
                found[i, j] = count * share, share
    only = {node.name: j for j, node in right.items() if node.name in ONLY}
    for i, node in left.items():
        if node.name in only:
            found[i, only[node.name]] = float("inf"), 0.0
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
