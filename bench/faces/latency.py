"""Measure the latency of each way, and split it into parts by subtraction."""

from collections.abc import Callable
from functools import partial
from itertools import count
from statistics import median
from typing import Any

from bench.race import Spread, Times, ratios, spread, told

REFERENCE = "pygments.rb"
ROUNDS = {"1": 60, "20": 30}
CALLS = {"1": 5, "20": 1}  # in a round

# What a way's time consists of: each part lies between two ways of which the
# first does all that the second does, and this.
LEXING = ("in process", "")
PARTS = {
    "in process": {"lexing, formatting": LEXING},
    "pygments.rb": {
        "lexing, formatting": LEXING,
        "lexer, formatter made anew": ("anew", "in process"),
        "pipe, Ruby": ("pygments.rb", "anew"),
    },
    "pipe": {
        "lexing, formatting": LEXING,
        "JSON": ("message", "in process"),
        "pipe, Ruby": ("pipe", "message"),
    },
    "ZeroMQ": {
        "lexing, formatting": LEXING,
        "JSON": ("message", "in process"),
        "pipe": ("pipe from Python", "message"),
        "ZeroMQ, Ruby": ("ZeroMQ", "pipe from Python"),
    },
    "ZeroMQ, broker": {
        "lexing, formatting": LEXING,
        "JSON": ("message", "in process"),
        "pipe": ("pipe from Python", "message"),
        "ZeroMQ, Ruby": ("ZeroMQ, broker", "pipe from Python"),
    },
    "HTTP": {
        "lexing, formatting": LEXING,
        "JSON": ("message", "in process"),
        "pipe": ("pipe from Python", "message"),
        "Flask, shelf": ("Flask, at once", "pipe from Python"),
        "HTTP, Ruby": ("HTTP", "Flask, at once"),
    },
    "HTTP, 303": {
        "lexing, formatting": LEXING,
        "JSON": ("message", "in process"),
        "pipe": ("pipe from Python", "message"),
        "Flask, shelf": ("Flask, there", "pipe from Python"),
        "HTTP, Ruby": ("HTTP, 303", "Flask, there"),
    },
    "HTTP, cached": {
        "Flask, shelf": ("Flask, cached", ""),
        "HTTP, Ruby": ("HTTP, cached", "Flask, cached"),
    },
    "HTTP, new connection": {
        "lexing, formatting": LEXING,
        "JSON": ("message", "in process"),
        "pipe": ("pipe from Python", "message"),
        "Flask, shelf": ("Flask, at once", "pipe from Python"),
        "HTTP, Ruby": ("HTTP, new connection", "Flask, at once"),
    },
    "spawn": {
        "lexing, formatting": LEXING,
        "a Python started": ("spawn", "in process"),
    },
}

Way = Callable[[str, int, str], list[float]]  # kilobytes, calls, seed -> seconds


def latency(ways: dict[str, Way], share: float = 1.0) -> dict[str, Any]:
    """Measure seconds, ratios and parts, by kilobytes of code.

    share: of the rounds, for a quick look.
    """
    return {
        size: summary(times(ways, size, max(2, round(rounds * share))))
        for size, rounds in ROUNDS.items()
    }


def times(ways: dict[str, Way], size: str, rounds: int) -> Times:
    """Time each way in each round, by the median of a few calls."""
    numbers = count()

    def call(way: Way) -> float:
        return median(way(size, CALLS[size], f"{size}.{next(numbers)}"))

    return told({name: partial(call, way) for name, way in ways.items()}, rounds)


def summary(times: Times) -> dict[str, Any]:
    """Return quartiles, ratios and parts of the rounds with one size."""
    quotients = ratios(times, REFERENCE)
    return {
        "ways": {
            name: {"seconds": spread(own), "ratio": quotients[name]}
            for name, own in times.items()
        },
        "parts": {
            name: {part: between(times, *pair) for part, pair in parts.items()}
            for name, parts in PARTS.items()
            if name in times
        },
    }


def between(times: Times, larger: str, smaller: str) -> Spread:
    """Return the seconds that one way takes longer than another, paired by round."""
    less = times[smaller] if smaller else [0.0] * len(times[larger])
    return spread([a - b for a, b in zip(times[larger], less, strict=True)])
