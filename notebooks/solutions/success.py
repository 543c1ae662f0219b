"""Answers to the exercises of 14-success, right and wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import Any

from notebooks.exercises import Question, success

Needs = dict[str, list[str]]
Fetch = Callable[[str], str]
GAP = re.compile(r"<!-- (\w+) -->")
NOTHING = "nothing to see"


def fill(page: str, fetch: Fetch) -> str:
    """Put into each gap what its part says; who is away leaves a word."""

    def part(gap: re.Match[str]) -> str:
        try:
            return fetch(gap[1])
        except OSError:
            return NOTHING

    return GAP.sub(part, page)


def by_splitting(page: str, fetch: Fetch) -> str:
    """The same, from left to right."""
    whole, *rest = page.split("<!-- ")
    for piece in rest:
        name, _, text = piece.partition(" -->")
        said = NOTHING
        with suppress(OSError):
            said = fetch(name)
        whole += said + text
    return whole


def all_or_nothing(page: str, fetch: Fetch) -> str:
    """Let one that is away take the page with it."""
    return GAP.sub(lambda gap: fetch(gap[1]), page)


def no_page(page: str, fetch: Fetch) -> str:
    """Give up the whole page for one part."""
    try:
        return all_or_nothing(page, fetch)
    except OSError:
        return NOTHING


def again_and_again(page: str, fetch: Fetch) -> str:
    """Fill the gaps in what a part said, too."""
    while gap := GAP.search(page):
        try:
            said = fetch(gap[1])
        except OSError:
            said = NOTHING
        page = page.replace(gap[0], said)
    return page


def one_name_after_the_other(page: str, fetch: Fetch) -> str:
    """Replace a name wherever it stands by now."""
    for name in GAP.findall(page):
        said = NOTHING
        with suppress(OSError):
            said = fetch(name)
        page = page.replace(f"<!-- {name} -->", said)
    return page


def lost(needs: Needs, killed: str) -> set[str]:
    """Add who needs somebody lost, until there is nobody new."""
    gone = {killed}
    while new := {n for n, others in needs.items() if gone & {*others}} - gone:
        gone |= new
    return gone


def by_recursion(needs: Needs, killed: str, seen: tuple[str, ...] = ()) -> list[str]:
    """The same, from one to the next."""
    gone = [*seen, killed]
    for name, others in needs.items():
        if killed in others and name not in gone:
            gone = by_recursion(needs, name, tuple(gone))
    return gone


def downwards(needs: Needs, killed: str) -> set[str]:
    """Look at whom each needs, and forget that two may need each other."""

    def gone(name: str) -> bool:
        return name == killed or any(map(gone, needs[name]))

    return {name for name in needs if gone(name)}


def only_it(needs: Needs, killed: str) -> set[str]:
    """Forget who needs it."""
    return {killed}


def one_step(needs: Needs, killed: str) -> set[str]:
    """Forget who needs those."""
    return {killed, *(n for n, others in needs.items() if killed in others)}


def backwards(needs: Needs, killed: str) -> set[str]:
    """Take those along that it needs itself."""
    return {killed, *needs[killed]}


def order(needs: Needs) -> list[str]:
    """Let the standard library sort; its CycleError is a ValueError."""
    return list(TopologicalSorter(needs).static_order())


def by_hand(needs: Needs) -> list[str]:
    """Start whoever has all that it needs, until there is nobody left."""
    started: list[str] = []
    while len(started) < len(needs):
        ready = [n for n in needs if n not in started and {*needs[n]} <= {*started}]
        if not ready:
            raise ValueError("a circle")
        started += ready
    return started


def as_listed(needs: Needs) -> list[str]:
    """Start them as they come."""
    return list(needs)


def reversed_order(needs: Needs) -> list[str]:
    """Trust that they are listed from the front to the back."""
    return list(needs)[::-1]


def by_number(needs: Needs) -> list[str]:
    """Start those first that need few."""
    return sorted(needs, key=lambda name: len(needs[name]))


def nothing(needs: Needs) -> None:
    """Forget to return it."""
    order(needs)


def a_circle_is_cut(needs: Needs) -> list[str]:
    """Start a circle anyhow."""
    try:
        return order(needs)
    except CycleError:
        return list(needs)


Entries = dict[str, tuple[Callable[..., Any], list[Question]]]
SOLUTIONS: Entries = {
    "exercise-fill": (fill, success.fill),
    "exercise-lost": (lost, success.lost),
    "exercise-order": (order, success.order),
}
OTHERS: Entries = {
    "fill, by splitting": (by_splitting, success.fill),
    "lost, by recursion": (by_recursion, success.lost),
    "order, by hand": (by_hand, success.order),
}
MISTAKES: Entries = {
    "one away, no page": (all_or_nothing, success.fill),
    "one away, nothing": (no_page, success.fill),
    "gaps in what a part said": (again_and_again, success.fill),
    "a name after the other": (one_name_after_the_other, success.fill),
    "round and round": (downwards, success.lost),
    "only the killed": (only_it, success.lost),
    "one step": (one_step, success.lost),
    "those it needs": (backwards, success.lost),
    "as listed": (as_listed, success.order),
    "listed backwards": (reversed_order, success.order),
    "few needs first": (by_number, success.order),
    "no order at all": (nothing, success.order),
    "a circle, started anyhow": (a_circle_is_cut, success.order),
}
