"""Ask queues what the protocol leaves open, and tabulate their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..protocol import Queue, Task
from ..urls import open_queue

# Seconds: one answer comes after it, and "at once" has to be before it on a machine
# that is busy, too.
LEASE = 2.0
Answers = list[str]
Open = Callable[[], Queue]


def differ(urls: Mapping[str, str]) -> tuple[list[str], list[Answers]]:
    """Return the head and the rows of a table: a question a row, a queue a column.

    :param urls: of empty queues, by what to call them.
    """
    columns = [answers(url) for url in urls.values()]
    rows = [[question, *(c[question] for c in columns)] for question in columns[0]]
    return ["when", *urls], rows


def answers(url: str) -> dict[str, str]:
    """Ask one queue."""

    def opened() -> Queue:
        return open_queue(url, lease=LEASE)

    return {
        "the worker's connection ends": after_closing(opened),
        "leased tasks are counted": counting(opened),
    }


def leased(opened: Open) -> tuple[Queue, Queue, Task]:
    """Return a queue that has leased the only task, another one, and the task."""
    worker, other = opened(), opened()
    worker.put({})
    task = worker.take(wait=20)
    assert task
    return worker, other, task


def after_closing(opened: Open) -> str:
    """Tell when the task of a worker that is gone comes back."""
    worker, other, _ = leased(opened)
    worker.close()
    at_once = other.take()
    task = at_once or other.take(wait=20)
    assert task
    other.ack(task)
    other.close()
    return "back at once" if at_once else "back after the lease"


def counting(opened: Open) -> str:
    """Tell whether `counts` knows what is leased."""
    worker, other, task = leased(opened)
    counts = other.counts()
    worker.ack(task)
    worker.close()
    other.close()
    return "no" if counts.leased is None else "yes"
