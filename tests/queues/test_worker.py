"""examples.queues.worker: ack what was done, retry what was raised, stop well."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from examples.queues import Counts, Queue, QueueError, Task
from examples.queues.sqlite_queue import SqliteQueue
from examples.queues.worker import Worker, backoff
from notebooks.kernels import ROOT
from tests.queues.backends import Clock

Handle = Callable[[dict[str, Any]], object]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[SqliteQueue]:
    """Be a queue with two tries."""
    one = SqliteQueue(tmp_path / "tasks.db", deliveries=2)
    yield one
    one.close()


def worker(queue: Queue, handle: Handle) -> Worker:
    """Make a worker that retries at once."""
    return Worker(queue, handle, retry=lambda delivery: 0)


def test_what_was_done_is_gone(queue: SqliteQueue) -> None:
    """The handler gets the bodies, in order."""
    done: list[object] = []
    queue.put({"n": 1})
    queue.put({"n": 2})
    assert worker(queue, done.append).drain() == 2
    assert (done, queue.counts()) == ([{"n": 1}, {"n": 2}], Counts(0, 0, 0))


def test_what_fails_once_is_done_later(queue: SqliteQueue) -> None:
    """The second try is enough."""
    tries: list[object] = []

    def handle(body: object) -> None:
        tries.append(body)
        if len(tries) == 1:
            raise OSError("the disk was away")

    queue.put({"n": 1})
    assert worker(queue, handle).drain() == 2
    assert queue.counts() == Counts(0, 0, 0)


def test_a_poison_dies_with_its_traceback(queue: SqliteQueue) -> None:
    """And the task after it is done."""

    def handle(body: dict[str, Any]) -> None:
        if body["n"] == 1:
            raise ValueError("no cherry")

    queue.put({"n": 1})
    queue.put({"n": 2})
    worker(queue, handle).drain()
    [dead] = queue.dead()
    assert dead.why.startswith("Traceback (most recent call last):")
    assert dead.why.endswith("ValueError: no cherry\n")
    assert queue.counts() == Counts(0, 0, 1)


def test_who_is_too_slow_does_not_ack(queue: SqliteQueue) -> None:
    """Somebody else has the task, and it stays theirs."""
    others: list[Task] = []

    def handle(body: object) -> None:
        queue.connection.execute("UPDATE task SET due = 0")  # the lease is over
        task = queue.take()
        assert task
        others.append(task)

    queue.put({"n": 1})
    assert worker(queue, handle).drain() == 1
    queue.ack(others[0])


def test_a_lease_is_extended_while_the_handler_runs(tmp_path: Path) -> None:
    """The handler waits until that was done twice."""
    extended = Semaphore(0)

    class Counting(SqliteQueue):
        def extend(self, task: Task) -> None:
            super().extend(task)
            extended.release()

    def handle(body: object) -> None:
        for _ in range(2):
            assert extended.acquire(timeout=60)

    queue = Counting(tmp_path / "tasks.db", lease=1, clock=Clock())
    queue.put({"n": 1})
    assert Worker(queue, handle).drain() == 1
    assert queue.counts() == Counts(0, 0, 0)
    queue.close()


class Shaky(SqliteQueue):
    """A queue that is away once, for each of its calls."""

    failed: set[str]

    def once(self, what: str) -> None:
        """Fail the first time."""
        if what not in self.failed:
            self.failed.add(what)
            raise QueueError(f"{what}: away")

    def take(self, wait: float = 0) -> Task | None:
        """Fail, then take."""
        self.once("take")
        return super().take(wait)

    def ack(self, task: Task) -> None:
        """Fail, then ack."""
        self.once("ack")
        super().ack(task)

    def extend(self, task: Task) -> None:
        """Fail, then extend."""
        self.once("extend")
        super().extend(task)
        self.failed.add("extended")


def test_a_queue_that_is_away_is_asked_again(tmp_path: Path) -> None:
    """Taking, extending and acking go on; what was not acked is done once more."""
    clock = Clock()
    queue = Shaky(tmp_path / "tasks.db", lease=1, deliveries=99, clock=clock)
    queue.failed = set()
    done: list[object] = []

    def handle(body: object) -> None:
        if not done:
            wait_until(lambda: "extended" in queue.failed)
            queue.failed.discard("take")  # it is away a second time, later
        done.append(body)
        if len(done) > 1:
            one.stop()

    pauses: list[int] = []  # each by the failures before it

    def retry(failures: int) -> float:
        pauses.append(failures)
        clock.now += queue.lease  # so what was not acked is free
        return 0

    one = Worker(queue, handle, retry)
    queue.put({"n": 1})
    one.run()
    assert done == [{"n": 1}, {"n": 1}]
    assert queue.failed == {"take", "ack", "extend", "extended"}
    assert pauses == [1, 1]
    queue.close()


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for an event; a minute is its bound."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_handler_that_hangs_loses_its_task(tmp_path: Path) -> None:
    """After a while its lease is not extended any more, and another gets it."""
    queue = SqliteQueue(tmp_path / "tasks.db", lease=0.2)
    others = []

    def handle(body: object) -> None:
        others.append(queue.take(wait=60))

    queue.put({"n": 1})
    hasty = Worker(queue, handle, longest=0.4)
    assert hasty.extensions * queue.lease / 3 == pytest.approx(0.4)
    hasty.drain()
    assert others[0]
    assert others[0].delivery == 2
    queue.close()


def test_retries_come_later_and_not_together() -> None:
    """Twice as late each time, up to a minute, between half and all of it."""
    assert [backoff(n, lambda: 1) for n in (1, 2, 3, 7, 9999)] == [1, 2, 4, 60, 60]
    assert [backoff(n, lambda: 0) for n in (1, 2, 3)] == [0.5, 1, 2]


PROGRAM = """\
import os, signal, sys
from examples.queues.sqlite_queue import SqliteQueue
from examples.queues.worker import Worker

class Telling(Worker):
    def stop(self):
        super().stop()
        os.write(1, b"heard\\n")  # print may be at work

def handle(body):
    print("begun", flush=True)
    sys.stdin.readline()
    print("done", flush=True)

Telling(SqliteQueue(sys.argv[1]), handle).run_until_signal()
print("stopped", flush=True)
"""


class Running:
    """A worker in a process of its own; its handler waits for a line."""

    def __init__(self, file: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, file],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        """Read what it says."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def finish(self) -> None:
        """Let the handler go on."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        """Send it SIGTERM."""
        self.process.send_signal(signal.SIGTERM)


@pytest.fixture
def running(queue: SqliteQueue, tmp_path: Path) -> Iterator[Running]:
    """Start a worker that has begun a task."""
    queue.put({"n": 1})
    queue.put({"n": 2})
    one = Running(tmp_path / "tasks.db")
    assert one.line() == "begun"
    yield one
    one.process.kill()
    one.process.communicate()


def test_sigterm_finishes_the_task_at_hand(
    running: Running, queue: SqliteQueue
) -> None:
    """And takes no other."""
    running.stop()
    assert running.line() == "heard"
    running.finish()
    assert (running.line(), running.line()) == ("done", "stopped")
    assert running.process.wait() == 0
    assert queue.counts() == Counts(1, 0, 0)


def test_a_third_one_does_not_break_that_off(
    queue: SqliteQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes while the task is given back: the next worker has it all the same."""
    give_back, heard = queue.fail, (signal.SIGTERM, signal.SIGINT)

    def stop_again(*_: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    def stop_twice(body: dict[str, Any]) -> None:
        stop_again()
        stop_again()

    def fail(task: Task, why: str) -> None:
        stop_again()
        give_back(task, why)

    monkeypatch.setattr(queue, "fail", fail)
    before = [signal.getsignal(one) for one in heard]
    try:
        queue.put({"n": 1})
        worker(queue, stop_twice).run_until_signal()
    finally:
        for one, handler in zip(heard, before, strict=True):
            signal.signal(one, handler)
    assert queue.counts() == Counts(1, 0, 0)


def test_a_second_sigterm_gives_it_back(running: Running, queue: SqliteQueue) -> None:
    """For the next worker, at once."""
    running.stop()
    assert running.line() == "heard"
    running.stop()
    assert running.line() == "stopped"
    assert queue.counts() == Counts(2, 0, 0)
