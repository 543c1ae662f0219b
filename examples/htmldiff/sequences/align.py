"""Bound a matcher: however long the sequences, the work grows with their length.

A matcher may be quadratic, or worse where items repeat.  So what starts and ends
alike is set aside, and what is still too much is cut: at items that occur once in
both (Bram Cohen's patience diff), else at stretches that do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from .chain import rising
from .match import Matcher

#: A run of equal items: where in the one, where in the other, how many.
Run = tuple[int, int, int]

# Items that any matcher may have at once.
FEW = 64
MANY = 1000
# Equal pairs an item, that is how often items repeat.
REPEATED = 20
# Items that are together more telling than one.
STRETCH = 8
# How far to look for an equal item where nothing tells one from another.
AHEAD = 16


def align(
    a: Sequence[Hashable], b: Sequence[Hashable], matcher: Matcher
) -> Iterator[Run]:
    """Yield runs of equal items, in order, that a matcher finds.

    :param a: items, hashable and comparable.
    :param b: items likewise.
    :param matcher: finds what stays, in pieces that are not too long.
    :raises ValueError: if it finds what is not equal.
    """
    todo = [(0, len(a), 0, len(b))]
    while todo:
        i1, i2, j1, j2 = todo.pop()
        length = common(a, b, i1, i2, j1, j2)
        if length:
            yield i1, j1, length
            i1, j1 = i1 + length, j1 + length
        length = common(a, b, i2 - 1, i1 - 1, j2 - 1, j1 - 1)
        if length:
            i2, j2 = i2 - length, j2 - length
            # Yielded when its turn comes: all of it is common.
            todo.append((i2, i2 + length, j2, j2 + length))
        if i1 == i2 or j1 == j2:
            continue
        left, right = a[i1:i2], b[j1:j2]
        if set(left).isdisjoint(right):
            continue
        if manageable(left, right):
            for tag, k1, k2, m1, m2 in matcher(left, right):
                if tag == "equal":
                    if left[k1:k2] != right[m1:m2]:
                        raise ValueError(f"expected {matcher} to call equals equal")
                    yield i1 + k1, j1 + m1, k2 - k1
        elif anchors := anchors_in(left, right):
            corners = [(0, 0), *anchors, (len(left), len(right))]
            for (k1, m1), (k2, m2) in pairwise(reversed(corners)):
                todo.append((i1 + k2, i1 + k1, j1 + m2, j1 + m1))
        else:
            for k, m in nearest(left, right):
                yield i1 + k, j1 + m, 1


def common(
    a: Sequence[Hashable], b: Sequence[Hashable], i1: int, i2: int, j1: int, j2: int
) -> int:
    """Count the equal items at the start; backwards, if the end comes first."""
    step = 1 if i1 <= i2 else -1
    count = 0
    for i, j in zip(range(i1, i2, step), range(j1, j2, step), strict=False):
        if a[i] != b[j]:
            break
        count += 1
    return count


def manageable(a: Sequence[Hashable], b: Sequence[Hashable]) -> bool:
    """Tell whether a matcher can have both whole."""
    length = len(a) + len(b)
    if length <= FEW:
        return True
    counts = Counter(b)
    equal = sum(n * counts[item] for item, n in Counter(a).items())
    return length <= MANY and equal <= REPEATED * length


def anchors_in(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Find places where both can be cut: equal, in order, and not by chance."""
    return unique_in_both(a, b) or unique_in_both(stretches(a), stretches(b))


def stretches(items: Sequence[Hashable]) -> list[tuple[Hashable, ...]]:
    """Return each item with those that follow."""
    return [tuple(items[i : i + STRETCH]) for i in range(len(items))]


def unique_in_both(
    a: Sequence[Hashable], b: Sequence[Hashable]
) -> list[tuple[int, int]]:
    """Find items that occur once in each, in the same order in both."""
    once_a = {item for item, n in Counter(a).items() if n == 1}
    once = {item for item, n in Counter(b).items() if n == 1} & once_a
    place = {item: j for j, item in enumerate(b) if item in once}
    found = rising([(i, place[item]) for i, item in enumerate(a) if item in once])
    # Of a run the first will do.
    return [
        (i, j)
        for (i, j), before in zip(found, [None, *found], strict=False)
        if before != (i - 1, j - 1)
    ]


def nearest(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Match each item with the next that is equal and near: not the best, but fast."""
    j = 0
    for i, item in enumerate(a):
        for k in range(j, min(j + AHEAD, len(b))):
            if b[k] == item:
                yield i, k
                j = k + 1
                break
