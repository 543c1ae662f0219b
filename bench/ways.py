"""Compare ways to diff two HTML pages: marked words, seconds, ratios."""

from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any, NamedTuple

import htmldiff2
from lxml.html.diff import htmldiff

from examples.htmldiff import diff, then
from examples.htmldiff.sequences.match import by_cydifflib, by_rapidfuzz

from .attempt import Attempt, attempt
from .pages import Pair
from .race import race, ratios
from .words import IsMark, by_attribute, by_name, least, marked

Diff = Callable[[str, str], str]
OURS, LXML = "ours", "lxml"
FEWEST, MOST = 3, 15  # rounds


class Way(NamedTuple):
    """A way to diff: its function, and the predicate that knows its marks."""

    diff: Diff
    is_mark: IsMark = by_name


bare = partial(diff, sanitize=False)
then_htmldiff: Diff = then.htmldiff
WAYS = {
    OURS: Way(bare, by_attribute),
    "ours, sanitized": Way(diff, by_attribute),
    "ours, cydifflib": Way(partial(bare, matcher=by_cydifflib), by_attribute),
    "ours, rapidfuzz": Way(partial(bare, matcher=by_rapidfuzz), by_attribute),
    LXML: Way(htmldiff),
    "htmldiff2": Way(htmldiff2.render_html_diff),
    "2011": Way(then_htmldiff),
}


def compare(pair: Pair, patience: float) -> dict[str, Any]:
    """Diff a pair each way: count marked words, time rounds, divide by lxml's.

    patience: about how many seconds the rounds may take; none if it is 0.
    """
    tried = {name: tried_once(pair, way) for name, way in WAYS.items()}
    ways = {name: told(outcome) for name, outcome in tried.items()}
    if patience:
        once = {name: tried[name].seconds for name in ways if "marked" in ways[name]}
        rounds = min(max(FEWEST, round(patience / sum(once.values()))), MOST)
        calls = {name: partial(WAYS[name].diff, pair.old, pair.new) for name in once}
        times = race(calls, rounds)
        quotients = ratios(times, LXML) if LXML in times else {}
        for name, own in times.items():
            ways[name] |= {"seconds": median(own), "rounds": rounds}
            if name in quotients:
                ways[name]["ratio"] = quotients[name]
    return {
        "name": pair.name,
        "kilobytes": pair.size / 1000,
        "least": least(pair.old, pair.new),
        "ways": ways,
    }


def tried_once(pair: Pair, way: Way) -> Attempt:
    """Diff once in a process of its own; count the words that are marked."""

    def judge(result: str) -> int:
        if not result:
            raise ValueError("an empty diff of two full pages")
        return marked(result, way.is_mark)

    return attempt(partial(way.diff, pair.old, pair.new), judge)


def told(outcome: Attempt) -> dict[str, Any]:
    """Return the entry of a way in the record, before it is timed in rounds."""
    if outcome.failure:
        return {"failed": outcome.failure}
    return {"seconds": outcome.seconds, "marked": outcome.result}
