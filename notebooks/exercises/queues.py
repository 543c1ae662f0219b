"""Questions of 10-queues: take a lease, wait longer each time, do a thing once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product
from random import Random
from typing import Any

from notebooks.exercises import Exercise, Question

Row = dict[str, Any]


def _described(id: int, due: int, delivery: int) -> str:
    return f"row {id}, due {due}, delivery {delivery}"


def _rows() -> list[Row]:
    return [
        {"id": 1, "due": 130, "delivery": 1},  # leased until 130
        {"id": 3, "due": 90, "delivery": 0},
        {"id": 2, "due": 90, "delivery": 0},
        {"id": 4, "due": 500, "delivery": 0},  # for later
    ]


def _shuffled(seed: int) -> list[Row]:
    """Return rows in any order, many of them due at one time."""
    some = Random(seed)
    ids = some.sample(range(1, 100), k=some.randint(1, 6))
    return [
        {"id": id, "due": some.choice((0, 40, 50, 60)), "delivery": some.randint(0, 3)}
        for id in ids
    ]


def _take(
    rows: list[Row], times: list[int], lease: int, answer: Callable[..., Any]
) -> object:
    before, taken = list(rows), []
    for now in times:
        row = answer(rows, now, lease)
        if row is not None and not any(row is one for one in before):
            return f"a row that is not among the rows: {row!r}"
        taken.append(row and _described(row["id"], row["due"], row["delivery"]))
    if sorted(map(id, rows)) != sorted(map(id, before)):
        return f"{len(rows)} rows of {len(before)}: a lease adds and removes none"
    return taken


def _leased(rows: list[Row], times: list[int], lease: int) -> list[str | None]:
    """Say what has to be leased, from a copy of the rows: due, id and delivery."""
    known = sorted((row["due"], row["id"], row["delivery"]) for row in rows)
    leased: list[str | None] = []
    for now in times:
        due, id, delivery = known[0]
        if due > now:
            leased.append(None)
            continue
        known = sorted([*known[1:], (now + lease, id, delivery + 1)])
        leased.append(_described(id, now + lease, delivery + 1))
    return leased


def _asked(says: str, rows: list[Row], times: list[int], lease: int) -> Question:
    wanted = _leased(rows, times, lease)
    return Question(says, partial(_take, rows, times, lease), wanted)


take = Exercise(
    __name__,
    hint="Which rows are due, and which of these is the smallest by `due`, then `id`? "
    "A tuple compares by its first part, then by its second.",
    questions=[
        _asked("of two the smaller id", _rows(), [100], 30),
        _asked("then the next, then none", _rows(), [100, 100, 100], 30),
        _asked("what is for later waits", _rows(), [50], 30),
        _asked("what is due for longest comes first", _rows(), [100, 130], 30),
        _asked("a second delivery", _rows(), [100, 101, 130, 130], 30),
        Question(
            "there are no rows",
            partial(_take, [], [100], 30),
            [None],
        ),
        *(
            _asked(
                f"rows in any order, a lease of {lease}",
                _shuffled(seed),
                [39, 50, 50, 55, 90],
                lease,
            )
            for seed, lease in product(range(12), (5, 60))
        ),
    ],
)


def _wait(delivery: int, chance: float, answer: Callable[..., Any]) -> object:
    def chance_is() -> float:
        return chance

    chance_is.__name__ = f"chance_is_{chance:g}"
    got = answer(delivery, chance_is)
    return round(got, 6) if isinstance(got, int | float) else f"no number: {got!r}"


def _seconds(delivery: int, chance: float) -> float:
    whole = 60 if delivery > 6 else [1, 2, 4, 8, 16, 32][delivery - 1]
    return whole / 2 + whole / 2 * chance


wait = Exercise(
    __name__,
    hint="First the whole time, doubled once less than there were tries and cut at "
    "60. Then its half, and a share of its other half.",
    questions=[
        Question(
            f"try {number}, chance {chance:g}",
            partial(_wait, number, chance),
            _seconds(number, chance),
        )
        for chance in (1.0, 0.0, 0.5, 0.25)
        for number in (1, 2, 3, 4, 5, 6, 7, 8, 50)
    ],
)


class Post:
    """A post office that counts its letters, and is closed now and then.

    fails: the error that it raises, or none.
    """

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.fails: type[BaseException] | None = None

    def send(self, letter: str) -> None:
        """Send a letter, or fail before it is sent."""
        if self.fails:
            raise self.fails(f"the letter to {letter} is not sent")
        self.letters.append(letter)


Task = tuple[str, type[BaseException] | None]
"""The name of an order, and what sending its letter raises."""


FAILURES = (OSError, ValueError, SystemExit)
"""What sending may raise.  The last one, which ends a worker, is no `Exception`."""

TASKS: list[Task] = list(product(("A7", "B1"), (None, *FAILURES)))


def _handled(tasks: list[Task], answer: Callable[..., Any]) -> object:
    """Hand out tasks, one after the other; say what was sent and raised."""
    post, done = Post(), set[str]()
    raised = []
    for delivery, (order, fails) in enumerate(tasks, 1):
        post.fails = fails
        try:
            answer({"order": order, "delivery": delivery}, done, post.send)
        except FAILURES as error:
            raised.append(type(error).__name__)
    return f"sent {post.letters}, raised {raised}"


def _due(tasks: list[Task]) -> str:
    sent: list[str] = []
    raised = []
    for order, fails in tasks:
        if order in sent:
            continue
        if fails:
            raised.append(fails.__name__)
        else:
            sent.append(order)
    return f"sent {sent}, raised {raised}"


def _in_words(tasks: list[Task]) -> str:
    return ", then ".join(f"{order}{', failing' * bool(f)}" for order, f in tasks)


once = Exercise(
    __name__,
    hint="There are two moments at which an order may be noted in `done`: before it is "
    "sent and after. What is in `done` if sending fails?",
    questions=[
        Question(_in_words(tasks), partial(_handled, tasks), _due(tasks))
        for size in (1, 2, 3)
        for tasks in map(list, product(TASKS, repeat=size))
        if tasks[0][0] == "A7"
    ],
)

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
