"""Choose pairs that do not cross: the longest chain, or the heaviest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass


def rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs whose second numbers rise.

    :param pairs: their first numbers rise.
    """
    ends: list[int] = []
    tails: list[int] = []
    before = [-1] * len(pairs)
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before[k] = tails[at - 1] if at else -1
        ends[at : at + 1] = [j]
        tails[at : at + 1] = [k]
    found = []
    k = tails[-1] if tails else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


@dataclass(slots=True)
class Link:
    """The end of a chain, and what its links weigh together."""

    pair: tuple[int, int]
    total: float
    before: Link | None


def heaviest(weights: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Return the pairs that weigh most together, both numbers rising.

    :param weights: of each pair.
    """
    # Chains by the second number of their last pair; each weighs more than those
    # that end before it.
    ends: list[int] = []
    chains: list[Link] = []
    # Pairs of one first number come in falling order: none follows the other.
    for (i, j), weight in sorted(weights.items(), key=lambda w: (w[0][0], -w[0][1])):
        at = bisect_left(ends, j)
        before = chains[at - 1] if at else None
        total = weight + (before.total if before else 0)
        upto = bisect_right(ends, j)
        if upto > at and chains[at].total >= total:
            continue
        while upto < len(ends) and chains[upto].total <= total:
            upto += 1
        ends[at:upto] = [j]
        chains[at:upto] = [Link((i, j), total, before)]
    found = []
    link = chains[-1] if chains else None
    while link:
        found.append(link.pair)
        link = link.before
    return found[::-1]
