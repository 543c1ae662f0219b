"""A queue in a Redis stream: a consumer group, whose pending entries are the leases.

A lease is the least idle time after which the next taker claims an entry
(``XAUTOCLAIM``), so all workers of a queue open it with the same one.  What changes
a task is a transaction in ``redis_queue.lua``, which other languages call too.  It
fences: a task is settled by the consumer that has it, in that delivery.  An ack that
is late, but before anybody else took the task, counts.

A task is as safe as its server: set ``appendonly yes``, ``appendfsync always`` and
``maxmemory-policy noeviction``.  Redis has to be 7 or later.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.exceptions import OutOfMemoryError, RedisError
from redis.retry import Retry

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

SCRIPT = Path(__file__).with_suffix(".lua")
GROUP = "workers"
POLL = 0.2  # seconds until a waiting taker looks for what is due
GRAVE = (b"id", b"body", b"why")
TIMEOUT = 10.0  # seconds until a server that is silent is an error


@contextmanager
def told(name: str) -> Iterator[None]:
    """Tell the errors of Redis as those of a queue."""
    try:
        yield
    except OutOfMemoryError as error:
        raise FullError(f"queue {name!r}: Redis has reached its maxmemory") from error
    except RedisError as error:
        raise QueueError(f"queue {name!r}: {error}") from error


class RedisQueue:
    """A queue on a server; any number of machines, processes and threads may use it.

    url: ``redis://HOST:PORT/0``.
    name: any text; its keys are ``queue:NAME``, ``later:NAME`` and ``dead:NAME``.
    lease: seconds.
    deliveries: after so many a task is dead.

    Nothing is sent twice by itself: a put whose answer was lost is a `QueueError`.
    """

    def __init__(
        self,
        url: str,
        name: str = "tasks",
        lease: float = LEASE,
        deliveries: int = DELIVERIES,
    ) -> None:
        self.name = name
        self.lease = lease
        self.deliveries = deliveries
        self.consumer = token_hex(8)
        self.keys = [f"{kind}:{name}" for kind in ("queue", "later", "dead")]
        self.stream, self.later, self.graves = self.keys
        try:
            self.client: Any = redis.Redis.from_url(
                url,
                protocol=2,
                retry=Retry(NoBackoff(), 0),
                socket_timeout=TIMEOUT,
            )
        except ValueError as error:
            raise QueueError(f"{url!r} is no redis://HOST:PORT/0: {error}") from error
        self.script = self.client.register_script(SCRIPT.read_bytes())
        with told(name):
            policy = self.client.info("memory")["maxmemory_policy"]
        if policy.startswith("allkeys"):
            self.client.close()
            raise QueueError(f"Redis would evict tasks: maxmemory-policy is {policy}")

    def _run(self, verb: str, *values: Any) -> Any:
        """Run the script: one transaction."""
        with told(self.name):
            return self.script(self.keys, [verb, self.consumer, *values])

    def put(self, body: Body, delay: float = 0) -> str:
        """Add an entry; a delayed one to a sorted set, by the server's clock."""
        text = encode(body)
        with told(self.name):
            if delay <= 0:
                return str(self.client.xadd(self.stream, {"body": text}).decode())
            number = token_hex(8)
            seconds, micros = self.client.time()
            due = seconds * 1000 + micros // 1000 + milliseconds(delay)
            self.client.zadd(self.later, {json.dumps([number, 0, text]): due})
            return number

    def take(self, wait: float = 0) -> Task | None:
        """Claim an entry whose lease is over, or read a new one."""
        end = time.monotonic() + wait
        while True:
            row = self._run("take", milliseconds(self.lease), self.deliveries)
            if row is None:
                if (left := end - time.monotonic()) <= 0:
                    return None
                row = self._new(min(left, POLL))
            if row is not None and (task := self._task(*row)):
                return task

    def _new(self, seconds: float) -> Any:
        """Wait until an entry is added."""
        with told(self.name):
            found = self.client.xreadgroup(
                GROUP,
                self.consumer,
                {self.stream: ">"},
                count=1,
                block=milliseconds(seconds),
            )
        return self._run("read", found[0][1][0][0]) if found else None

    def _task(
        self, entry: bytes, number: bytes, delivery: int, text: bytes
    ) -> Task | None:
        """Return a task; what is none, for anybody may put, is dead at once."""
        try:
            body = decode(text)
        except ValueError as error:
            self._run("fail", entry, delivery, 0, 0, f"no task: {error}")
            return None
        return Task(number.decode(errors="replace"), body, delivery, entry)

    def _mine(self, verb: str, task: Task, *values: Any) -> None:
        """Change an entry that is still pending for who took it."""
        if not self._run(verb, task.token, task.delivery, *values):
            raise StaleError(
                f"task {task.id}: the lease of delivery {task.delivery} is over"
            )

    def extend(self, task: Task) -> None:
        """Claim the entry once more: its idle time begins anew."""
        self._mine("extend", task)

    def ack(self, task: Task) -> None:
        """Acknowledge the entry, and delete it."""
        self._mine("ack", task)

    def fail(self, task: Task, why: str, delay: float = 0) -> None:
        """Add it once more, now or later; the last one to the dead."""
        later = milliseconds(delay)
        self._mine("fail", task, self.deliveries, later, reason(why))

    def counts(self) -> Counts:
        """Count entries; a lease that is over counts until somebody takes the task."""
        return Counts(*self._run("counts"))

    def dead(self) -> list[Dead]:
        """List the stream of the dead."""
        with told(self.name):
            found = self.client.xrange(self.graves)
        return [grave(fields) for _, fields in found]

    def revive(self) -> int:
        """Add the dead once more."""
        return int(self._run("revive"))

    def close(self) -> None:
        """Let go of the connection, and of the consumer unless it has leases."""
        with suppress(QueueError):
            self._run("clean", milliseconds(self.lease))
        self.client.close()


def grave(fields: dict[bytes, bytes]) -> Dead:
    """Read a dead task; its body may be what made it dead."""
    number, text, why = (fields[key].decode(errors="replace") for key in GRAVE)
    return Dead(number, shown(text), why)


def milliseconds(seconds: float) -> int:
    """Round up: of what is left to wait, 0 would be for ever."""
    return math.ceil(seconds * 1000)
