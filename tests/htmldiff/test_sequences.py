"""examples.htmldiff.sequences: what stays is found, however long, and at best."""

from __future__ import annotations

from itertools import combinations, pairwise
from random import Random

import pytest

from examples.htmldiff.sequences.align import align
from examples.htmldiff.sequences.chain import heaviest
from examples.htmldiff.sequences.match import by_difflib


def test_a_text_of_few_words_that_grew_in_three_places() -> None:
    """All stays, in few pieces, though each word stands hundreds of times in either."""
    random = Random(5)
    old = random.choices("abcde", k=3000)
    new = old.copy()
    for place in 2400, 1500, 600:
        new[place:place] = random.choices("abcde", k=40)
    runs = list(align(old, new, by_difflib))
    assert all(old[i : i + n] == new[j : j + n] for i, j, n in runs)
    assert sum(length for _, _, length in runs) == len(old)
    assert len(runs) < 20


@pytest.mark.parametrize("seed", range(30))
def test_the_pairs_that_weigh_most(seed: int) -> None:
    """Of all pairs that do not cross; asked of each choice there is."""
    random = Random(seed)
    places = [(i, j) for i in range(4) for j in range(4)]
    weights = {at: float(random.randint(1, 9)) for at in random.sample(places, 8)}
    most = max(
        sum(weights[at] for at in chosen)
        for size in range(5)
        for chosen in combinations(sorted(weights), size)
        if all(a < c and b < d for (a, b), (c, d) in pairwise(chosen))
    )
    found = heaviest(weights)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))
    assert sum(weights[at] for at in found) == most
