"""examples.queues on Redis: workers and the broker are killed, memory is full."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.doomed import Doomed
from examples.peers import HOST, Server, held, serve
from examples.queues import Counts, FullError, QueueError, StaleError, Task, open_queue
from examples.queues.redis_queue import GROUP, RedisQueue
from tests.queues.backends import HOUR, wait_for_redis

pytestmark = [pytest.mark.peer("redis"), pytest.mark.beside("queues")]

SAFE = "appendonly yes\nappendfsync always"
NAMES = ["", "a b", "'\"$(x)`", "*?[a]", "later:a", "{a}:\r\n\0", "Kirsche 🍒", "," * 9]


def crash(server: Server) -> None:
    """Crash it, and wait until it is back."""
    server.crash()
    wait_for_redis(server)


@pytest.fixture
def url(redis: Server) -> str:
    """Where the Redis of all tests is."""
    return at(redis)


@pytest.fixture
def safe() -> Iterator[Server]:
    """A Redis of one test, which writes before it answers."""
    with serve("redis", SAFE) as server:
        yield server


def at(server: Server) -> str:
    """Return the URL of a server."""
    return f"redis://{server.host}:{server.port}/0"


def taken(queue: RedisQueue) -> Task:
    """Take a task that has to be there."""
    task = queue.take(wait=20)
    assert task is not None
    return task


def consumers(queue: RedisQueue) -> set[str]:
    """Name the consumers that Redis knows."""
    known = queue.client.xinfo_consumers(queue.stream, GROUP)
    return {one["name"].decode() for one in known}


def test_consumers_do_not_accumulate(url: str) -> None:
    """Who closes is let go of; who was killed is, by whoever takes over or closes."""
    queue = RedisQueue(url, "consumers", lease=0.2, deliveries=99)
    for number in range(3):
        queue.put({"n": number})
        doomed = Doomed(url, "consumers")
        doomed.starts()
        doomed.kill()
        queue.ack(taken(queue))
    while consumers(queue) - {queue.consumer}:  # who is idle for long goes, too
        other = RedisQueue(url, "consumers", lease=0.2)
        other.take()
        other.close()
    queue.close()
    assert consumers(RedisQueue(url, "consumers")) == set()


def test_close_keeps_a_lease(url: str) -> None:
    """A consumer with a task stays, for with it the task would go."""
    queue = RedisQueue(url, "close", lease=0.2)
    queue.put({"n": 1})
    task = taken(queue)
    queue.close()
    other = RedisQueue(url, "close", lease=0.2)
    assert consumers(other) == {queue.consumer}
    again = taken(other)
    assert (again.id, again.delivery) == (task.id, 2)
    assert consumers(other) == {other.consumer}


def test_a_retry_that_is_delayed_keeps_its_tries(url: str) -> None:
    """Or what fails each time would never be dead."""
    queue = RedisQueue(url, "delayed", deliveries=2)
    number = queue.put({"n": 1})
    queue.fail(taken(queue), "try later", 0.01)
    again = taken(queue)
    assert (again.id, again.delivery) == (number, 2)
    queue.fail(again, "no more", 0.01)
    assert [one.why for one in queue.dead()] == ["no more"]


def claimed(queue: RedisQueue, task: Task, by: str, idle: int = 0) -> None:
    """Let another consumer have a task, in the same delivery, or age its lease."""
    place = (queue.stream, GROUP, by, 0, [task.token])
    queue.client.xclaim(*place, idle=idle, justid=True)


def refused(queue: RedisQueue, task: Task) -> None:
    """See that a task cannot be settled."""
    for settle in (queue.ack, queue.extend, lambda task: queue.fail(task, "late")):
        with pytest.raises(StaleError):
            settle(task)


def test_extend_begins_the_lease_anew(url: str) -> None:
    """In the same delivery; nobody else gets it."""
    queue, other = RedisQueue(url, "extend"), RedisQueue(url, "extend")
    queue.put({"n": 1})
    task = taken(queue)
    claimed(queue, task, queue.consumer, HOUR)
    queue.extend(task)
    assert other.take() is None
    queue.ack(task)


def test_a_task_is_fenced_by_consumer_and_delivery(url: str) -> None:
    """Who has it again has another lease; an operator may give it to somebody."""
    queue = RedisQueue(url, "fenced")
    queue.put({"n": 1})
    first = taken(queue)
    claimed(queue, first, queue.consumer, HOUR)
    second = taken(queue)
    refused(queue, first)
    claimed(queue, second, "operator")
    refused(queue, second)
    claimed(queue, second, queue.consumer)
    queue.ack(second)


def test_a_late_ack_counts_until_somebody_has_it(url: str) -> None:
    """What was done need not be done again."""
    queue = RedisQueue(url, "late")
    queue.put({"n": 1})
    task = taken(queue)
    claimed(queue, task, queue.consumer, HOUR)
    queue.ack(task)
    assert queue.counts() == Counts(0, 0, 0)


def test_a_crash_of_the_broker_loses_nothing(safe: Server) -> None:
    """Killed and started on its file, it has each acked put, and who holds what."""
    queue = RedisQueue(at(safe), deliveries=2)
    put = [queue.put({"n": number}) for number in range(50)]
    done, held, dead = (taken(queue) for _ in range(3))
    queue.ack(done)
    queue.fail(dead, "first")
    later = queue.put({"n": 50}, delay=0.1)
    crash(safe)
    assert queue.counts() == Counts(49, 1, 0)
    queue.extend(held)
    crash(safe)
    claimed(queue, held, queue.consumer, HOUR)
    seen = {}
    while queue.counts() != Counts(0, 0, 0):
        task = taken(queue)
        queue.ack(task)
        seen[task.id] = task.delivery
    assert set(seen) == {*put, later} - {done.id}
    assert {name for name, delivery in seen.items() if delivery == 2} == {
        held.id,
        dead.id,
    }


def test_a_full_broker_refuses_a_put(safe: Server) -> None:
    """It is told; what is there is taken, failed and acked, and then there is room."""
    queue = RedisQueue(at(safe), deliveries=2)
    used = queue.client.info("memory")["used_memory"]
    queue.client.config_set("maxmemory", used + 2_000_000)
    put: list[str] = []
    with pytest.raises(FullError, match="Redis has reached its maxmemory"):
        put.extend(queue.put({"data": "x" * 10_000}) for _ in range(500))
    assert len(put) > 20
    queue.client.config_set("maxmemory", 1)
    with pytest.raises(FullError):
        queue.put({"n": 1}, delay=20)
    queue.client.config_set("maxmemory", used + 2_000_000)
    queue.fail(taken(queue), "try again")
    queue.fail(taken(queue), "try later", 0.01)
    seen: set[str] = set()
    while len(seen) < len(put):
        task = taken(queue)
        queue.ack(task)
        seen.add(task.id)
    assert seen == set(put)
    queue.put({"n": 1})
    assert queue.counts() == Counts(1, 0, 0)


def test_a_broker_that_evicts_is_refused(safe: Server) -> None:
    """It would throw the queue away; whoever keeps the error keeps no connection."""
    client = RedisQueue(at(safe)).client
    client.config_set("maxmemory-policy", "allkeys-lru")
    before = len(client.client_list())
    evicts = "evict tasks: maxmemory-policy is allkeys"
    with pytest.raises(QueueError, match=evicts) as kept:
        RedisQueue(at(safe))
    assert kept.tb  # which keeps all that was open in it
    end = time.monotonic() + 20
    while len(client.client_list()) > before:  # Redis notes an end a moment later
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name(url: str, name: str) -> None:
    """Queues of whatever names have nothing in common."""
    queue, other = RedisQueue(url, name), RedisQueue(url, name + "a")
    queue.put({"n": 1}, delay=0.01)
    queue.ack(taken(queue))
    queue.put({"n": 2})
    assert other.take() is None
    queue.ack(taken(queue))
    assert queue.counts() == Counts(0, 0, 0)


def test_a_name_that_is_taken_is_an_error(url: str) -> None:
    """A key of another type is left as it is."""
    queue = RedisQueue(url, "taken")
    queue.client.set(queue.stream, "mine")
    for ask in (queue.take, queue.counts, lambda: queue.put({"n": 1})):
        with pytest.raises(QueueError, match=r"'taken': .*WRONGTYPE"):
            ask()
    assert queue.client.get(queue.stream) == b"mine"


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "no JSON"},
        {"body": "[1]"},
        {"body": "[" * 100_000},
        {"body": b"\xff"},
        {"other": "field"},
        {"body": "1", "tries": "many", "id": b"\xff"},
    ],
)
def test_what_is_no_task_is_dead_at_once(
    url: str, fields: dict[str, str | bytes]
) -> None:
    """Anybody may put; the worker goes on."""
    queue = RedisQueue(url, "no task")
    queue.client.delete(*queue.keys)
    queue.client.xadd(queue.stream, fields)
    number = queue.put({"n": 1})
    assert taken(queue).id == number
    [dead] = queue.dead()
    assert dead.why.startswith("no task: ")


def test_a_put_wakes_who_waits(url: str) -> None:
    """A task by a blocked read is like any other; so is one that was due later."""
    queue, other = RedisQueue(url, "wakes"), RedisQueue(url, "wakes")

    def put(delay: float) -> str:
        while "xreadgroup" not in {one["cmd"] for one in other.client.client_list()}:
            time.sleep(0.01)
        return other.put({"n": 1}, delay)

    with ThreadPoolExecutor() as beside:
        for delay in (0.0, 0.3):
            number = beside.submit(put, delay)
            task = taken(queue)
            queue.ack(task)
            assert (task.id, task.delivery) == (number.result(), 1)


def test_without_a_broker_it_says_so() -> None:
    """At once when there is none, and when it goes."""
    with held() as port:
        with pytest.raises(QueueError, match=r"queue 'tasks': .*[Cc]onnect"):
            open_queue(f"redis://{HOST}:{port}/0")
        with serve("redis", port=port) as server:
            queue = RedisQueue(at(server))
            queue.put({"n": 1})
        for ask in (queue.take, queue.counts, lambda: queue.put({"n": 1})):
            with pytest.raises(QueueError, match="queue 'tasks': "):
                ask()
        queue.close()
    with pytest.raises(QueueError, match="'redis://a:b/0' is no redis://HOST:PORT/0"):
        open_queue("redis://a:b/0")
