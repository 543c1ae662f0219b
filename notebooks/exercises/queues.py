"""Questions of 10-queues: take a lease, wait longer each time, do a thing once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from notebooks.exercises import Question

LEASE = 30


def _rows() -> list[dict[str, Any]]:
    return [
        {"id": 1, "due": 130, "delivery": 1},  # leased until 130
        {"id": 3, "due": 90, "delivery": 0},
        {"id": 2, "due": 90, "delivery": 0},
        {"id": 4, "due": 500, "delivery": 0},  # for later
    ]


def _take(times: list[int], answer: Callable[..., Any]) -> object:
    rows = _rows()
    taken = []
    for now in times:
        row = answer(rows, now, LEASE)
        if row is not None and not any(row is one for one in rows):
            return f"a row that is not among the rows: {row!r}"
        taken.append(row and (row["id"], row["due"], row["delivery"]))
    if len(rows) != len(_rows()):
        return f"{len(rows)} rows are left: a lease removes nothing"
    return taken


take = [
    Question("of two the smaller id", partial(_take, [100]), [(2, 130, 1)]),
    Question(
        "then the next, then none",
        partial(_take, [100, 100, 100]),
        [(2, 130, 1), (3, 130, 1), None],
    ),
    Question("what is for later waits", partial(_take, [50]), [None]),
    Question(
        "what is due for longest comes first",
        partial(_take, [100, 130]),
        [(2, 130, 1), (3, 160, 1)],
    ),
    Question(
        "a second delivery",
        partial(_take, [100, 101, 130, 130]),
        [(2, 130, 1), (3, 131, 1), (1, 160, 2), (2, 160, 2)],
    ),
]


def _wait(delivery: int, chance: float, answer: Callable[..., Any]) -> object:
    got = answer(delivery, lambda: chance)
    return round(got, 6) if isinstance(got, int | float) else f"no number: {got!r}"


wait = [
    Question(f"try {number}, chance {chance}", partial(_wait, number, chance), seconds)
    for number, chance, seconds in (
        (1, 1, 1),
        (2, 1, 2),
        (3, 1, 4),
        (1, 0, 0.5),
        (3, 0.5, 3),
        (7, 1, 60),
        (50, 0, 30),
    )
]


class Post:
    """A post office that counts its letters."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.fails = False

    def send(self, letter: str) -> None:
        """Send a letter, or fail before it is sent."""
        if self.fails:
            raise OSError("the post office is closed")
        self.letters.append(letter)


def _handled(tasks: list[str], fails: int, answer: Callable[..., Any]) -> object:
    post, done = Post(), set[str]()
    said = []
    for number, task in enumerate(tasks):
        post.fails = number < fails
        try:
            answer({"order": task}, done, post.send)
        except OSError:
            said.append("OSError")
    return f"sent {post.letters}, raised {said}"


once = [
    Question("an order", partial(_handled, ["A7"], 0), "sent ['A7'], raised []"),
    Question(
        "a second delivery",
        partial(_handled, ["A7", "A7"], 0),
        "sent ['A7'], raised []",
    ),
    Question(
        "two orders", partial(_handled, ["A7", "B1"], 0), "sent ['A7', 'B1'], raised []"
    ),
    Question(
        "a failure, then a retry",
        partial(_handled, ["A7", "A7"], 1),
        "sent ['A7'], raised ['OSError']",
    ),
]

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-lease": """
from notebooks.exercises import check, queues


def oldest(rows, now, lease):
    raise NotImplementedError


check(oldest, queues.take)
""",
    "exercise-wait": """
def wait(delivery, chance):
    raise NotImplementedError


check(wait, queues.wait)
""",
    "exercise-once": """
def once(body, done, send):
    raise NotImplementedError


check(once, queues.once)
""",
}
