"""Questions of 09-zeromq: count what is missing, try again, stop a poison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from notebooks.exercises import Question

Missing = Callable[[Sequence[int]], tuple[int, int]]
NUMBERS = {
    (1, 2, 3): (0, 0),
    (1, 3, 6): (0, 3),
    (4, 5): (3, 0),
    (5, 9): (4, 3),
    (2,): (1, 0),
    (): (0, 0),
}


def _missing(numbers: tuple[int, ...], answer: Missing) -> tuple[int, int]:
    return answer(list(numbers))


missing = [
    Question(f"{list(numbers)} were heard", partial(_missing, numbers), counts)
    for numbers, counts in NUMBERS.items()
]


class Socket:
    """A REQ socket that a test plays: one question, then its answer or silence."""

    def __init__(self, answers: bool, word: str) -> None:
        self._answers, self._word, self._asked, self.closed = answers, word, "", 0

    def send(self, request: str) -> None:
        """Ask.  A REQ socket that waits for an answer takes no second question."""
        if self.closed or self._asked:
            raise RuntimeError("a REQ socket is asked once, then it has to answer")
        self._asked = request

    def receive(self) -> str | None:
        """Return the answer, or None when the time is up."""
        if self.closed or not self._asked:
            raise RuntimeError("nothing was asked on this socket")
        return self._word if self._answers else None

    def close(self) -> None:
        """Close it."""
        self.closed += 1


Ask = Callable[[Callable[[], Socket], str, int], str]


def _asked(silent: int, tries: int, word: str, answer: Ask) -> str:
    """Let so many sockets be silent, the next say a word; say what came of it."""
    made: list[Socket] = []

    def connect() -> Socket:
        made.append(Socket(len(made) >= silent, word))
        return made[-1]

    try:
        said = answer(connect, "cherries", tries)
    except TimeoutError:
        said = "TimeoutError"
    closed = sum(socket.closed > 0 for socket in made)
    return f"{said}; {len(made)} sockets, {closed} closed"


TRIES = {
    "answered at once": (0, 3, "ripe", "ripe; 1 sockets, 1 closed"),
    "answered at the second try": (1, 3, "ripe", "ripe; 2 sockets, 2 closed"),
    "answered at the last try": (2, 3, "ripe", "ripe; 3 sockets, 3 closed"),
    "an empty answer": (0, 3, "", "; 1 sockets, 1 closed"),
    "never answered": (9, 3, "ripe", "TimeoutError; 3 sockets, 3 closed"),
    "never answered, one try": (9, 1, "ripe", "TimeoutError; 1 sockets, 1 closed"),
}
pirate = [
    Question(says, partial(_asked, silent, tries, word), wanted)
    for says, (silent, tries, word, wanted) in TRIES.items()
]

Worker = Callable[[str], str]
Dispatch = Callable[[str, list[Worker], int], str]


class Died(Exception):  # noqa: N818, what happened to the worker
    """The worker died of the request."""


def _dispatched(kinds: Sequence[str], tries: int, answer: Dispatch) -> str:
    """Let workers die, fail or answer; say what came of it, and who was asked."""
    asked: list[str] = []

    def worker(kind: str) -> Worker:
        def work(request: str) -> str:
            asked.append(kind)
            if kind == "dies":
                raise Died
            if kind == "fails":
                raise ValueError("no such language")
            return request.upper()

        return work

    try:
        said = answer("cherries", [worker(kind) for kind in kinds], tries)
    except (LookupError, ValueError) as error:
        said = type(error).__name__
    return f"{said}; asked: {', '.join(asked) or 'nobody'}"


WORKERS = {
    "one that lives": (["lives", "lives"], 2, "CHERRIES; asked: lives"),
    "an accident": (["dies", "lives", "lives"], 2, "CHERRIES; asked: dies, lives"),
    "a poison": (["dies", "dies", "lives"], 2, "LookupError; asked: dies, dies"),
    "a poison, one try": (["dies", "lives"], 1, "LookupError; asked: dies"),
    "all are dead": (["dies"], 2, "LookupError; asked: dies"),
    "nobody is there": ([], 2, "LookupError; asked: nobody"),
    "an error is an answer": (["fails", "lives"], 2, "ValueError; asked: fails"),
}
poison = [
    Question(says, partial(_dispatched, kinds, tries), wanted)
    for says, (kinds, tries, wanted) in WORKERS.items()
]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-missing": """
from notebooks.exercises import check, zeromq


def missing(numbers):
    raise NotImplementedError


check(missing, zeromq.missing)
""",
    "exercise-pirate": """
def ask(connect, request, tries):
    raise NotImplementedError


check(ask, zeromq.pirate)
""",
    "exercise-poison": """
def dispatch(request, workers, tries):
    raise NotImplementedError


check(dispatch, zeromq.poison)
""",
}
