"""Answers to the exercises of 14-success, right and wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

from notebooks.exercises import Exercise, success

Needs = dict[str, list[str]]
Fetch = Callable[[str], str]


def remembering(fetch: Fetch) -> Fetch:
    """Note what was said; look it up for who is away."""
    last: dict[str, str] = {}

    def ask(name: str) -> str:
        try:
            last[name] = fetch(name)
        except OSError:
            if name not in last:
                raise
        return last[name]

    return ask


class Remembering:
    """The same, as an object that is called."""

    def __init__(self, fetch: Fetch) -> None:
        self.fetch = fetch
        self.said: defaultdict[str, list[str]] = defaultdict(list)

    def __call__(self, name: str) -> str:
        """Ask; the last word is at the end."""
        failed: OSError | None = None
        try:
            self.said[name].append(self.fetch(name))
        except OSError as error:
            failed = error
        if not self.said[name]:
            assert failed
            raise failed
        return self.said[name][-1]


def first_word(fetch: Fetch) -> Fetch:
    """Keep what was said first."""
    last: dict[str, str] = {}

    def ask(name: str) -> str:
        try:
            said = fetch(name)
        except OSError:
            if name not in last:
                raise
            return last[name]
        last.setdefault(name, said)
        return said

    return ask


def cached(fetch: Fetch) -> Fetch:
    """Ask once, and never again."""
    return cache(fetch)


def comforting(fetch: Fetch) -> Fetch:
    """Have a word for who never said anything."""
    ask = remembering(fetch)

    def comfort(name: str) -> str:
        try:
            return ask(name)
        except OSError:
            return "nothing to see"

    return comfort


def one_memory(fetch: Fetch) -> Fetch:
    """Remember one word, whoever said it."""
    last: list[str] = []

    def ask(name: str) -> str:
        try:
            last[:] = [fetch(name)]
        except OSError:
            if not last:
                raise
        return last[0]

    return ask


LAST: dict[str, str] = {}


def for_all(fetch: Fetch) -> Fetch:
    """Keep the dict outside: all functions share it."""

    def ask(name: str) -> str:
        try:
            LAST[name] = fetch(name)
        except OSError:
            if name not in LAST:
                raise
        return LAST[name]

    return ask


def any_error(fetch: Fetch) -> Fetch:
    """Take a fault for an absence."""
    last: dict[str, str] = {}

    def ask(name: str) -> str:
        with suppress(Exception):
            last[name] = fetch(name)
        if name not in last:
            raise OSError(name)
        return last[name]

    return ask


def its_own(fetch: Fetch) -> Fetch:
    """Raise an error of its own, which says less."""
    ask = remembering(fetch)

    def asked(name: str) -> str:
        try:
            return ask(name)
        except OSError:
            raise OSError(name) from None

    return asked


def no_empty_words(fetch: Fetch) -> Fetch:
    """Take an empty text for none."""
    last: dict[str, str] = {}

    def ask(name: str) -> str:
        try:
            last[name] = fetch(name) or last.get(name, "")
        except OSError:
            if not last.get(name):
                raise
        return last[name]

    return ask


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


def ten_passes(needs: Needs, killed: str) -> set[str]:
    """Look through all of them ten times."""
    gone = {killed}
    for _ in range(10):
        for name, others in needs.items():
            if gone & {*others}:
                gone.add(name)
    return gone


def of_two(needs: Needs, killed: str) -> set[str]:
    """Stop after two steps: enough for the first questions."""
    gone = one_step(needs, killed)
    return gone | {n for n, others in needs.items() if gone & {*others}}


def emptied(needs: Needs) -> list[str]:
    """Take out who is started."""
    right = [*TopologicalSorter(needs).static_order()]
    needs.clear()
    return right


def crossed_out(needs: Needs, killed: str) -> set[str]:
    """Take the lost ones out of the dict that was given."""
    gone = lost(needs, killed)
    for name in gone:
        del needs[name]
    return gone


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


def self_is_nobody(needs: Needs) -> list[str]:
    """Start one that needs itself."""
    return order(
        {n: [one for one in others if one != n] for n, others in needs.items()}
    )


def a_circle_is_cut(needs: Needs) -> list[str]:
    """Start a circle anyhow."""
    try:
        return order(needs)
    except CycleError:
        return list(needs)


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-remember": (remembering, success.remember),
    "exercise-lost": (lost, success.lost),
    "exercise-order": (order, success.order),
}
OTHERS: Entries = {
    "remembering, as an object": (Remembering, success.remember),
    "lost, by recursion": (by_recursion, success.lost),
    "order, by hand": (by_hand, success.order),
}
MISTAKES: Entries = {
    "the first word is kept": (first_word, success.remember),
    "an error of its own": (its_own, success.remember),
    "asked once": (cached, success.remember),
    "a word for who said none": (comforting, success.remember),
    "one memory for all parts": (one_memory, success.remember),
    "one memory for all functions": (for_all, success.remember),
    "a fault is an absence": (any_error, success.remember),
    "an empty text is none": (no_empty_words, success.remember),
    "round and round": (downwards, success.lost),
    "only the killed": (only_it, success.lost),
    "one step": (one_step, success.lost),
    "two steps": (of_two, success.lost),
    "ten passes": (ten_passes, success.lost),
    "those it needs": (backwards, success.lost),
    "the lost are crossed out": (crossed_out, success.lost),
    "the started are taken out": (emptied, success.order),
    "as listed": (as_listed, success.order),
    "listed backwards": (reversed_order, success.order),
    "few needs first": (by_number, success.order),
    "no order at all": (nothing, success.order),
    "a circle, started anyhow": (a_circle_is_cut, success.order),
    "one that needs itself": (self_is_nobody, success.order),
}
