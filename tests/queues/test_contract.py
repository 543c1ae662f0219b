"""examples.queues: what every backend promises."""

from __future__ import annotations

import time
from typing import Any, cast

import pytest

from examples.queues import Counts, Dead, Queue, StaleError, Task
from examples.queues.protocol import LIMIT
from tests.queues.backends import Backend

BODY = {"picture": "cherry.jpg", "size": [160, 160], "title": "Kirsche 🍒\n'\"$(x)"}


def taken(queue: Queue) -> Task:
    """Take a task that has to be there."""
    task = queue.take(wait=20)
    assert task is not None
    return task


def buried(queue: Queue) -> list[Dead]:
    """Return the dead, of whom there have to be some soon."""
    end = time.monotonic() + 20
    while not (dead := queue.dead()) and time.monotonic() < end:
        time.sleep(0.05)
    return dead


def waiting(queue: Queue) -> tuple[int, int]:
    """Return how many wait, and how many are dead: what all backends tell."""
    counts = queue.counts()
    return counts.waiting, counts.dead


def test_what_is_put_is_taken(backend: Backend) -> None:
    """By another queue object, once, with its id; first in, first out."""
    put, take = backend.open(), backend.open()
    first, second = put.put(BODY), put.put({"n": 2})
    one, two = taken(take), taken(take)
    assert (one.id, one.body, one.delivery) == (first, BODY, 1)
    assert (two.id, two.body, two.delivery) == (second, {"n": 2}, 1)
    assert take.take() is None


def test_an_acked_task_is_gone(backend: Backend) -> None:
    """Also when the lease would be over."""
    queue = backend.open()
    queue.put(BODY)
    queue.ack(taken(queue))
    backend.lose(queue)
    assert backend.open().take() is None
    assert waiting(backend.open()) == (0, 0)


def test_a_task_outlives_its_worker(backend: Backend) -> None:
    """Somebody else gets it, and the second delivery says that it is one."""
    died, other = backend.open(), backend.open()
    died.put(BODY)
    task = taken(died)
    backend.lose(died)
    again = taken(other)
    assert (again.id, again.body, again.delivery) == (task.id, BODY, 2)
    other.ack(again)
    assert waiting(backend.open()) == (0, 0)


def test_a_stale_lease_does_nothing(backend: Backend) -> None:
    """Who was too slow is told so, and the next one keeps the task."""
    slow, other = backend.open(), backend.open()
    slow.put(BODY)
    task = taken(slow)
    backend.lose(slow)
    again = taken(other)
    for late in (slow.ack, slow.extend, lambda task: slow.fail(task, "late")):
        with pytest.raises(StaleError):
            late(task)
    other.ack(again)


def test_a_settled_task_is_stale(backend: Backend) -> None:
    """It can be acked or failed once."""
    queue = backend.open()
    queue.put(BODY)
    task = taken(queue)
    queue.ack(task)
    for twice in (queue.ack, lambda task: queue.fail(task, "late")):
        with pytest.raises(StaleError):
            twice(task)


def test_a_failed_task_comes_back(backend: Backend) -> None:
    """With the next delivery."""
    queue = backend.open()
    queue.put(BODY)
    queue.fail(taken(queue), "ValueError: no cherry")
    again = taken(queue)
    assert (again.body, again.delivery) == (BODY, 2)


def test_a_poison_ends_dead(backend: Backend) -> None:
    """After its last try, with the last traceback; the others pass.

    Who died before is listed before.
    """
    queue = backend.open(deliveries=2)
    poison = queue.put(BODY)
    queue.put({"n": 2})
    for number in (1, 2):
        task = taken(queue)
        if task.id != poison:
            queue.ack(task)
            task = taken(queue)
        queue.fail(task, f"ValueError: try {number}")
    assert [(one.body, one.why) for one in queue.dead()] == [
        (BODY, "ValueError: try 2")
    ]
    assert waiting(queue)[1] == 1
    last = queue.put({"n": 3})
    while len(queue.dead()) < 2:
        task = taken(queue)
        if task.id == last:
            queue.fail(task, "ValueError")
        else:
            queue.ack(task)
    assert [one.id for one in queue.dead()] == [poison, last]


def test_who_kills_its_workers_ends_dead(backend: Backend) -> None:
    """Nobody wrote a traceback, so it says how often."""
    queue = backend.open(deliveries=2)
    queue.put(BODY)
    for _ in range(2):
        doomed = backend.open(deliveries=2)
        taken(doomed)
        backend.lose(doomed)
    assert backend.open(deliveries=2).take(wait=1) is None
    [dead] = buried(queue)
    assert (dead.body, dead.why) == (BODY, "worker died, delivery 2")


def test_the_dead_are_revived(backend: Backend) -> None:
    """All of them, with all their tries."""
    queue = backend.open(deliveries=1)
    queue.put(BODY)
    queue.fail(taken(queue), "ValueError")
    assert queue.take() is None
    assert queue.revive() == 1
    assert queue.dead() == []
    again = taken(queue)
    assert (again.body, again.delivery) == (BODY, 1)


def test_counts_tell_what_waits(backend: Backend) -> None:
    """Now or for later; and what is leased, where the broker tells."""
    queue = backend.open(deliveries=1)
    for number in range(3):
        queue.put({"n": number})
    queue.put({"n": 3}, delay=600)
    queue.fail(taken(queue), "ValueError")
    task = taken(queue)
    assert queue.counts() == Counts(2, 1 if backend.tells else None, 1)
    queue.ack(task)


@pytest.mark.parametrize(
    "body",
    [["a list"], {"n": float("nan")}, {"when": object()}, {1: "key"}, {"n": (1, 2)}],
)
def test_what_is_not_json_is_not_put(backend: Backend, body: object) -> None:
    """The error is the putter's, not the worker's."""
    queue = backend.open()
    with pytest.raises(ValueError, match="a task"):
        queue.put(cast(Any, body))
    assert waiting(queue) == (0, 0)


def test_a_large_body_is_refused(backend: Backend) -> None:
    """A queue carries what to do, not what with."""
    queue = backend.open()
    frame = len('{"data": ""}')
    queue.put({"data": "x" * (LIMIT - frame)})
    with pytest.raises(ValueError, match="at most 65,536 bytes, this one 65,537"):
        queue.put({"data": "x" * (LIMIT - frame + 1)})
