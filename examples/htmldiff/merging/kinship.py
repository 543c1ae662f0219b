"""Find which old element became which new one, by the words both share."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence, Set
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from genshi.core import START, TEXT

from ..reading.vocabulary import BLOCK, INTERACTIVE, ONLY, PHRASING_ONLY, SPLIT
from ..sequences.chain import heaviest
from .items import Item, is_atomic
from .tree import Node

# What an element weighs that has another name now.
RENAMED = 0.9
# Words looked at from each end of an element: enough to know it again.
LOOK = 60
# With fewer words than this, single ones count too.
SHORT = 8
# What more elements than this share tells none of them from the others: among those
# only the ones at about the same place are looked at.
COMMON = 8
# Share of the features that makes two elements one that changed.
LEAST_SHARED = 0.25

#: Places and elements, by place.
Placed = dict[int, Node]


class Likeness(NamedTuple):
    """What two elements share.

    shared: how many features.
    share: of the features of the smaller.
    """

    shared: float
    share: float


# Elements that are taken together at most.
MOST = 12
# What parts of one text, split or joined, share at least.
PART = Likeness(shared=4, share=0.4)

#: Old index, old elements, new index, new elements: mostly one of each.
Kin = tuple[int, list[Node], int, list[Node]]


def kin(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Kin]:
    """Yield the places of elements that became each other, and the elements.

    They are several where text was split or joined; these follow each other.  An
    element without words, such as ``img``, has only its place: it pairs if it is alone
    on both sides.

    :param old: items, none of them equal to one of the others.
    :param new: likewise.
    """
    left, right = enterable(old), enterable(new)
    if not left or not right:
        return
    shares = {} if len(left) == len(right) == 1 else candidates(left, right)
    weights = weigh(shares, left, right)
    found = with_neighbours(heaviest(weights), list(left), list(right))
    mates = {
        i: j
        for i, j in found
        if left[i].name == right[j].name
        or (i, j) in weights
        or candidates({i: left[i]}, {j: right[j]})
    }
    parts = {
        (i, j)
        for (i, j), (shared, share) in shares.items()
        if left[i].name == right[j].name and left[i].name in SPLIT
        if shared >= PART.shared and share >= PART.share
    }
    taken = set(mates.values())
    free = 0, 0
    for i, j in mates.items():
        if i >= free[0] and j >= free[1]:
            i1, i2, j1, j2 = i, i + 1, j, j + 1
            if parts and left[i].name == right[j].name:
                i1, i2, j1, j2 = stretch((i, j), free, parts, mates, taken)
            olds = [left[k] for k in range(i1, i2)]
            news = [right[k] for k in range(j1, j2)]
            yield i1, olds, j1, news
            free = i2, j2


def weigh(
    shares: dict[tuple[int, int], Likeness], left: Placed, right: Placed
) -> dict[tuple[int, int], float]:
    """Return what pairs weigh that share so much."""
    return {
        (i, j): shared * share * (1 if left[i].name == right[j].name else RENAMED)
        for (i, j), (shared, share) in shares.items()
    }


def became(left: Placed, right: Placed) -> list[tuple[int, int]]:
    """Return pairs that became each other, none across another."""
    return heaviest(weigh(candidates(left, right), left, right))


def stretch(
    pair: tuple[int, int],
    free: tuple[int, int],
    parts: set[tuple[int, int]],
    mates: dict[int, int],
    taken: set[int],
) -> tuple[int, int, int, int]:
    """Return where the elements begin and end, on both sides, that go with a pair.

    :param pair: one of the mates.
    :param free: the first places that may be taken.
    :param parts: pairs that share text.
    :param mates: pairs chosen, which stay together.
    :param taken: the second places of the mates.
    """
    (i1, j1), (i2, j2) = pair, (pair[0] + 1, pair[1] + 1)
    while i2 - i1 + j2 - j1 < MOST:
        olds, news = range(i1, i2), range(j1, j2)
        shared = any((i2, j) in parts for j in news) or any(
            (i, j2) in parts for i in olds
        )
        if shared and mates.get(i2) == j2 and (i2, j2) in parts:
            i2, j2 = i2 + 1, j2 + 1
        elif j2 not in taken and any((i, j2) in parts for i in olds):
            j2 += 1
        elif i2 not in mates and any((i2, j) in parts for j in news):
            i2 += 1
        elif j1 > free[1] and any((i, j1 - 1) in parts for i in olds):
            j1 -= 1
        elif i1 > free[0] and any((i1 - 1, j) in parts for j in news):
            i1 -= 1
        else:
            break
    return i1, i2, j1, j2


def enterable(items: Sequence[Item]) -> Placed:
    """Return the elements whose inside can be compared."""
    return {
        place: item
        for place, item in enumerate(items)
        if isinstance(item, Node) and not is_atomic(item)
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


def candidates(left: Placed, right: Placed) -> dict[tuple[int, int], Likeness]:
    """Return pairs that share enough, and how much."""
    shared = Shared(left, right)
    found = {}
    for i, node in left.items():
        likely = shared.alike(i, shared.rare) or shared.alike(i, shared.common)
        for j, likeness in likely.items():
            if may_become(node, right[j]):
                found[i, j] = likeness
    only = {node.name: j for j, node in right.items() if node.name in ONLY}
    for i, node in left.items():
        if node.name in only:
            found[i, only[node.name]] = Likeness(float("inf"), 1)
    return found


class Shared:
    """What elements of two sides are known by, and who has what is on both.

    :param left: elements by place.
    :param right: likewise.
    """

    def __init__(self, left: Placed, right: Placed) -> None:
        self.left = {place: features(node) for place, node in left.items()}
        self.right = {place: features(node) for place, node in right.items()}
        both = set().union(*self.left.values()) & set().union(*self.right.values())
        self.holders = by_feature(self.right, both)
        self.common = {f for f in both if len(self.holders[f]) > COMMON}
        self.rare = both - self.common
        self.owners = by_feature(self.left, self.common)

    def alike(self, i: int, telling: Set[Hashable]) -> dict[int, Likeness]:
        """Return the few on the right that share most with one, if that is enough.

        :param i: its place on the left.
        :param telling: the features by which they are looked for.
        """
        mine = self.left[i]
        votes: dict[int, int] = defaultdict(int)
        for feature in mine & telling:
            holders = self.holders[feature]
            if feature in self.common:
                holders = near(i, self.owners[feature], holders)
            for j in holders:
                votes[j] += 1
        found = {}
        for j in nlargest(COMMON, sorted(votes), key=votes.__getitem__):
            share = votes[j] / min(len(mine), len(self.right[j]))
            if share >= LEAST_SHARED:
                found[j] = Likeness(votes[j], share)
        return found


def by_feature(
    known: dict[int, Set[Hashable]], telling: Set[Hashable]
) -> dict[Hashable, list[int]]:
    """Return the places of the elements that have each feature, in order."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, own in known.items():
        for feature in own & telling:
            places[feature].append(place)
    return places


def near(place: int, owners: list[int], holders: list[int]) -> list[int]:
    """Return those of many holders of a feature whose turn is about the same.

    :param place: one of the owners.
    """
    turn = bisect_left(owners, place) * len(holders) // len(owners)
    first = max(turn - COMMON // 2, 0)
    return holders[first : first + COMMON]


def may_become(old: Node, new: Node) -> bool:
    """Tell whether one may become the other, and hold what both hold."""
    return old.name == new.name or (
        (old.kind == new.kind or {old.name, new.name} == {"li", "p"})
        and fits(new.name, names_in(old) - {old.name})
    )


def fits(name: str, inside: Set[str]) -> bool:
    """Tell whether elements of some names may stand inside one, at any depth."""
    if name in PHRASING_ONLY:
        return not inside & BLOCK
    return name != "a" or not inside & INTERACTIVE


def names_in(node: Node) -> set[str]:
    """Return the names of an element, and of all that it holds."""
    return {data[0] for kind, data, _ in node.own() if kind is START}


def features(node: Node) -> Set[Hashable]:
    """Return what an element is known by; it is found out once."""
    if node.features is None:
        node.features = shingles(node)
    return node.features


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
