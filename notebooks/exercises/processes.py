"""Questions of 13-processes: take what was passed, upgrade, pause before a start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Any

from notebooks.exercises import Exercise, Question


def _fds(environ: dict[str, str], pid: int, answer: Callable[..., Any]) -> object:
    given = dict(environ)
    got = answer(given, pid)
    if given != environ:
        return f"the variables are changed: {given}"
    return list(got) if isinstance(got, list | tuple | range) else got


_PASSED = {"LISTEN_FDS": "2", "LISTEN_PID": "47"}

fds = Exercise(
    __name__,
    hint="Look first whether they are for us, and compare a text with a text, or a "
    "number with a number. Then count from 3, as far as the other variable says.",
    questions=[
        *(
            Question(name, partial(_fds, environ, pid), expected)
            for name, environ, pid, expected in (
                ("two sockets, for us", _PASSED, 47, [3, 4]),
                ("two sockets, for another", _PASSED, 4, []),
                ("nothing was passed", {"PATH": "/bin"}, 47, []),
                ("a number of none", {"LISTEN_FDS": "0", "LISTEN_PID": "47"}, 47, []),
                ("for nobody", {"LISTEN_FDS": "1"}, 47, []),
                ("to us, but how many?", {"LISTEN_PID": "47"}, 47, []),
            )
        ),
        *(
            Question(
                f"{number} for process {pid}",
                partial(_fds, {"LISTEN_FDS": f"{number}", "LISTEN_PID": f"{pid}"}, pid),
                [*range(3, 3 + number)],
            )
            for number, pid in ((1, 1), (3, 12), (5, 4711), (12, 470))
        ),
    ],
)


class Kitchen:
    """Programs that are started and stopped, and who accepts after each step.

    good: whether what is started becomes ready.
    number: of the program that runs already; the next one has the next.
    """

    def __init__(self, good: bool, number: int) -> None:
        self.good, self.number = good, number
        self.old = f"program {number}"
        self.running, self.accepting = {self.old}, {self.old}
        self.gap = ""
        self.called = {"start": 0, "ready": 0, "stop": 0}

    def start(self) -> str:
        """Start a new program."""
        self.called["start"] += 1
        self.number += 1
        new = f"program {self.number}"
        self.running.add(new)
        self._look("start()")
        return new

    def ready(self, program: str) -> bool:
        """Wait until it accepts; False if it never will."""
        self.called["ready"] += 1
        if program in self.running and (self.good or program == self.old):
            self.accepting.add(program)
        self._look(f"ready({program!r})")
        return program in self.accepting

    def stop(self, program: str) -> None:
        """End a program."""
        self.called["stop"] += 1
        self.running.discard(program)
        self.accepting.discard(program)
        self._look(f"stop({program!r})")

    def _look(self, step: str) -> None:
        if not self.accepting and not self.gap:
            self.gap = f"after {step} nobody accepts"


def _upgrade(good: bool, number: int, answer: Callable[..., Any]) -> object:
    kitchen = Kitchen(good, number)
    serves = answer(kitchen.old, kitchen.start, kitchen.ready, kitchen.stop)
    left = " and ".join(sorted(kitchen.running)) or "nobody"
    often = [f"{name} {n} times" for name, n in kitchen.called.items() if n != 1]
    return (
        f"{kitchen.gap or 'somebody always accepts'}; {left} runs; "
        f"returned {serves}; called {', '.join(often) or 'once each'}"
    )


upgrade = Exercise(
    __name__,
    hint="Start the new one while the old one serves. What `ready` says decides which "
    "of the two is stopped, and which is returned.",
    questions=[
        Question(
            says,
            partial(_upgrade, good, number),
            f"somebody always accepts; {serves} runs; returned {serves}; "
            "called once each",
        )
        for says, good, number, serves in (
            ("a good version", True, 1, "program 2"),
            ("one that does not come up", False, 1, "program 1"),
            ("a good one, after many", True, 41, "program 42"),
            ("a bad one, after many", False, 41, "program 41"),
        )
    ],
)


def _pause(lives: Sequence[float], answer: Callable[..., Any]) -> object:
    given = list(lives)
    got = answer(given)
    if given != lives:
        return f"the lives are changed: {given[:9]}"
    return round(got, 6) if isinstance(got, int | float) else f"no number: {got!r}"


def _rule(lives: Sequence[float]) -> float:
    wait = 0
    for life in lives:
        wait = 0 if life >= 10 else min(60, wait * 2 or 1)
    return wait


def _lives(seed: int) -> list[float]:
    """Make up some lives: short ones, long ones, and the boundary."""
    chance = Random(seed)
    few = chance.choices([0.1, 3, 9.9, 10, 3600], [4, 3, 3, 1, 1], k=9)
    return few[: chance.randint(4, 9)]


pause = Exercise(
    __name__,
    hint="Count from the newest back to the first life of ten seconds or more. So many "
    "short ones in a row: 1, 2, 4, 8 … seconds. What is the minute for, if there were "
    "five thousand?",
    questions=[
        *(
            Question(f"lives of {lives} s", partial(_pause, lives), seconds)
            for lives, seconds in (
                ([3600], 0),
                ([0.1], 1),
                ([0.1, 0.1], 2),
                ([0.1, 0.1, 9], 4),
                ([0.1, 0.1, 10], 0),
                ([0.1, 0.1, 3600, 0.1], 1),
                ([], 0),
                ([0.1] * 6, 32),
            )
        ),
        *(
            Question(f"{number} short lives", partial(_pause, [0.1] * number), 60)
            for number in (7, 5000)
        ),
        *(
            Question(f"lives of {lives} s", partial(_pause, lives), _rule(lives))
            for lives in map(_lives, range(12))
        ),
    ],
)

# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-fds": """
from notebooks.exercises import check, processes


def listen_fds(environ, pid):
    raise NotImplementedError


check(listen_fds, processes.fds)
""",
    "exercise-upgrade": """
def upgrade(old, start, ready, stop):
    raise NotImplementedError


check(upgrade, processes.upgrade)
""",
    "exercise-pause": """
def next_start(lives):
    raise NotImplementedError


check(next_start, processes.pause)
""",
}
