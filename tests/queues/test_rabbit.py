"""examples.queues.rabbit_queue: killed workers, a stopped broker, a full disk."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from examples.peers import HOST, Server, find, held
from examples.queues import (
    Counts,
    FullError,
    QueueError,
    StaleError,
    Task,
    open_queue,
)
from examples.queues.rabbit_queue import JSON, LONGEST, RabbitQueue
from tests.queues.backends import address_of, cut

pytestmark = [pytest.mark.peer("rabbitmq"), pytest.mark.beside("queues")]

NAMES = ["a b", "'\"$(x)`", "*?[a]#", "Kirsche 🍒", "x" * LONGEST]


def control(server: Server, *command: str) -> None:
    """Tell a broker what to do, with its own command."""
    program = Path(find("rabbitmq") or "", "../rabbitmqctl").resolve()
    own = {**os.environ, **server.environment}
    subprocess.run([program, *command], check=True, env=own, capture_output=True)


@pytest.fixture
def name() -> str:
    """A name that no other test has."""
    return token_hex(8)


@pytest.fixture
def url(rabbitmq: Server) -> str:
    """Where the RabbitMQ of all tests is."""
    return address_of("rabbitmq", rabbitmq)[0]


@pytest.fixture
def queue(url: str, name: str) -> Iterator[RabbitQueue]:
    """A queue with three deliveries."""
    one = RabbitQueue(url, name, deliveries=3)
    yield one
    one.close()


def taken(queue: RabbitQueue) -> Task:
    """Take a task that has to be there."""
    task = queue.take(wait=60)
    assert task is not None
    return task


def until_counts(queue: RabbitQueue, counts: Counts) -> None:
    """Wait for the broker to have moved its dead letters."""
    end = time.monotonic() + 60
    while (now := queue.counts()) != counts:
        assert time.monotonic() < end, now
        time.sleep(0.05)


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """Stop the broker, with all its connections, while a block lasts."""
    control(server, "stop_app")
    try:
        yield
    finally:
        control(server, "start_app")


def test_a_stopped_broker_keeps_what_it_confirmed(
    rabbitmq: Server, queue: RabbitQueue
) -> None:
    """Waiting, leased, for later, failed and dead; meanwhile it is an error."""
    put = [queue.put({"n": number}) for number in range(20)]
    done, leased, failed, *poison = (taken(queue) for _ in range(4))
    queue.ack(done)
    queue.fail(failed, "try again")
    put.append(queue.put({"n": 20}, delay=0.1))
    for task in poison:
        queue.fail(Task(task.id, task.body, 3, task.token), "poison")
    with stopped(rabbitmq):
        with pytest.raises(StaleError, match=f"task {leased.id}: the lease"):
            queue.ack(leased)
        for ask in (queue.take, queue.counts, lambda: queue.put({"n": 1})):
            with pytest.raises(QueueError, match=r"[Cc]onnection"):
                ask()
    assert queue.revive() == 1
    seen: dict[str, int] = {}
    while len(seen) < 20:
        task = taken(queue)
        queue.ack(task)
        seen[task.id] = task.delivery
    assert set(seen) == set(put) - {done.id}
    assert (seen[leased.id], seen[failed.id], seen[poison[0].id]) == (2, 2, 1)
    assert queue.counts() == Counts(0, None, 0)


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """Have less room on the disk than the broker wants, while a block lasts."""
    control(server, "set_disk_free_limit", "1000000GB")
    try:
        yield
    finally:
        control(server, "set_disk_free_limit", "50MB")


def test_a_full_disk_refuses_a_put(rabbitmq: Server, queue: RabbitQueue) -> None:
    """At once; who takes and acks goes on; nothing is lost, and nothing comes later."""
    put = [queue.put({"n": number}) for number in range(3)]
    with full_disk(rabbitmq):
        for delay in (0, 0.1):
            with pytest.raises(FullError, match="disk or memory is full"):
                queue.put({"n": 3}, delay)
        queue.ack(taken(queue))
        failed = taken(queue)
        with pytest.raises(FullError):
            queue.fail(failed, "try again")
        with pytest.raises(StaleError):
            queue.ack(failed)
    put.append(queue.put({"n": 4}))
    seen: list[str] = []
    while len(seen) < 3:
        task = taken(queue)
        queue.ack(task)
        seen.append(task.id)
    assert set(seen) == set(put[1:])
    assert queue.take() is None
    assert queue.counts() == Counts(0, None, 0)


def test_a_full_queue_refuses_a_put(rabbitmq: Server, queue: RabbitQueue) -> None:
    """An operator may limit its length, with a policy."""
    limit = '{"max-length": 3}'
    control(rabbitmq, "set_policy", "--apply-to", "queues", "few", queue.name, limit)
    put: list[str] = []
    with pytest.raises(FullError, match="is full"):
        put.extend(queue.put({"n": number}) for number in range(1000))
    seen: list[str] = []
    while len(seen) < len(put):
        task = taken(queue)
        queue.ack(task)
        seen.append(task.id)
    assert seen == put


def publish(queue: RabbitQueue, body: bytes, **properties: Any) -> None:
    """Put a message as another client would; it sets what it is told and no more."""
    message = queue.channel.prepare_message(body, **properties)
    queue.channel.basic_publish(message, routing_key=queue.name)


@pytest.mark.parametrize(
    ("body", "properties", "why"),
    [
        (b'{"n": 1}', {}, "its content_type is None, not 'application/json'"),
        (
            b'{"n": 1}',
            {"content_type": "application/octet-stream"},  # what bunny sends
            "its content_type is 'application/octet-stream', not",
        ),
        (b"no JSON", {"content_type": JSON}, "Expecting value"),
        (b"[1]", {"content_type": JSON}, "a task is a JSON object, not [1]"),
        (b"[" * 100_000, {"content_type": JSON}, "a task is plain JSON: maximum"),
        (b"\xff", {"content_type": JSON, "content_encoding": "utf-8"}, "'utf-8' codec"),
        (
            b'{"n": 1}',
            {"content_type": JSON, "headers": {"deliveries": "many"}},
            "invalid literal for int()",
        ),
        (
            b"not compressed",
            {"content_type": JSON, "headers": {"compression": "zlib"}},
            "",
        ),
    ],
)
def test_what_is_no_task_is_dead_at_once(
    queue: RabbitQueue, body: bytes, properties: dict[str, Any], why: str
) -> None:
    """It kills no taker; the task behind it is taken."""
    publish(queue, body, **properties)
    number = queue.put({"n": 2})
    assert taken(queue).id == number
    [dead] = queue.dead()
    assert dead.why.startswith(f"no task: {why}")


def test_what_cannot_be_received_ends_dead(queue: RabbitQueue) -> None:
    """It is an error as often as a task is given out, and then the next is taken."""
    publish(queue, b'{"n": 1}', content_type=JSON, properties={"message_id": b"\xff"})
    for _ in range(3):
        with pytest.raises(QueueError, match="'utf-8' codec"):
            taken(queue)
    number = queue.put({"n": 2})
    task = taken(queue)
    assert task.id == number
    queue.ack(task)
    until_counts(queue, Counts(0, None, 1))


def test_an_interrupted_put_spoils_no_other(
    queue: RabbitQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its confirmation is for nobody: the connection is made anew."""

    def interrupt(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    before = queue.channel
    monkeypatch.setattr(before, "wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        queue.put({"n": 1})
    number = queue.put({"n": 2})
    assert queue.channel is not before
    assert taken(queue).id == number


def test_a_guest_s_json_is_revived_as_json(queue: RabbitQueue) -> None:
    """Who forgot the content_type is forgiven by `revive`."""
    publish(queue, b'{"n": 1}')
    assert queue.take() is None
    assert queue.revive() == 1
    task = taken(queue)
    assert (task.id, task.body, task.delivery) == ("?", {"n": 1}, 1)
    queue.ack(task)


def test_a_guest_needs_no_more_than_json(queue: RabbitQueue) -> None:
    """Of any language, with the content_type."""
    publish(queue, b'{"n": 1}', content_type=JSON)
    publish(queue, b'{"n": 2}', content_type=JSON, content_encoding="utf-8")
    assert [taken(queue).body, taken(queue).body] == [{"n": 1}, {"n": 2}]


def test_who_is_silent_loses_its_task(url: str, name: str) -> None:
    """RabbitMQ hears no heartbeat; who was asleep is told so, and may go on."""
    silent, other = RabbitQueue(url, name, lease=2), RabbitQueue(url, name)
    silent.put({"n": 1})
    task = taken(silent)
    again = taken(other)
    assert (again.id, again.delivery) == (task.id, 2)
    for late in (silent.extend, silent.ack):
        with pytest.raises(StaleError):
            late(task)
    other.ack(again)
    number = silent.put({"n": 2})
    assert taken(other).id == number
    silent.close()
    other.close()


def test_to_extend_is_to_say_something(queue: RabbitQueue) -> None:
    """The lease of all its tasks ends later then."""
    queue.put({"n": 1})
    task = taken(queue)
    before = queue.end
    queue.extend(task)
    assert queue.end > before
    queue.ack(task)


def test_an_ack_that_nobody_hears_is_stale(
    rabbitmq: Server, queue: RabbitQueue
) -> None:
    """It is sent without an error, but the broker has closed the connection."""
    queue.put({"n": 1})
    task = taken(queue)
    control(rabbitmq, "close_all_connections", "for a test")
    with pytest.raises(StaleError, match=f"task {task.id}: the lease of delivery 1"):
        queue.ack(task)
    again = taken(queue)
    assert (again.id, again.delivery) == (task.id, 2)


def test_who_closes_gives_its_task_back(url: str, name: str) -> None:
    """And is told so."""
    first, other = (RabbitQueue(url, name) for _ in range(2))
    first.put({"n": 1})
    task = taken(first)
    first.close()
    again = taken(other)
    assert (again.id, again.delivery) == (task.id, 2)
    with pytest.raises(StaleError, match="the lease of delivery 1 is over"):
        first.ack(task)
    first.close()
    other.close()


def test_failures_and_deaths_are_counted_together(queue: RabbitQueue) -> None:
    """Ours in a header of the message, the broker's in its own."""
    queue.put({"n": 1})
    queue.fail(taken(queue), "ValueError: first")
    assert taken(queue).delivery == 2
    cut(queue)
    with pytest.raises(QueueError):
        queue.counts()
    assert taken(queue).delivery == 3
    cut(queue)
    with pytest.raises(QueueError):
        queue.counts()
    while queue.counts() != Counts(0, None, 1):
        assert queue.take() is None
    assert [dead.why for dead in queue.dead()] == ["worker died, delivery 3"]


def test_a_delay_waits_for_the_one_before_it(queue: RabbitQueue) -> None:
    """A queue expires at its head; a task without a delay overtakes them."""
    put = [queue.put({"n": 1}, 0.5), queue.put({"n": 2}, 0.01)]
    assert [taken(queue).id for _ in put] == put
    queue.put({"n": 3}, 600)
    number = queue.put({"n": 4})
    task = taken(queue)
    assert task.id == number
    queue.fail(task, "later", 0.01)
    assert queue.take(wait=0.5) is None


def test_a_long_reason_is_cut(queue: RabbitQueue) -> None:
    """To its end, which names the error: headers have to go in one frame."""
    queue.put({"n": 1})
    for _ in range(3):
        queue.fail(taken(queue), "x" * 200_000 + "ValueError: no cherry 🍒")
    [dead] = queue.dead()
    assert dead.why.endswith("xValueError: no cherry 🍒")


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_a_name(url: str, name: str) -> None:
    """Queues of whatever names have nothing in common."""
    queue, other = RabbitQueue(url, name), RabbitQueue(url, name[:-1])
    queue.put({"n": 1})
    assert other.take() is None
    queue.ack(taken(queue))
    queue.close()
    other.close()


@pytest.mark.parametrize("name", ["", "a\n", "a\0", "é" * LONGEST, "amq.mine"])
def test_what_is_no_name_is_refused(url: str, name: str) -> None:
    """By us, or by the broker."""
    with pytest.raises(QueueError, match=r"a name has 1 to|reserved prefix"):
        RabbitQueue(url, name)


def test_another_number_of_deliveries_is_refused(queue: RabbitQueue, url: str) -> None:
    """The broker counts, so it is the queue's."""
    with pytest.raises(QueueError, match="inequivalent arg 'x-delivery-limit'"):
        RabbitQueue(url, queue.name, deliveries=4)


def test_a_put_into_no_queue_fails(queue: RabbitQueue) -> None:
    """Somebody deleted it: it was not put, and the next time it is made again."""
    queue.channel.queue_delete(queue.name)
    with pytest.raises(QueueError, match="NO_ROUTE"):
        queue.put({"n": 1})
    number = queue.put({"n": 2})
    assert taken(queue).id == number


def test_without_a_broker_it_says_so(url: str) -> None:
    """Not there, wrong password, wrong URL; the password is not told."""
    with held() as port, pytest.raises(QueueError, match=f"{HOST}:{port}.*refused"):
        open_queue(f"amqp://{HOST}:{port}//")
    wrong = url.replace("guest:guest", "guest:secret")
    with pytest.raises(QueueError, match="ACCESS_REFUSED") as caught:
        open_queue(wrong)
    assert "secret" not in str(caught.value)
    with pytest.raises(QueueError, match=r"'amqp://a:b//': .*'b'"):
        open_queue("amqp://a:b//")
