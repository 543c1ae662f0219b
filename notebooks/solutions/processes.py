"""Answers to the exercises of 13-processes, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from notebooks.exercises import Exercise, processes

Environ = Mapping[str, str]
Start = Callable[[], str]
Ready = Callable[[str], bool]
Stop = Callable[[str], None]


def fds(environ: Environ, pid: int) -> list[int]:
    """Look whether they are for us, then count from 3."""
    if environ.get("LISTEN_PID") != str(pid):
        return []
    return list(range(3, 3 + int(environ.get("LISTEN_FDS", 0))))


def by_numbers(environ: Environ, pid: int) -> range:
    """The same, with numbers and a range."""
    mine = int(environ.get("LISTEN_PID", -1)) == pid
    return range(3, 3 + mine * int(environ.get("LISTEN_FDS", 0)))


def for_anybody(environ: Environ, pid: int) -> list[int]:
    """Take them without a look at whom they are for."""
    return list(range(3, 3 + int(environ.get("LISTEN_FDS", 0))))


def from_zero(environ: Environ, pid: int) -> list[int]:
    """Take the standard streams for sockets."""
    return list(range(len(fds(environ, pid))))


def only_one(environ: Environ, pid: int) -> list[int]:
    """Take the first one, however many there are."""
    return fds(environ, pid)[:1]


def compared(environ: Environ, pid: int) -> list[int]:
    """Compare a text with a number: nothing is ever for us."""
    if environ.get("LISTEN_PID") != pid:  # type: ignore[comparison-overlap]
        return []
    return [3]


def by_heart(environ: Environ, pid: int) -> list[int]:
    """Answer what was asked first, and nothing else."""
    return [3, 4] if (environ.get("LISTEN_FDS"), pid) == ("2", 47) else []


def emptied(environ: dict[str, str], pid: int) -> list[int]:
    """Take the variables away as well: a caller's dict is changed."""
    found = fds(environ, pid)
    environ.clear()
    return found


def upgrade(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Start, wait, then end the one that is not wanted."""
    new = start()
    if ready(new):
        stop(old)
        return new
    stop(new)
    return old


def by_pair(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """The same, by a pair of who stays and who goes."""
    new = start()
    stays, goes = (new, old) if ready(new) else (old, new)
    stop(goes)
    return stays


def asked_twice(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Ask a second time, to be sure: one that never comes up is waited for twice."""
    new = start()
    good = ready(new) and ready(new)
    stop(old if good else new)
    return new if good else old


def stopped_twice(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """End one, and once more."""
    new = start()
    stays, goes = (new, old) if ready(new) else (old, new)
    stop(goes)
    stop(goes)
    return stays


def one_to_spare(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Start one more, and end it."""
    stop(start())
    return upgrade(old, start, ready, stop)


def spare_behind(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Start one more afterwards, and end it."""
    serves = upgrade(old, start, ready, stop)
    stop(start())
    return serves


def old_asked(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Ask whether the old one is ready, too."""
    ready(old)
    return upgrade(old, start, ready, stop)


def stop_first(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """A restart: for a moment nobody accepts."""
    stop(old)
    new = start()
    ready(new)
    return new


def not_waited(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Take *started* for *ready*."""
    new = start()
    stop(old)
    ready(new)
    return new


def left_behind(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Forget the new one that did not come up."""
    new = start()
    if not ready(new):
        return old
    stop(old)
    return new


def wrong_name(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Return a name that was made up."""
    upgrade(old, start, ready, stop)
    return "program 2"


def none_left(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """End both where the new one does not come up."""
    new = start()
    if not ready(new):
        stop(new)
    stop(old)
    return new


def believed(old: str, start: Start, ready: Ready, stop: Stop) -> str:
    """Do not look at what `ready` says."""
    new = start()
    ready(new)
    stop(old)
    return new


def pause(lives: Sequence[float]) -> float:
    """Count short lives from the end."""
    short = 0
    for life in reversed(lives):
        if life >= 10:
            break
        short += 1
    return min(60, 2 ** (short - 1)) if short else 0


def by_doubling(lives: Sequence[float]) -> float:
    """Go through all, double at a short one, forget at a long one."""
    wait = 0
    for life in lives:
        wait = 0 if life >= 10 else min(60, wait * 2 or 1)
    return wait


def not_in_a_row(lives: Sequence[float]) -> float:
    """Count all short lives, also those of last year."""
    short = sum(life < 10 for life in lives)
    return min(60, 2 ** (short - 1)) if short and lives[-1] < 10 else 0


def constant(lives: Sequence[float]) -> float:
    """Wait for a second each time."""
    return 1 if lives and lives[-1] < 10 else 0


def no_end(lives: Sequence[float]) -> float:
    """Wait for years."""
    short = 0
    while short < min(len(lives), 20) and lives[-1 - short] < 10:
        short += 1
    return 2 ** (short - 1) if short else 0


def many_calls(lives: Sequence[float]) -> float:
    """The last one, and what came before: too deep for five thousand."""
    if not lives or lives[-1] >= 10:
        return 0
    return min(60, many_calls(lives[:-1]) * 2 or 1)


def ten_is_short(lives: Sequence[float]) -> float:
    """Take a life of exactly ten seconds for a short one."""
    return pause([min(life, 9) if life <= 10 else life for life in lives])


def eaten(lives: list[float]) -> float:
    """Take the lives off the list of whoever asks."""
    short = 0
    while lives and lives.pop() < 10:
        short += 1
    lives.clear()
    return min(60, 2 ** (short - 1)) if short else 0


def turned(lives: list[float]) -> float:
    """Turn the list of whoever asks round."""
    seconds = pause(lives)
    lives.reverse()
    return seconds


def always(lives: Sequence[float]) -> float:
    """Let a program wait that lived for an hour."""
    return max(1, pause(lives))


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-fds": (fds, processes.fds),
    "exercise-upgrade": (upgrade, processes.upgrade),
    "exercise-pause": (pause, processes.pause),
}
OTHERS: Entries = {
    "fds, by numbers": (by_numbers, processes.fds),
    "upgrade, by a pair": (by_pair, processes.upgrade),
    "pause, by doubling": (by_doubling, processes.pause),
}
MISTAKES: Entries = {
    "meant for anybody": (for_anybody, processes.fds),
    "sockets from zero": (from_zero, processes.fds),
    "only the first": (only_one, processes.fds),
    "a text compared with a number": (compared, processes.fds),
    "the first questions by heart": (by_heart, processes.fds),
    "the variables are emptied": (emptied, processes.fds),
    "the old one is ended first": (stop_first, processes.upgrade),
    "started is not ready": (not_waited, processes.upgrade),
    "the new one is left behind": (left_behind, processes.upgrade),
    "ready is not looked at": (believed, processes.upgrade),
    "a name made up": (wrong_name, processes.upgrade),
    "nobody is left": (none_left, processes.upgrade),
    "asked twice": (asked_twice, processes.upgrade),
    "the old one is asked": (old_asked, processes.upgrade),
    "stopped twice": (stopped_twice, processes.upgrade),
    "one to spare": (one_to_spare, processes.upgrade),
    "one to spare afterwards": (spare_behind, processes.upgrade),
    "too deep": (many_calls, processes.pause),
    "ten seconds are short": (ten_is_short, processes.pause),
    "not in a row": (not_in_a_row, processes.pause),
    "a second each time": (constant, processes.pause),
    "the lives are eaten": (eaten, processes.pause),
    "the lives are turned round": (turned, processes.pause),
    "a pause without end": (no_end, processes.pause),
    "a pause after a long life": (always, processes.pause),
}
