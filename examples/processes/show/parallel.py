"""Time two jobs at once: by threads, processes and sub-interpreters.

``python parallel.py ROUNDS STEPS`` prints JSON: by way, seconds on the wall a round.
``one`` is a single job.  Any Python from 3.11 runs it; without a global lock the
threads are free ones.  What this Python lacks is left out.
"""

from __future__ import annotations

import inspect
import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module

JOBS = 2
Job = Callable[[int], None]


def work(steps: int) -> None:
    """Do what takes the processor, and nothing else."""
    total = 0
    for number in range(steps):
        total += number * number


@contextmanager
def alone() -> Iterator[Job]:
    """Do one job."""
    yield work


@contextmanager
def threads() -> Iterator[Job]:
    """Do each job in a thread."""
    with ThreadPoolExecutor(JOBS) as pool:
        yield lambda steps: _drain(pool.map(work, [steps] * JOBS))


@contextmanager
def processes() -> Iterator[Job]:
    """Do each job in a process, which is up already."""
    with ProcessPoolExecutor(JOBS) as pool:
        _drain(pool.map(work, [1] * JOBS))
        yield lambda steps: _drain(pool.map(work, [steps] * JOBS))


@contextmanager
def subinterpreters() -> Iterator[Job]:
    """Do each job in an interpreter of its own, in a thread.

    Raises ImportError before Python 3.13.
    """
    interpreters = import_module("_interpreters")  # public since 3.14, by another name
    made = [interpreters.create() for _ in range(JOBS)]
    try:
        for one in made:  # each gets the text: it imports none of our modules
            interpreters.exec(one, inspect.getsource(work))
        with ThreadPoolExecutor(JOBS) as pool:
            yield lambda steps: _drain(
                pool.map(lambda one: interpreters.exec(one, f"work({steps})"), made)
            )
    finally:
        for one in made:
            interpreters.destroy(one)


def _drain(results: Iterator[object]) -> None:
    for error in results:
        if error is not None:  # what an interpreter raised is returned
            raise RuntimeError(str(error))


WAYS = {
    "one": alone,
    "threads": threads,
    "processes": processes,
    "sub-interpreters": subinterpreters,
}


def measure(rounds: int, steps: int) -> dict[str, list[float]]:
    """Return seconds a round, by way; in a round every way runs once."""
    with ExitStack() as stack:
        jobs: dict[str, Job] = {}
        for name, way in WAYS.items():
            with suppress(ImportError):
                jobs[name] = stack.enter_context(way())
        times: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(rounds):
            for name, job in jobs.items():
                start = time.perf_counter()
                job(steps)
                times[name].append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:]))))
