"""Answers to the exercises of 10-queues, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from notebooks.exercises import Question, queues

Row = dict[str, Any]
Rows = list[Row]
Chance = Callable[[], float]
Send = Callable[[str], object]


def take(rows: Rows, now: float, lease: float) -> Row | None:
    """Lease the row that has been due for longest."""
    due = [row for row in rows if row["due"] <= now]
    if not due:
        return None
    row = min(due, key=lambda row: (row["due"], row["id"]))
    row["due"] = now + lease
    row["delivery"] += 1
    return row


def by_sorting(rows: Rows, now: float, lease: float) -> Row | None:
    """The same, with a sorted list and a loop."""
    for row in sorted(rows, key=lambda row: (row["due"], row["id"])):
        if row["due"] <= now:
            row.update(due=now + lease, delivery=row["delivery"] + 1)
            return row
    return None


def removed(rows: Rows, now: float, lease: float) -> Row | None:
    """Take it out, as in 2011."""
    row = take(rows, now, lease)
    if row:
        rows.remove(row)
    return row


def first(rows: Rows, now: float, lease: float) -> Row | None:
    """Take the first that is due, however long others are."""
    for row in rows:
        if row["due"] <= now:
            row.update(due=now + lease, delivery=row["delivery"] + 1)
            return row
    return None


def not_leased(rows: Rows, now: float, lease: float) -> Row | None:
    """Forget the lease."""
    due = [row for row in rows if row["due"] <= now]
    return min(due, key=lambda row: row["due"]) if due else None


def added(rows: Rows, now: float, lease: float) -> Row | None:
    """Count the lease from when it was due, not from now."""
    due = [row for row in rows if row["due"] <= now]
    if not due:
        return None
    row = min(due, key=lambda row: (row["due"], row["id"]))
    row["due"] += lease
    row["delivery"] += 1
    return row


def wait(delivery: int, chance: Chance) -> float:
    """Twice as long each time, at most a minute, between half and all of it."""
    whole = min(60.0, 2.0 ** (delivery - 1))
    return whole * (0.5 + chance() / 2)


def by_loop(delivery: int, chance: Chance) -> float:
    """Double it step by step."""
    whole = 1
    for _ in range(delivery - 1):
        whole = min(60, whole * 2)
    return whole / 2 + whole / 2 * chance()


def no_jitter(delivery: int, chance: Chance) -> float:
    """All come back together."""
    return min(60.0, 2.0 ** (delivery - 1))


def linear(delivery: int, chance: Chance) -> float:
    """A second more each time."""
    return min(60, delivery) * (0.5 + chance() / 2)


def no_end(delivery: int, chance: Chance) -> float:
    """Wait for years."""
    return float(2 ** (delivery - 1) * (0.5 + chance() / 2))


def full_jitter(delivery: int, chance: Chance) -> float:
    """Anything from nothing on."""
    return min(60.0, 2.0 ** (delivery - 1)) * chance()


def once(body: Row, done: set[str], send: Send) -> None:
    """Look, send, remember."""
    if body["order"] not in done:
        send(body["order"])
        done.add(body["order"])


def early(body: Row, done: set[str], send: Send) -> None:
    """Return early instead."""
    order = body["order"]
    if order in done:
        return
    send(order)
    done.update([order])


def remembered_first(body: Row, done: set[str], send: Send) -> None:
    """Remember what may still fail."""
    if body["order"] not in done:
        done.add(body["order"])
        send(body["order"])


def always(body: Row, done: set[str], send: Send) -> None:
    """Send whatever comes."""
    send(body["order"])


def silent(body: Row, done: set[str], send: Send) -> None:
    """Keep the failure from the queue."""
    try:
        once(body, done, send)
    except OSError:
        return


Entries = dict[str, tuple[Callable[..., Any], list[Question]]]
SOLUTIONS: Entries = {
    "exercise-lease": (take, queues.take),
    "exercise-wait": (wait, queues.wait),
    "exercise-once": (once, queues.once),
}
OTHERS: Entries = {
    "take, by sorting": (by_sorting, queues.take),
    "wait, by a loop": (by_loop, queues.wait),
    "once, returning early": (early, queues.once),
}
MISTAKES: Entries = {
    "taken is removed": (removed, queues.take),
    "the first that is due": (first, queues.take),
    "nothing is leased": (not_leased, queues.take),
    "a lease from when it was due": (added, queues.take),
    "no jitter": (no_jitter, queues.wait),
    "a second more each time": (linear, queues.wait),
    "a wait without end": (no_end, queues.wait),
    "jitter down to nothing": (full_jitter, queues.wait),
    "remembered before it is sent": (remembered_first, queues.once),
    "sent twice": (always, queues.once),
    "a failure is kept": (silent, queues.once),
}
