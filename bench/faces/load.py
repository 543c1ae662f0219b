"""Measure throughput: calls a second, and calls a processor second.

Seconds of the processor are counted where they are spent: by the workers, which
highlight, and by the front, which only passes on.  What a worker does in such a
second is compared with what as many processes do that highlight and nothing else.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from itertools import count
from typing import Any, NamedTuple

from bench.faces.clients import HTTP, ZeroMQ
from bench.faces.code import distinct
from bench.faces.process import Asked, family, is_worker, python, spent, started
from bench.race import spread

SIZE = "20"
WORKERS = 1, 2
ROUNDS, CALLS = 7, 12  # calls of each worker in a round
PLAIN = "in process"
NUMBERS = count()

Batch = Callable[[int], object]  # so many calls


class Load(NamedTuple):
    """A face under load: the function that calls it, and its root process."""

    work: Batch
    root: Asked


class Done(NamedTuple):
    """Calls of a round, and seconds by the wall, of workers, of the front."""

    calls: int
    wall: float
    workers: float
    front: float


def throughput(share: float = 1.0) -> dict[str, Any]:
    """Measure calls a second, by number of workers and by face."""
    rounds = max(2, round(ROUNDS * share))
    return {str(workers): loaded(workers, rounds) for workers in WORKERS}


def loaded(workers: int, rounds: int) -> dict[str, Any]:
    """Measure every face with so many workers, against in process."""
    with ExitStack() as stack:
        faces = {
            name: stack.enter_context(start(workers)) for name, start in FACES.items()
        }
        done: dict[str, list[Done]] = {name: [] for name in faces}
        for number in range(rounds):
            for name in list(faces)[:: -1 if number % 2 else 1]:
                done[name].append(measured(faces[name], CALLS * workers))
    plain = [each.calls / each.workers for each in done[PLAIN]]
    return {name: told(each, plain) for name, each in done.items()}


def measured(face: list[Load], calls: int) -> Done:
    """Make so many concurrent calls; count seconds of workers and front."""
    pids = [pid for load in face for pid in family(load.root.pid)]
    workers = [pid for pid in pids if is_worker(pid)]
    front = [pid for pid in pids if pid not in workers]
    before = spent(workers), spent(front)
    start = time.perf_counter()
    with ThreadPoolExecutor(len(face)) as threads:
        list(threads.map(lambda load: load.work(calls // len(face)), face))
    wall = time.perf_counter() - start
    return Done(calls, wall, spent(workers) - before[0], spent(front) - before[1])


def told(rounds: list[Done], plain: list[float]) -> dict[str, Any]:
    """Return calls a second of a face, and calls a processor second against plain."""
    own = [each.calls / each.workers for each in rounds]
    whole = [each.calls / (each.workers + each.front) for each in rounds]
    return {
        "calls a second": spread([each.calls / each.wall for each in rounds]),
        "of a worker": spread([a / b for a, b in zip(own, plain, strict=True)]),
        "with the front": spread([a / b for a, b in zip(whole, plain, strict=True)]),
    }


@contextmanager
def bare(workers: int) -> Iterator[list[Load]]:
    """Run so many processes that highlight and have no front."""
    with ExitStack() as stack:
        yield [
            Load(asking(process), process)
            for process in [
                stack.enter_context(started(python("bench.faces.bare")))
                for _ in range(workers)
            ]
        ]


def asking(process: Asked, **fields: Any) -> Batch:
    """Return the function that lets a process make the calls by itself."""

    def work(calls: int) -> None:
        asked = {"way": PLAIN, "kilobytes": SIZE, "seed": f"load {next(NUMBERS)}"}
        process.ask(**{**asked, "calls": calls, **fields})

    return work


@contextmanager
def pooled(workers: int) -> Iterator[list[Load]]:
    """Run a process with a pool of so many children behind pipes."""
    command = python("bench.faces.pooled", str(workers))
    with started(command) as process:
        process.hello()
        yield [Load(asking(process), process)]


@contextmanager
def served(name: str, ask: type[HTTP | ZeroMQ], workers: int) -> Iterator[list[Load]]:
    """Run a server, warm, with twice as many clients as it has workers."""
    with started(python("bench.faces.served", name, str(workers))) as process:
        address = process.line()

        def caller(calls: int) -> None:
            with ask(address) as client:
                for _ in range(calls):
                    client.call(distinct(SIZE, f"load {next(NUMBERS)}"))

        def work(calls: int) -> None:
            with ThreadPoolExecutor(2 * workers) as threads:
                shares = [calls // (2 * workers)] * (2 * workers)
                list(threads.map(caller, shares))

        work(4 * workers)  # every worker is warm before it counts
        yield [Load(work, process)]


FACES: dict[str, Callable[[int], AbstractContextManager[list[Load]]]] = {
    PLAIN: bare,
    "pipe": pooled,
    "ZeroMQ": partial(served, "zeromq", ZeroMQ),
    "HTTP": partial(served, "waitress", HTTP),
    "HTTP, gunicorn": partial(served, "gunicorn", HTTP),
}
