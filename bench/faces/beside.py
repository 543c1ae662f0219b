"""Time good calls while hostile ones keep a worker busy until it is killed."""

import time
from itertools import count, cycle
from statistics import median
from threading import Event, Thread
from typing import Any

from bench.faces.clients import HTTP
from bench.faces.code import distinct
from bench.faces.process import python, started

LATE = 0.05  # seconds
SECONDS = 15.0  # of calls, alone and beside
WORKERS, DEADLINE = 3, 2.0  # the latter in seconds of processor time
POISONS = ("autoit", " " * 64_000), ("java", "a b " * 16_000)


def beside(share: float = 1.0) -> dict[str, Any]:
    """Time good calls by HTTP, alone and while a thread sends hostile ones."""
    arguments = str(WORKERS), str(DEADLINE)
    with started(python("bench.faces.served", "waitress", *arguments)) as process:
        address = process.line()
        alone = calls(address, SECONDS * share)
        over, refused = Event(), Refused()
        poisoner = Thread(target=poison, args=(address, over, refused))
        poisoner.start()
        try:
            together = calls(address, SECONDS * share)
        finally:
            over.set()
            poisoner.join()
    return {
        "alone": summary(alone),
        "beside": summary(together),
        "killed": refused.count,
    }


class Refused:
    """A counter of hostile calls that were refused."""

    count = 0


def calls(address: str, duration: float) -> list[float]:
    """Make good calls for so many seconds; return the seconds of each."""
    taken = []
    end = time.monotonic() + duration
    with HTTP(address) as client:
        for number in count():
            start = time.monotonic()
            if start > end:
                break
            client.call(distinct("1", f"{start} {number}"))
            taken.append(time.monotonic() - start)
    return taken[1:]  # the first opens the connection


def poison(address: str, over: Event, refused: Refused) -> None:
    """Send hostile code until told to stop, one after the other."""
    with HTTP(address) as client:
        for number, (language, code) in enumerate(cycle(POISONS)):
            if over.is_set():
                break
            answer = client.post(code + " " * number, language)
            refused.count += answer.status == 422


def summary(seconds: list[float]) -> dict[str, Any]:
    """Return count, median, 99th percentile, worst and late of many calls."""
    ordered = sorted(seconds)
    return {
        "calls": len(ordered),
        "median": median(ordered),
        "99 %": ordered[len(ordered) * 99 // 100],
        "worst": ordered[-1],
        "late": sum(each > LATE for each in ordered),
    }
