"""What every queue of this package does: put, take under a lease, extend, ack, fail.

A task is taken for some seconds, its *lease*.  Who does not ack, fail or extend it by
then loses it to the next taker, and is told so: `StaleError`.  So a task is done at
least once, and may be done twice; handlers have to bear that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol

Body = dict[str, Any]
"""What is to be done: plain JSON, on one line, so that any language can read it."""

LIMIT = 64 * 1024  # bytes of a body: a queue carries what to do, not what with
LEASE = 30.0  # seconds
WHY = 8000  # letters of a reason that are kept, the last ones
DELIVERIES = 4  # times a task is given out before it is dead


class QueueError(Exception):
    """A queue cannot do what was asked; the message says why."""


class FullError(QueueError):
    """The queue is full: the task was not put, and nothing was lost."""


class StaleError(QueueError):
    """The lease is over: somebody else has the task, or will."""


@dataclass(frozen=True)
class Task:
    """A task that was taken.

    id: what `put` returned.
    body: what is to be done.
    delivery: 1 the first time it is given out.
    token: of the lease; another one for every delivery.
    """

    id: str
    body: Body
    delivery: int
    token: Any


@dataclass(frozen=True)
class Dead:
    """A task that nobody gets any more, and why: its last traceback, or a death."""

    id: str
    body: Body
    why: str

    @property
    def last_line(self) -> str:
        """The end of the reason: of a traceback, its error."""
        return (self.why.strip().splitlines() or ["no reason was given"])[-1]


@dataclass(frozen=True)
class Counts:
    """How many tasks wait, now or for later; are leased; are dead.

    None for what a broker does not tell.
    """

    waiting: int
    leased: int | None
    dead: int


class Queue(Protocol):
    """A queue; `examples.queues.open_queue` opens one by its URL."""

    @property
    def lease(self) -> float:
        """Seconds."""
        ...

    def put(self, body: Body, delay: float = 0) -> str:
        """Store a task, and return its id.  When it returns, the task is safe.

        :param delay: seconds before anybody gets it.
        :raises FullError: if there is no room.
        :raises ValueError: if it is not JSON, or has more than `LIMIT` bytes.
        """
        ...

    def take(self, wait: float = 0) -> Task | None:
        """Lease the oldest task; None if there was none for `wait` seconds."""
        ...

    def extend(self, task: Task) -> None:
        """Begin the lease anew.  :raises StaleError: if it is over."""
        ...

    def ack(self, task: Task) -> None:
        """Forget a task that was done.  :raises StaleError: if the lease is over."""
        ...

    def fail(self, task: Task, why: str, delay: float = 0) -> None:
        """Give it back for another try; after `DELIVERIES` of them it is dead.

        :param why: the traceback.
        :param delay: seconds before the next try.
        :raises StaleError: if the lease is over.
        """
        ...

    def counts(self) -> Counts:
        """Count what is in the queue."""
        ...

    def dead(self) -> list[Dead]:
        """List dead tasks, the oldest first."""
        ...

    def revive(self) -> int:
        """Put all dead tasks back, with all their tries; return how many."""
        ...

    def close(self) -> None:
        """Let go of the connection; leases end by themselves."""
        ...


def encode(body: Body) -> str:
    """Write a body as JSON on one line.

    :raises ValueError: if it is not a dict of plain JSON, or too long.
    """
    if not isinstance(body, dict):
        raise ValueError(f"a task is a dict, not {type(body).__name__}: {body!r:.80}")
    try:
        text = json.dumps(body, allow_nan=False, ensure_ascii=True)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"a task is plain JSON: {error}") from error
    if json.loads(text) != body:
        raise ValueError(f"a task is plain JSON, this changes on its way: {body!r:.80}")
    if len(text) > LIMIT:
        raise ValueError(f"a task has at most {LIMIT:,} bytes, this one {len(text):,}")
    return text


def decode(text: str | bytes) -> Body:
    """Read a body that anybody may have put.

    :raises ValueError: if it is not a JSON object.
    """
    try:
        body = json.loads(text)
    except RecursionError as error:
        raise ValueError(f"a task is plain JSON: {error}") from error
    if not isinstance(body, dict):
        raise ValueError(f"a task is a JSON object, not {body!r:.80}")
    return body


def reason(why: str) -> str:
    """Return of a reason what is kept: its end, in letters that every store takes."""
    return why.encode(errors="backslashreplace").decode()[-WHY:]


def shown(text: str | bytes) -> Body:
    """Read the body of a dead task; what is none stands under ``unreadable``."""
    try:
        return decode(text)
    except ValueError:
        return {"unreadable": text if isinstance(text, str) else repr(text)}
