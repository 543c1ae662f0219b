"""Leave out islands: words that stay by chance inside a stretch written anew.

A sentence written anew still shares "the" and "of" with the old one.  Marked around
each of them it is in shreds; it reads better as one deletion and one insertion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from .align import Run

ItemT = TypeVar("ItemT")

# Equal items that may be an island.
ISLAND = 2
# Items of both sides that make a change a rewriting, on the average of those between
# islands.  A word that became another one is two, and stays a change of its own.
REWRITTEN = 3


def without_islands(
    runs: Iterable[Run],
    a: Sequence[ItemT],
    b: Sequence[ItemT],
    is_word: Callable[[ItemT], bool],
) -> Iterator[Run]:
    """Yield runs without those that are islands; runs that touch become one.

    :param runs: of equal items, in order.
    :param a: the items.
    :param b: the others.
    :param is_word: tells what may be in an island, or changed beside one.
    """
    i = j = 0
    islands: list[Run] = []
    sizes: list[tuple[int, int]] = []  # of the changes around the islands
    for run in (*touching(runs), (len(a), len(b), 0)):
        changed = [*a[i : run[0]], *b[j : run[1]]]
        of_words = bool(changed) and all(map(is_word, changed))
        if of_words:
            sizes.append((run[0] - i, run[1] - j))
        i, j = run[0] + run[2], run[1] + run[2]
        if of_words and 0 < run[2] <= ISLAND and all(map(is_word, b[run[1] : j])):
            islands.append(run)
            continue
        # What has no change of words behind it is none.
        border = islands[len(sizes) - 1 :] if sizes else []
        yield from border if rewritten(sizes) else islands
        if run[2]:
            yield run
        islands, sizes = [], []


def rewritten(sizes: list[tuple[int, int]]) -> bool:
    """Tell whether changes are too large for what stays between them to be seen.

    :param sizes: how many items went, and how many came, in each.
    """
    replaced = sum(min(size) for size in sizes)
    changed = sum(map(sum, sizes))
    return replaced >= len(sizes) and changed >= REWRITTEN * len(sizes)


def touching(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs, those that follow each other without a gap as one."""
    i = j = length = 0
    for run in runs:
        if run[:2] == (i + length, j + length):
            length += run[2]
        else:
            if length:
                yield i, j, length
            i, j, length = run
    if length:
        yield i, j, length
