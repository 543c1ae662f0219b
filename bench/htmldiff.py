"""Measure ``examples/htmldiff`` and others: time, marked words, memory."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from math import log
from statistics import linear_regression, median
from typing import Any

from .grown import REFLOWED, VOCABULARIES, WRAPPED, grown
from .pages import HOME_GROUND, Pair, pairs
from .peak import peak
from .race import race, spread
from .ways import LXML, OURS, WAYS, bare, compare

LIBRARIES = (
    "lxml",
    "htmldiff2",
    "genshi",
    "turbohtml",
    "cydifflib",
    "rapidfuzz",
    "html5lib",
)
SIZES = 2, 10, 50, 150, 500  # KB
GROWTH = 50, 100, 200, 500, 1000  # KB
LARGE = 10_000  # KB
SEEDS = 1, 2, 3
# What is done to pages besides editing them.
ALSO: dict[str, Callable[..., Pair]] = {
    "": grown,
    ", reflowed": partial(grown, reflow=REFLOWED),
    ", wrapped": partial(grown, wrap=WRAPPED),
}

WHAT = {
    "ways": {
        OURS: "examples.htmldiff.diff(old, new, sanitize=False), matched by difflib",
        "ours, sanitized": "the same with sanitize=True, the default",
        "ours, cydifflib": "the same as ours, matched by cydifflib",
        "ours, rapidfuzz": "the same as ours, matched by rapidfuzz",
        LXML: "lxml.html.diff.htmldiff(old, new)",
        "htmldiff2": "htmldiff2.render_html_diff(old, new)",
        "2011": "examples.htmldiff.then.htmldiff(old, new): difflib on Genshi's events",
    },
    "figures": (
        "Each way goes from text to text. seconds: processor time, the median of the "
        "rounds; in a round every way runs once. ratio: quartiles of the quotients to "
        "lxml's time in the same round. marked: words inside marks. least: the words "
        "that the longest common subsequence of both texts leaves."
    ),
    "real": "Two releases of each page of HTML documentation; timed from 25 to 150 KB.",
    "marked": (
        "Pages of 50 KB from three seeds, 5 % edited: prose of 4000 words by Zipf's "
        "law, repetitive text of 120 words drawn evenly. reflowed: one in "
        "twenty paragraphs split as well, one merged. wrapped: one in five blocks in a "
        "new div, section or blockquote as well, one in five paragraphs renamed, one "
        "in five with a phrase made strong; no word changes by it."
    ),
    "generated": "Time by KB on such pages; a way is given up after 60 s.",
    "growth": "Seconds of ours by KB, and the exponent of a power law through them.",
    "memory": "One diff in a process of its own; megabytes before it, and at the peak.",
}


def real() -> dict[str, Any]:
    """Compare all ways on the real pages.  Raises MissingPagesError."""
    rows = [compare(pair, patience=3 * (pair.size in HOME_GROUND)) for pair in pairs()]
    return {"ways": summary(rows), "pages": rows}


def generated() -> dict[str, Any]:
    """Compare all ways on generated pages of growing length."""
    return {
        text: {str(kb): compare(grown(kb, text), patience=8) for kb in SIZES}
        for text in VOCABULARIES
    }


def words() -> dict[str, Any]:
    """Count what all ways mark on generated pages of 50 KB."""
    return {
        text + suffix: summary(
            [compare(grow(50, text, seed=seed), patience=0) for seed in SEEDS]
        )
        for text, (suffix, grow) in product(VOCABULARIES, ALSO.items())
    }


def summary(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Sum up each way: quartiles of its ratios, and its marked words to the least.

    What a way did not manage counts in neither sum, but is counted.
    """
    summed = {}
    for name in WAYS:
        managed = [
            (row["least"], row["ways"][name])
            for row in rows
            if "failed" not in row["ways"][name]
        ]
        words = sum(way["marked"] for _, way in managed)
        summed[name] = {
            "pages": len(managed),
            "failed": len(rows) - len(managed),
            "marked": words / max(1, sum(least for least, _ in managed)),
        }
        middles = [way["ratio"].middle for _, way in managed if "ratio" in way]
        if middles:
            summed[name] |= {"timed": len(middles), "ratio": spread(middles)}
    return summed


def growth() -> dict[str, Any]:
    """Time ours by kilobytes, and fit a power law, for each vocabulary."""
    return {text: exponent(text) for text in VOCABULARIES}


def exponent(text: str) -> dict[str, Any]:
    """Fit a power law to the seconds of one vocabulary, by regression of logs."""
    calls = {}
    for kb in GROWTH:
        _, old, new = grown(kb, text)
        calls[str(kb)] = partial(bare, old, new)
    seconds = {kb: median(times) for kb, times in race(calls, rounds=5).items()}
    lengths = [log(float(kb)) for kb in seconds]
    slope, _ = linear_regression(lengths, [log(took) for took in seconds.values()])
    return {"seconds": seconds, "exponent": slope}


def memory() -> dict[str, Any]:
    """Measure seconds and peak megabytes of a diff of two pages of 10 MB."""
    pair = grown(LARGE)
    return {
        "kilobytes": LARGE,
        "ways": {name: peak(pair, name) for name in (OURS, "ours, sanitized")},
    }


SECTIONS = {
    "real": real,
    "generated": generated,
    "marked": words,
    "growth": growth,
    "memory": memory,
}
