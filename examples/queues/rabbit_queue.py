"""A queue on RabbitMQ: a quorum queue with a delivery limit, publisher confirms.

The lease is the connection: a task is its taker's until that acks it or is gone, and
`extend` only asks whether the connection stands.  ``lease`` is not used; a machine that
vanishes without a word keeps its tasks for the broker's ``consumer_timeout``, half an
hour.

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
from kombu import Connection, Producer
from kombu.message import Message

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
)

JSON = "application/json"
POLL = 0.05  # seconds between two looks while waiting
CONFIRM = 10.0  # seconds until the broker has to answer
# A dead letter stays in its queue until the next one has it on disk.
SAFELY = {
    "x-queue-type": "quorum",
    "x-dead-letter-exchange": "",
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
}


def blocked(reason: str) -> None:
    """Hear from the broker that it reads no more, as when its disk is full."""
    raise FullError(f"RabbitMQ takes no task, its disk or memory is full: {reason}")


class RabbitQueue:
    """A queue of a broker; threads share its connection, which is made anew if lost.

    url: ``amqp://USER:PASSWORD@HOST:PORT//``.
    name: of the queue; made with this number of deliveries, it keeps that.
    deliveries: after so many a task is dead.
    """

    def __init__(
        self,
        url: str,
        name: str,
        lease: float = LEASE,
        deliveries: int = DELIVERIES,
    ) -> None:
        self.name, self.dead_name, self.later_name = (
            name,
            f"{name}.dead",
            f"{name}.later",
        )
        self.deliveries = deliveries
        self.lock = Lock()
        self.channel: Any = None
        options = {"confirm_publish": True, "on_blocked": blocked}
        self.connection = Connection(
            url, connect_timeout=CONFIRM, transport_options=options
        )
        with self._talk():
            pass

    @contextmanager
    def _talk(self) -> Iterator[Any]:
        """Hold the channel while a block lasts; an error ends it, and all leases."""
        with self.lock:
            try:
                if self.channel is None:
                    self._open()
                yield self.channel
            except MessageNacked as error:
                raise FullError(f"{self.name}: RabbitMQ refused the task") from error
            except FullError:
                self._drop()
                raise
            except (
                *self.connection.connection_errors,
                *self.connection.channel_errors,
            ) as error:
                self._drop()
                where = self.connection.as_uri()  # without the password
                raise QueueError(f"{where}, {self.name}: {error}") from error

    def _open(self) -> None:
        channel = self.connection.channel()
        limit = {
            "x-delivery-limit": self.deliveries - 1,
            "x-dead-letter-routing-key": self.dead_name,
        }
        later = {"x-dead-letter-routing-key": self.name}
        # Not a quorum queue: being listed counts as a delivery there.
        for name, arguments in (
            (self.dead_name, {"x-queue-type": "classic"}),
            (self.name, {**SAFELY, **limit}),
            (self.later_name, {**SAFELY, **later}),
        ):
            channel.queue_declare(
                name, durable=True, auto_delete=False, arguments=arguments
            )
        self.channel = channel

    def _drop(self) -> None:
        """Let the connection go without a word, which a full broker would not hear."""
        self.channel = None
        self.connection.collect()

    def _publish(self, name: str, text: str | bytes, number: str, **more: Any) -> None:
        """Have a message confirmed; mandatory, for without its queue it is nowhere."""
        producer = Producer(self.channel)
        producer.publish("", "", confirm_timeout=CONFIRM)
        producer.publish(
            *(text, name),
            message_id=number,
            content_type=JSON,
            content_encoding="utf-8",
            mandatory=True,
            confirm_timeout=CONFIRM,
            **more,
        )

    # region put
    def put(self, body: Body, delay: float = 0) -> str:
        """Publish a message, and wait until the broker confirms it."""
        number, text = token_hex(8), encode(body)
        with self._talk():
            if delay > 0:
                self._publish(self.later_name, text, number, expiration=delay)
            else:
                self._publish(self.name, text, number)
        return number
        # endregion

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
                    why = f"worker died, delivery {self.deliveries}"
                except (ValueError, TypeError) as error:
                    why = f"not a task: {error}"
                self._bury(message, why)
        return None

    def _bury(self, message: Message, why: str) -> None:
        """Move a message to the dead ones; it is there before it is gone here."""
        headers = {"why": why}
        self._publish(self.dead_name, message.body, named(message), headers=headers)
        message.ack()

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
                channel.basic_qos(0, 0, False)  # the answer means it heard the ack
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

    # region fail
    def fail(self, task: Task, why: str, delay: float = 0) -> None:
        """Publish it anew, for later or as dead, and only then acknowledge it."""
        headers = {"why": why, "deliveries": task.delivery}
        with self._mine(task) as message:
            if task.delivery >= self.deliveries:
                self._bury(message, why)
                return
            if delay > 0:
                more = {"headers": headers, "expiration": delay}
                self._publish(self.later_name, message.body, task.id, **more)
            else:
                self._publish(self.name, message.body, task.id, headers=headers)
            message.ack()
        # endregion

    def counts(self) -> Counts:
        """Ask for the lengths of the queues; who has what, RabbitMQ does not tell."""
        with self._talk() as channel:
            waiting, later, dead = (
                channel.queue_declare(name, passive=True).message_count
                for name in (self.name, self.later_name, self.dead_name)
            )
        return Counts(waiting + later, None, dead)

    def dead(self) -> list[Dead]:
        """Take all dead messages, and give them back by closing the channel."""
        with self._talk(), self.connection.channel() as channel:
            messages = list(iter(lambda: got(channel, self.dead_name), None))
        return [
            Dead(
                named(message),
                shown(message),
                # RabbitMQ's delivery limit writes no reason.
                message.headers.get("why", f"worker died, delivery {self.deliveries}"),
            )
            for message in messages
        ]

    def revive(self) -> int:
        """Publish dead messages anew, as JSON."""
        with self._talk() as channel:
            passive = channel.queue_declare(self.dead_name, passive=True)
            for number in range(passive.message_count):
                message = got(channel, self.dead_name)
                if message is None:  # somebody else was faster
                    return number
                self._publish(self.name, message.body, named(message))
                message.ack()
        return int(passive.message_count)

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
        raise ValueError(f"content_type is {message.content_type!r}, not {JSON!r}")
    before = (
        message.headers.get(name, 0) for name in ("deliveries", "x-delivery-count")
    )
    delivery = 1 + sum(map(int, before))
    return Task(named(message), decode(message.body), delivery, message)


def shown(message: Message) -> Body:
    """Read the body of a dead message, or quote it."""
    try:
        return decode(message.body)
    except ValueError:
        return {"not a task": repr(message.body)}
