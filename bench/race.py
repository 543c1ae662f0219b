"""Time rival ways in rounds, and take ratios within a round.

A machine is faster now than in a minute.  So nobody runs alone: in each round
every way runs once, and it is the quotients within a round that count.  The clock
is the processor's time for us, which does not run while others have it.
"""

import gc
import time
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median, quantiles
from typing import Any, NamedTuple

Clock = Callable[[], float]
Ways = Mapping[str, Callable[[], Any]]
Times = dict[str, list[float]]


class Spread(NamedTuple):
    """The quartiles of some figures."""

    low: float
    middle: float
    high: float


def race(ways: Ways, rounds: int, clock: Clock = time.process_time) -> Times:
    """Time each way once a round; every other round runs backwards."""
    return told({n: partial(seconds, way, clock) for n, way in ways.items()}, rounds)


def told(ways: Mapping[str, Callable[[], float]], rounds: int) -> Times:
    """Collect the times of ways that time themselves, such as another process."""
    times: Times = {name: [] for name in ways}
    for number in range(rounds):
        for name in list(ways)[:: -1 if number % 2 else 1]:
            times[name].append(ways[name]())
    return times


def seconds(call: Callable[[], Any], clock: Clock = time.process_time) -> float:
    """Time one call, after the garbage of the one before is collected."""
    gc.collect()
    start = clock()
    call()
    return clock() - start


def ratios(times: Times, reference: str) -> dict[str, Spread]:
    """Divide each way's times by the reference's, round by round; give quartiles."""
    base = times[reference]
    return {
        name: spread([one / other for one, other in zip(own, base, strict=True)])
        for name, own in times.items()
    }


def spread(figures: list[float]) -> Spread:
    """Return the quartiles; of a single figure, three times itself."""
    if len(figures) == 1:
        figures *= 2
    low, _, high = quantiles(figures, n=4, method="inclusive")
    return Spread(low, median(figures), high)
