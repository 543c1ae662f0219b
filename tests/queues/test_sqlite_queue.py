"""examples.queues.sqlite_queue: killed workers, a full file, a clock, a boot."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import psutil
import pytest

from examples.queues import (
    Counts,
    FullError,
    Queue,
    QueueError,
    StaleError,
    sqlite_queue,
)
from examples.queues.sqlite_queue import SqliteQueue
from tests.queues.backends import Clock


def test_two_threads_never_get_one_task(tmp_path: Path) -> None:
    """Taking is one statement."""
    queue = SqliteQueue(tmp_path / "tasks.db")
    put = [queue.put({"n": number}) for number in range(100)]
    taken: list[str] = []

    def take() -> None:
        own = SqliteQueue(tmp_path / "tasks.db")
        while task := own.take():
            taken.append(task.id)
            own.ack(task)
        own.close()

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue.close()
    assert sorted(taken, key=int) == put


def put_for_ever(queue: Queue, body: dict[str, Any]) -> None:
    """Put a task until that fails."""
    while True:
        queue.put(body)


def test_a_full_file_refuses_and_loses_nothing(tmp_path: Path) -> None:
    """What was put before is there; when there is room, it goes on."""
    queue = SqliteQueue(tmp_path / "tasks.db", size=100_000)
    body = {"data": "x" * 10_000}
    with pytest.raises(FullError, match="full"):
        put_for_ever(queue, body)
    waiting = queue.counts().waiting
    assert waiting > 2
    for _ in range(waiting):
        task = queue.take()
        assert task
        queue.ack(task)
    queue.put(body)
    queue.close()


def test_a_full_file_keeps_no_reasons(tmp_path: Path) -> None:
    """Each task fails with a long one, and then all are done: none is stuck."""
    queue = SqliteQueue(tmp_path / "tasks.db", size=100_000, deliveries=99)
    with pytest.raises(FullError, match="full"):
        put_for_ever(queue, {})
    waiting = queue.counts().waiting
    for _ in range(waiting):
        task = queue.take()
        assert task
        queue.fail(task, "x" * 5000)
    for _ in range(waiting):
        task = queue.take()
        assert task
        queue.ack(task)
    assert queue.counts() == Counts(0, 0, 0)
    queue.close()


def test_a_new_file_is_opened_by_many_at_once(tmp_path: Path) -> None:
    """Who is not the first waits until it is ready."""
    ready = Barrier(8)
    opened = []

    def open_one() -> None:
        ready.wait()
        opened.append(SqliteQueue(tmp_path / "tasks.db"))

    threads = [Thread(target=open_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 8
    for queue in opened:
        queue.close()


def test_a_reason_may_hold_anything(tmp_path: Path) -> None:
    """Half of a surrogate pair cannot be stored, and is shown instead."""
    queue = SqliteQueue(tmp_path / "tasks.db", deliveries=1)
    queue.put({"photo": "\udcff"})
    task = queue.take()
    assert task
    queue.fail(task, f"no picture: {task.body['photo']}")
    assert queue.dead()[0].why == "no picture: \\udcff"
    queue.close()


def test_a_death_is_added_to_what_is_known(tmp_path: Path) -> None:
    """The traceback of the try before is still there."""
    clock = Clock()
    queue = SqliteQueue(tmp_path / "tasks.db", deliveries=2, clock=clock)
    queue.put({})
    task = queue.take()
    assert task
    queue.fail(task, "ValueError: no cherry")
    assert queue.take()
    clock.now += queue.lease
    assert queue.take() is None
    assert queue.dead()[0].why == "ValueError: no cherry\nworker died, delivery 2"
    queue.revive()  # with nothing of its first life
    for _ in range(2):
        assert queue.take()
        clock.now += queue.lease
    assert queue.take() is None
    assert queue.dead()[0].why == "worker died, delivery 2"
    queue.close()


def test_an_extended_lease_lasts(tmp_path: Path) -> None:
    """As long again, from then on."""
    clock = Clock()
    queue = SqliteQueue(tmp_path / "tasks.db", lease=10, clock=clock)
    queue.put({})
    task = queue.take()
    assert task
    clock.now += 9
    queue.extend(task)
    clock.now += 9
    queue.ack(task)
    queue.close()


def test_a_delayed_task_comes_later(tmp_path: Path) -> None:
    """Not before its time; a task without a delay overtakes it."""
    clock = Clock()
    queue = SqliteQueue(tmp_path / "tasks.db", clock=clock)
    later, now = queue.put({"n": 1}, delay=60), queue.put({"n": 2})
    task = queue.take()
    assert task
    assert (task.id, queue.take()) == (now, None)
    queue.fail(task, "try later", delay=61)
    clock.now += 60
    task = queue.take()
    assert task
    assert (task.id, queue.take()) == (later, None)
    clock.now += 1
    assert queue.take()
    queue.close()


def test_leases_do_not_outlive_a_boot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock begins anew then, and so would all times in the file."""
    file, boot, clock = tmp_path / "tasks.db", tmp_path / "boot", Clock()
    monkeypatch.setattr(sqlite_queue, "BOOT_ID", boot)
    boot.write_text("first")
    before = SqliteQueue(file, clock=clock)
    before.put({"n": 1})
    before.put({"n": 2}, delay=600)
    old = before.take()
    assert old
    SqliteQueue(file, clock=clock).close()  # opened again, and nothing changes
    before.extend(old)
    boot.write_text("second")
    clock.now = 1.0
    after = SqliteQueue(file, clock=clock)
    assert after.take()
    assert after.take()
    with pytest.raises(StaleError):
        before.ack(old)
    for queue in (before, after):
        queue.close()


def test_the_default_clock_is_nobody_s_to_set(tmp_path: Path) -> None:
    """It does not follow the time of day, so nobody's jump ends a lease."""
    first = sqlite_queue.since_boot()
    assert 0 < first <= sqlite_queue.since_boot()


def test_who_allows_fewer_tries_waits_no_longer(tmp_path: Path) -> None:
    """A task that has had too many for one is left to another; nobody spins on it."""
    many = SqliteQueue(tmp_path / "tasks.db", deliveries=9)
    few = SqliteQueue(tmp_path / "tasks.db", deliveries=1)
    many.put({})
    task = many.take()
    assert task
    many.fail(task, "ValueError")
    assert few.take() is None
    assert many.take()
    for queue in (many, few):
        queue.close()


@pytest.mark.parametrize("content", [b"not a database" * 100, None])
def test_a_bad_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    """And left as it is, closed."""
    file = tmp_path / "tasks.db" if content else tmp_path / "none" / "tasks.db"
    if content:
        file.write_bytes(content)
    with pytest.raises(QueueError, match=r"tasks\.db: "):
        SqliteQueue(file)
    if content:
        assert file.read_bytes() == content
        assert str(file) not in {one.path for one in psutil.Process().open_files()}


def test_a_foreign_row_is_no_task(tmp_path: Path) -> None:
    """Somebody wrote it by hand: the taker gets an error that says so."""
    queue = SqliteQueue(tmp_path / "tasks.db", deliveries=1)
    with sqlite3.connect(tmp_path / "tasks.db") as other:
        other.execute("INSERT INTO task (body, due) VALUES ('[1]', 0)")
    other.close()
    assert queue.take() is None
    [dead] = queue.dead()
    assert "a task is a JSON object, not [1]" in dead.why
    queue.close()
