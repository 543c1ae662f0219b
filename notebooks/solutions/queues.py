"""Answers to the exercises of 10-queues, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from notebooks.exercises import Exercise, queues

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


def nearly_due(rows: Rows, now: float, lease: float) -> Row | None:
    """Leave what is due this very second."""
    rest = [row for row in rows if row["due"] < now]
    return take(rest, now, lease)


def a_copy(rows: Rows, now: float, lease: float) -> Row | None:
    """Hand out a copy, and leave the row as it was."""
    return take([dict(row) for row in rows], now, lease)


def put_last(rows: Rows, now: float, lease: float) -> Row | None:
    """Put another row in its place."""
    row = removed(rows, now, lease)
    if row:
        rows.append(dict(row))
    return row


def larger_id(rows: Rows, now: float, lease: float) -> Row | None:
    """Take, of two, the one that came later."""
    due = [row for row in rows if row["due"] <= now]
    row = max(due, key=lambda row: (-row["due"], row["id"]), default=None)
    return row and take([row], now, lease)


def smallest_id(rows: Rows, now: float, lease: float) -> Row | None:
    """Take the smallest id, however long others are due."""
    due = [row for row in rows if row["due"] <= now]
    row = min(due, key=lambda row: int(row["id"]), default=None)
    return row and take([row], now, lease)


def sorted_in_place(rows: Rows, now: float, lease: float) -> Row | None:
    """Sort the rows themselves; they may lie in any order."""
    rows.sort(key=lambda row: (row["due"], row["id"]))
    if rows and rows[0]["due"] <= now:
        rows[0]["due"], rows[0]["delivery"] = now + lease, rows[0]["delivery"] + 1
        return rows[0]
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


def one_too_many(delivery: int, chance: Chance) -> float:
    """Double it after the first try."""
    return wait(delivery + 1, chance)


def cut_at_the_end(delivery: int, chance: Chance) -> float:
    """Cut what is waited, not the whole time."""
    return min(60.0, 2.0 ** (delivery - 1) * (0.5 + chance() / 2))


def in_a_table(delivery: int, chance: Chance) -> float:
    """Look it up."""
    half = ([0.5, 1, 2, 4, 8, 16] + [30] * delivery)[delivery - 1]
    return half + half * chance()


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


def by_finally(body: Row, done: set[str], send: Send) -> None:
    """Note it whatever happens."""
    if body["order"] not in done:
        try:
            send(body["order"])
        finally:
            done.add(body["order"])


def only_once(body: Row, done: set[str], send: Send) -> None:
    """Send one letter, whoever it is for."""
    if not done:
        send(body["order"])
        done.add(body["order"])


def taken_back(body: Row, done: set[str], send: Send) -> None:
    """Note it first, and take that back where sending fails."""
    order = body["order"]
    if order in done:
        return
    done.add(order)
    try:
        send(order)
    except BaseException:
        done.discard(order)
        raise


def one_kind_of_error(body: Row, done: set[str], send: Send) -> None:
    """Note it first, and take it back after an error that one has thought of."""
    if body["order"] not in done:
        done.add(body["order"])
        try:
            send(body["order"])
        except OSError:
            done.discard(body["order"])
            raise


def not_every_error(body: Row, done: set[str], send: Send) -> None:
    """Note it first, and take it back after an `Exception`, which not all are."""
    if body["order"] not in done:
        done.add(body["order"])
        try:
            send(body["order"])
        except Exception:
            done.discard(body["order"])
            raise


def by_the_whole_body(body: Row, done: set[str], send: Send) -> None:
    """Remember the whole task, which differs from one delivery to the next."""
    if str(body) not in done:
        send(body["order"])
        done.add(str(body))


def always(body: Row, done: set[str], send: Send) -> None:
    """Send whatever comes."""
    send(body["order"])


def silent(body: Row, done: set[str], send: Send) -> None:
    """Keep the failure from the queue."""
    try:
        once(body, done, send)
    except OSError:
        return


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-lease": (take, queues.take),
    "exercise-wait": (wait, queues.wait),
    "exercise-once": (once, queues.once),
}
OTHERS: Entries = {
    "take, by sorting": (by_sorting, queues.take),
    "take, by sorting in place": (sorted_in_place, queues.take),
    "wait, by a loop": (by_loop, queues.wait),
    "wait, by a table": (in_a_table, queues.wait),
    "once, returning early": (early, queues.once),
    "once, noted and taken back": (taken_back, queues.once),
}
MISTAKES: Entries = {
    "taken is removed": (removed, queues.take),
    "the first that is due": (first, queues.take),
    "nothing is leased": (not_leased, queues.take),
    "a lease from when it was due": (added, queues.take),
    "due this second is not due": (nearly_due, queues.take),
    "a copy is leased": (a_copy, queues.take),
    "another row in its place": (put_last, queues.take),
    "of two the larger id": (larger_id, queues.take),
    "the smallest id": (smallest_id, queues.take),
    "no jitter": (no_jitter, queues.wait),
    "a second more each time": (linear, queues.wait),
    "a wait without end": (no_end, queues.wait),
    "jitter down to nothing": (full_jitter, queues.wait),
    "doubled once too often": (one_too_many, queues.wait),
    "cut after the jitter": (cut_at_the_end, queues.wait),
    "remembered before it is sent": (remembered_first, queues.once),
    "sent twice": (always, queues.once),
    "a failure is kept": (silent, queues.once),
    "noted though it failed": (by_finally, queues.once),
    "one letter for all": (only_once, queues.once),
    "taken back after one kind of error": (one_kind_of_error, queues.once),
    "taken back after an Exception alone": (not_every_error, queues.once),
    "the whole body is remembered": (by_the_whole_body, queues.once),
}
