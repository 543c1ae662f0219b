"""Measure ``examples/serializers``: bytes, dumps and loads of a session."""

from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from examples.serializers.show.matrix import SERIALIZERS

from .race import race, ratios

LIBRARIES = "phpserialize", "itsdangerous"
REFERENCE = "json"
ROUNDS, CALLS = 25, 200

SESSION = {
    "user": 4711,
    "name": "Zoë Kirsch",
    "staff": False,
    "language": "de",
    "seen": ["/", "/cherries", "/cherries/morello", "/basket"],
    "basket": [
        {"item": "morello", "grams": 500, "price": 4.5},
        {"item": "bigarreau", "grams": 250, "price": 3.25},
    ],
    "token": "9b1232f7e0c5a4d8",
}

WHAT = {
    "session": "what is written and read: a dict of ints, text, bools, floats, lists",
    "ways": {
        "pickle": "pickle",
        "phpserialize": "phpserialize as it comes, which reads lists as dicts",
        "itsdangerous": "itsdangerous.URLSafeSerializer: signed json",
        "json": "json of the standard library",
        "ours": "examples.serializers.php.Php: phpserialize, checked both ways",
    },
    "dumps": (
        "Seconds of processor time a call, the median of the rounds; in a round "
        f"every way makes {CALLS} calls. ratio: the quartiles of the quotients to "
        "json's time in the same round."
    ),
    "loads": "The same for reading what that way wrote.",
    "bytes": "The length of what was written.",
}

Call = Callable[[], object]
WAYS = {name: column.serializer for name, column in SERIALIZERS.items()}


def written() -> dict[str, Any]:
    """Return the session as each way writes it."""
    return {name: way.dumps(SESSION) for name, way in WAYS.items()}


def timed(calls: dict[str, Call]) -> dict[str, dict[str, Any]]:
    """Time each call; give seconds, and ratios to json's."""
    times = race({name: partial(often, call) for name, call in calls.items()}, ROUNDS)
    quotients = ratios(times, REFERENCE)
    return {
        name: {"seconds": median(own) / CALLS, "ratio": quotients[name]}
        for name, own in times.items()
    }


def often(call: Call) -> None:
    """Repeat a short call, so that it is long enough to be timed."""
    for _ in range(CALLS):
        call()


SECTIONS = {
    "session": lambda: SESSION,
    "bytes": lambda: {name: len(data) for name, data in written().items()},
    "dumps": lambda: timed({n: partial(way.dumps, SESSION) for n, way in WAYS.items()}),
    "loads": lambda: timed(
        {n: partial(WAYS[n].loads, d) for n, d in written().items()}
    ),
}
