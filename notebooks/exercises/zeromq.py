"""Questions of 09-zeromq: count what is missing, try again, stop a poison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations, product

from notebooks.exercises import Exercise, Question

Missing = Callable[[Sequence[int]], tuple[int, int]]
HEARD = [
    *(
        subset
        for size in (2, 1, 0, 3, 4, 5)
        for subset in combinations(range(1, 6), size)
    ),
    (2, 1002),
    (999, 1000, 1003),
]
"""Each choice of five numbers, and what no table of such would know."""


def _missing(numbers: tuple[int, ...], answer: Missing) -> object:
    counts: object = answer(list(numbers))
    return tuple(counts) if isinstance(counts, list) else counts


def _absent(numbers: tuple[int, ...]) -> tuple[int, int]:
    if not numbers:
        return 0, 0
    between = {*range(numbers[0], numbers[-1])} - {*numbers}
    return numbers[0] - 1, len(between)


missing = Exercise(
    __name__,
    hint="Between two neighbours 3 and 7 three numbers are missing. What is before "
    "the first one has no neighbour, and is counted apart.",
    questions=[
        Question(
            f"{list(numbers)} were heard",
            partial(_missing, numbers),
            _absent(numbers),
        )
        for numbers in HEARD
    ],
)


class Socket:
    """A REQ socket that a test plays: one question, then its answer or silence.

    answers: what it answers to which request; or an error, which it raises: a
    broken pipe when it sends, any other one when it receives.
    """

    def __init__(self, answers: dict[str, str | type[OSError]]) -> None:
        self._answers, self._asked, self.closed = answers, False, False

    def send(self, request: str) -> None:
        """Ask.  A REQ socket that waits for an answer takes no second question."""
        if self.closed or self._asked:
            raise RuntimeError("a REQ socket is asked once, then it has to answer")
        if self._answers.get(request) is BrokenPipeError:
            raise BrokenPipeError("nothing can be sent")
        self._asked, self._request = True, request

    def receive(self) -> str | None:
        """Return the answer, or None when the time is up."""
        if self.closed or not self._asked:
            raise RuntimeError("nothing was asked on this socket")
        if not self._answers:
            return None
        said = self._answers.get(self._request, "What did you say?")
        if not isinstance(said, str):
            raise said("the wire is broken")
        return said

    def close(self) -> None:
        """Close it; once more does no harm."""
        self.closed = True

    def __enter__(self) -> Socket:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


Insist = Callable[[Callable[[], Socket], str, int], str]
ANSWERS: dict[str, str | type[OSError]] = {
    "cherries": "ripe",
    "plums": "",
    "pears": "TimeoutError",
    "nuts": ConnectionResetError,
    "figs": BrokenPipeError,
}


def _insisted(silent: int, request: str, tries: int, answer: Insist) -> str:
    """Let so many sockets be silent, the next one answer; say what came of it."""
    made: list[Socket] = []

    def connect() -> Socket:
        if not all(socket.closed for socket in made):
            raise RuntimeError("the socket before this one is still open")
        made.append(Socket(ANSWERS if len(made) >= silent else {}))
        return made[-1]

    try:
        said = f"returned {answer(connect, request, tries)!r}"
    except TimeoutError:
        said = "raised TimeoutError"
    except (ConnectionResetError, BrokenPipeError) as error:
        said = f"raised {type(error).__name__}"
    closed = sum(socket.closed for socket in made)
    return f"{said}; connected {len(made)}, closed {closed}"


def _outcome(silent: int, request: str, tries: int) -> str:
    """Say what has to come of it."""
    said, made = ANSWERS[request], min(silent + 1, tries)
    if silent >= tries:
        outcome = "raised TimeoutError"
    elif isinstance(said, str):
        outcome = f"returned {said!r}"
    else:
        outcome = f"raised {said.__name__}"
    return f"{outcome}; connected {made}, closed {made}"


pirate = Exercise(
    __name__,
    hint="Connect inside the loop, not before it. What closes the socket has to run "
    "whether an answer, nothing or an error comes, and when `send` raises as well: "
    "`finally`, or `with`.",
    questions=[
        Question(
            f"{request!r}, {tries} tries; silent sockets before one answers: {silent}",
            partial(_insisted, silent, request, tries),
            _outcome(silent, request, tries),
        )
        for tries in (3, 1, 2, 5)
        for silent in (0, 1, 2, 9)
        for request in ANSWERS
    ],
)

Worker = Callable[[str], str]
Dispatch = Callable[[str, list[Worker], int], str]


class Died(Exception):  # noqa: N818, what happened to the worker
    """The worker died of the request."""


def _dies(request: str) -> str:
    raise Died(request)


def _fails(request: str) -> str:
    raise KeyError(f"no recipe for {request}")


def _lives(request: str) -> str:
    return f"{request}, done"


def _is_brief(request: str) -> str:
    return ""


KINDS: dict[str, Worker] = {
    "lives": _lives,
    "dies": _dies,
    "fails": _fails,
    "is_brief": _is_brief,
}
CREWS = [
    *(crew for size in (1, 2, 0) for crew in product(KINDS, repeat=size)),
    *(("dies", "dies", kind) for kind in KINDS),
]


def _worker(kind: str, asked: list[str]) -> Worker:
    """Return a worker that notes when it is asked, and is named as its kind."""

    def work(request: str) -> str:
        asked.append(kind)
        return KINDS[kind](request)

    work.__name__ = kind
    return work


def _dispatched(crew: Sequence[str], tries: int, answer: Dispatch) -> str:
    """Let workers die, fail or answer; say what came of it, and who was asked."""
    asked: list[str] = []
    try:
        said = repr(answer("jam", [_worker(kind, asked) for kind in crew], tries))
    except LookupError as error:
        failed = "no recipe for jam" in error.args
        said = "the worker's KeyError" if failed else "LookupError"
    return f"{said}; asked: {', '.join(asked) or 'nobody'}"


def _due(crew: Sequence[str], tries: int) -> str:
    """Say what has to come of it."""
    asked = []
    for kind in crew[:tries]:
        asked.append(kind)
        if kind != "dies":
            said = {
                "lives": "'jam, done'",
                "is_brief": "''",
                "fails": "the worker's KeyError",
            }[kind]
            return f"{said}; asked: {', '.join(asked)}"
    return f"LookupError; asked: {', '.join(asked) or 'nobody'}"


poison = Exercise(
    __name__,
    hint="Only `zeromq.Died` is caught, and it is counted: so many deaths, or so many "
    "workers, whichever are fewer.",
    questions=[
        Question(
            f"workers: {', '.join(crew) or 'none'}; {tries} may die of it",
            partial(_dispatched, crew, tries),
            _due(crew, tries),
        )
        for tries in (2, 1, 3)
        for crew in CREWS
    ],
)


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-missing": """
from notebooks.exercises import check, zeromq


def missing(numbers):
    raise NotImplementedError


check(missing, zeromq.missing)
""",
    "exercise-pirate": """
def insist(connect, request, tries):
    raise NotImplementedError


check(insist, zeromq.pirate)
""",
    "exercise-poison": """
def dispatch(request, workers, tries):
    raise NotImplementedError


check(dispatch, zeromq.poison)
""",
}
