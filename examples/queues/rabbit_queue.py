"""A queue on RabbitMQ: a quorum queue with a delivery limit, publisher confirms.

The lease is the connection: when that is gone, the next taker gets the task at once.
RabbitMQ ends it after two heartbeats without a word, which are ``lease``, from 2 to 120
seconds; to `extend` it is to say something, and that renews it for all tasks.  After
half an hour it ends all the same: ``consumer_timeout`` in RabbitMQ's configuration.

Beside the queue NAME are NAME.dead, and NAME.later, where a task with a delay waits for
its TTL, and for those before it: a short delay is over after a longer one put earlier.

A broker whose disk is full keeps what it was sent last, and puts it when there is room,
long after the put has failed.  So a message to nowhere is sent ahead of each.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from threading import Lock
from typing import Any

from amqp.exceptions import MessageNacked
from kombu.connection import Connection
from kombu.message import Message
from kombu.messaging import Producer

from .protocol import (
    DELIVERIES,
    LEASE,
    Body,
    Counts,
    Dead,
    FullError,
    QueueError,
    StaleError,
    Task,
    decode,
    encode,
    reason,
    shown,
)

JSON = "application/json"
POLL = 0.05  # seconds between two looks while waiting
CONFIRM = 10.0  # seconds until the broker has to answer
LONGEST = 200  # bytes of a name
# A dead letter stays in its queue until the next one has it on disk.
SAFELY = {
    "x-queue-type": "quorum",
    "x-dead-letter-exchange": "",
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
}


def blocked(because: str) -> None:
    """Hear from the broker that it reads no more, as when its disk is full."""
    raise FullError(f"RabbitMQ takes no task, its disk or memory is full: {because}")


class RabbitQueue:
    """A queue of a broker; threads share its connection, which is made anew if lost.

    url: ``amqp://USER:PASSWORD@HOST:PORT//``.
    name: of the queue.
    lease: seconds.
    deliveries: after so many a task is dead; a queue keeps what it was made with.
    """

    def __init__(
        self, url: str, name: str, lease: float = LEASE, deliveries: int = DELIVERIES
    ) -> None:
        if not (name.isprintable() and 0 < len(name.encode()) <= LONGEST):
            raise QueueError(f"a name has 1 to {LONGEST} bytes in one line: {name!r}")
        self.name, self.later, self.buried = name, f"{name}.later", f"{name}.dead"
        self.deliveries = deliveries
        self.end = 0.0  # of the lease
        self.heartbeat = max(1, round(lease / 2))
        self.lease = 2.0 * self.heartbeat
        self.lock = Lock()
        self.channel: Any = None
        try:
            self.connection = Connection(
                url,
                connect_timeout=CONFIRM,
                heartbeat=self.heartbeat,
                transport_options={"confirm_publish": True, "on_blocked": blocked},
            )
        except ValueError as error:
            raise QueueError(f"{url!r}: {error}") from error
        self.errors = (
            *self.connection.connection_errors,
            *self.connection.channel_errors,
            UnicodeDecodeError,  # py-amqp cannot read a property of a message
        )
        with self._talk():
            pass

    @contextmanager
    def _talk(self) -> Iterator[Any]:
        """Hold the channel while a block lasts; an error ends it, and all leases."""
        with self.lock:
            try:
                if time.monotonic() > self.end:
                    self._drop()  # the broker has, or is about to
                if self.channel is None:
                    self.channel = self._opened()
                yield self.channel
                self.end = time.monotonic() + 2 * self.connection.connection.heartbeat
            except MessageNacked as error:
                raise FullError(f"queue {self.name!r} is full") from error
            except StaleError:
                raise
            except self.errors as error:
                self._drop()
                where = self.connection.as_uri()  # without the password
                raise QueueError(f"{where}, queue {self.name!r}: {error}") from error
            except BaseException:  # such as Ctrl-C: the next would get our answer
                self._drop()
                raise

    def _opened(self) -> Any:
        """Connect, and make the queues if there are none."""
        limit = {"x-delivery-limit": self.deliveries - 1}
        # For a new queue a busy broker takes longer than a lease lets one be silent.
        with self.connection.clone(heartbeat=0) as patient:
            channel = patient.channel()
            for name, arguments in {
                # Not a quorum queue: there, being listed would count as a delivery.
                self.buried: {"x-queue-type": "classic"},
                self.name: SAFELY | limit | {"x-dead-letter-routing-key": self.buried},
                self.later: SAFELY | {"x-dead-letter-routing-key": self.name},
            }.items():
                channel.queue_declare(
                    name, durable=True, auto_delete=False, arguments=arguments
                )
        self.connection.ensure_connection(
            max_retries=1, interval_start=0, reraise_as_library_errors=False
        )
        return self.connection.channel()

    def _drop(self) -> None:
        """Let the connection go without a word, which a full broker would not hear."""
        self.channel = None
        self.connection.collect()

    def _publish(self, name: str, text: str | bytes, number: str, **more: Any) -> None:
        """Have a message confirmed; it is mandatory that there is a queue for it."""
        producer = Producer(self.channel)
        producer.publish("", routing_key="", confirm_timeout=CONFIRM)
        producer.publish(
            *(text, name),
            message_id=number,
            content_type=JSON,
            content_encoding="utf-8",
            mandatory=True,
            confirm_timeout=CONFIRM,
            **more,
        )

    def _send(
        self, text: str | bytes, number: str, delay: float = 0, **headers: Any
    ) -> None:
        """Publish a task, for now or for later."""
        if delay > 0:
            self._publish(self.later, text, number, headers=headers, expiration=delay)
        else:
            self._publish(self.name, text, number, headers=headers)

    def _bury(self, message: Message, why: str) -> None:
        """Move a message to the dead; it is there before it is gone here."""
        self._publish(
            self.buried, message.body, named(message), headers={"why": reason(why)}
        )
        message.ack()

    def put(self, body: Body, delay: float = 0) -> str:
        """Publish a message, and wait until the broker confirms it."""
        number, text = token_hex(8), encode(body)
        with self._talk():
            self._send(text, number, delay)
        return number

    def take(self, wait: float = 0) -> Task | None:
        """Get the oldest message, which stays with this connection."""
        end = time.monotonic() + wait
        while (task := self._take()) is None and time.monotonic() < end:
            time.sleep(POLL)
        return task

    def _take(self) -> Task | None:
        with self._talk() as channel:
            while message := got(channel, self.name):
                try:
                    task = read(message)
                    if task.delivery <= self.deliveries:
                        return task
                    why = self._died()
                except (ValueError, TypeError) as error:
                    why = f"no task: {error}"
                self._bury(message, why)
        return None

    def _died(self) -> str:
        return f"worker died, delivery {self.deliveries}"

    @contextmanager
    def _mine(self, task: Task) -> Iterator[Message]:
        """Hold the message of a task that is still leased to who took it."""
        message: Message = task.token
        over = f"task {task.id}: the lease of delivery {task.delivery} is over"
        try:
            with self._talk() as channel:
                if message.channel is not channel or message.acknowledged:
                    raise StaleError(over)
                yield message
                channel.basic_qos(0, 0, False)  # its answer: the ack was heard
        except (FullError, StaleError):
            raise
        except QueueError as error:
            raise StaleError(f"{over}: {error}") from error

    def extend(self, task: Task) -> None:
        """Ask whether the connection stands, which is the lease."""
        with self._mine(task):
            pass

    def ack(self, task: Task) -> None:
        """Acknowledge the message."""
        with self._mine(task) as message:
            message.ack()

    def fail(self, task: Task, why: str, delay: float = 0) -> None:
        """Publish it anew, or as dead, and only then acknowledge it."""
        with self._mine(task) as message:
            if task.delivery >= self.deliveries:
                self._bury(message, why)
            else:
                done = {"deliveries": task.delivery, "why": reason(why)}
                self._send(message.body, task.id, delay, **done)
                message.ack()

    def counts(self) -> Counts:
        """Ask for the lengths of the queues; what is leased, RabbitMQ does not tell."""
        with self._talk() as channel:
            waiting, later, dead = (
                channel.queue_declare(name, passive=True).message_count
                for name in (self.name, self.later, self.buried)
            )
        return Counts(waiting + later, None, dead)

    def dead(self) -> list[Dead]:
        """Get all dead messages, and give them back by closing the channel."""
        with self._talk(), self.connection.channel() as channel:
            messages = list(iter(lambda: got(channel, self.buried), None))
        # Who is dead by the delivery limit has no reason.
        return [
            Dead(
                named(message),
                shown(message.body),
                str(message.headers.get("why", self._died())),
            )
            for message in messages
        ]

    def revive(self) -> int:
        """Publish dead messages anew, as JSON."""
        revived = 0
        for _ in range(self.counts().dead):
            with self._talk() as channel:
                if message := got(channel, self.buried):
                    self._send(message.body, named(message))
                    message.ack()
                    revived += 1
        return revived

    def close(self) -> None:
        """Close the connection; what it has goes back."""
        with self.lock:
            self.channel = None
            self.connection.release()


def got(channel: Any, name: str) -> Message | None:
    """Get a message of a queue."""
    raw = channel.basic_get(name)
    return None if raw is None else channel.message_to_python(raw)


def named(message: Message) -> str:
    """Return a task's id, which other clients may leave out."""
    return str(message.properties.get("message_id", "?"))


def read(message: Message) -> Task:
    """Read a message that anybody may have put.

    :raises ValueError: or `TypeError`, if it is not a JSON object, declared as JSON.
    """
    if message.content_type != JSON:
        raise ValueError(f"its content_type is {message.content_type!r}, not {JSON!r}")
    tries = (
        message.headers.get(name, 0) for name in ("deliveries", "x-delivery-count")
    )
    return Task(named(message), decode(message.body), 1 + sum(map(int, tries)), message)
