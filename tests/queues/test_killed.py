"""examples.queues: workers that are killed in mid-task lose nothing, on any backend."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest

from bench.doomed import DELIVERIES, LEASE, Doomed
from examples.queues import Counts, QueueError, open_queue
from tests.queues.backends import Address

pytestmark = pytest.mark.beside("queues")

TASKS, KILLS = 20, 5


def test_killed_workers_lose_nothing(address: Address) -> None:
    """Five are; each task is done, at least once, and nothing is left."""
    queue = open_queue(*address, lease=LEASE, deliveries=DELIVERIES)
    for number in range(TASKS):
        queue.put({"n": number})
    done, killed = Counter[int](), []
    for _ in range(KILLS):
        doomed = Doomed(*address)
        done.update([doomed.starts(), doomed.goes_on()])
        killed.append(doomed.goes_on())
        doomed.kill()
    while len(done) < TASKS:
        # Who is slower than so short a lease loses it, and RabbitMQ's connection.
        with suppress(QueueError):
            task = queue.take(wait=60)
            assert task
            done[task.body["n"]] += 1
            queue.ack(task)
    left = True
    while left:
        with suppress(QueueError):
            if task := queue.take(wait=0.01):
                queue.ack(task)
            counts = queue.counts()
            left = bool(counts.waiting or counts.leased)
    assert set(killed) <= set(done)
    assert counts in (Counts(0, 0, 0), Counts(0, None, 0))
    queue.close()
