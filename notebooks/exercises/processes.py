"""Questions of 13-processes: take what was passed, upgrade, pause before a start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from notebooks.exercises import Question


def _fds(environ: dict[str, str], pid: int, answer: Callable[..., Any]) -> object:
    given = dict(environ)
    got = answer(given, pid)
    if given != environ:
        return f"the variables are changed: {given}"
    return list(got) if isinstance(got, list | tuple | range) else got


_PASSED = {"LISTEN_FDS": "2", "LISTEN_PID": "47"}

fds = [
    Question(name, partial(_fds, environ, pid), expected)
    for name, environ, pid, expected in (
        ("two sockets, for us", _PASSED, 47, [3, 4]),
        ("two sockets, for another", _PASSED, 4, []),
        ("nothing was passed", {"PATH": "/bin"}, 47, []),
        ("a number of none", {"LISTEN_FDS": "0", "LISTEN_PID": "47"}, 47, []),
        ("for nobody", {"LISTEN_FDS": "1"}, 47, []),
        ("to us, but how many?", {"LISTEN_PID": "47"}, 47, []),
    )
]


class Kitchen:
    """Programs that are started and stopped, and who accepts after each step."""

    def __init__(self, good: bool) -> None:
        self.good = good
        self.running, self.accepting = {"old"}, {"old"}
        self.steps: list[str] = []

    def start(self) -> str:
        """Start a new program."""
        self.running.add("new")
        return self._note("start new")

    def ready(self, program: str) -> bool:
        """Wait until it accepts; False if it never will."""
        if program in self.running and (self.good or program == "old"):
            self.accepting.add(program)
        self._note(f"wait for {program}")
        return program in self.accepting

    def stop(self, program: str) -> None:
        """End a program."""
        self.running.discard(program)
        self.accepting.discard(program)
        self._note(f"stop {program}")

    def _note(self, step: str) -> str:
        self.steps.append(step if self.accepting else f"{step}: nobody accepts")
        return "new"


def _upgrade(good: bool, answer: Callable[..., Any]) -> object:
    kitchen = Kitchen(good)
    serves = answer("old", kitchen.start, kitchen.ready, kitchen.stop)
    left = " and ".join(sorted(kitchen.running)) or "nobody"
    return f"{', '.join(kitchen.steps)}; {left} runs; returned {serves}"


upgrade = [
    Question(
        "a good version",
        partial(_upgrade, True),
        "start new, wait for new, stop old; new runs; returned new",
    ),
    Question(
        "one that does not come up",
        partial(_upgrade, False),
        "start new, wait for new, stop new; old runs; returned old",
    ),
]


def _pause(lives: Sequence[float], answer: Callable[..., Any]) -> object:
    got = answer(list(lives))
    return round(got, 6) if isinstance(got, int | float) else f"no number: {got!r}"


pause = [
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
]
pause += [
    Question(f"{number} short lives", partial(_pause, [0.1] * number), 60)
    for number in (7, 5000)
]

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
