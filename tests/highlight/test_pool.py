"""examples.highlight.workers.pool: many callers, few children."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event, Thread

import pytest

from examples.highlight.core import highlight
from examples.highlight.message import Snippet, decode, encode
from examples.highlight.problem import Busy, Problem, TimedOut
from examples.highlight.workers import pipe
from examples.highlight.workers.pool import Pool

ODD = "tests.highlight.child"


def ask(pool: Pool, code: str, id: str = "") -> str:
    """Ask a pool as a caller in Python does."""
    return decode(pool.ask(encode(Snippet(code, "ruby"), id)))


def pids(pool: Pool) -> list[int]:
    """Return the process numbers of the children."""
    return [p.child.process.pid for p in pool.pipes if p.child]


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """Give a pool of two children that do odd things on demand."""
    monkeypatch.setattr(pipe, "CHILD", ODD)
    with Pool(2, timeout=20, patience=20) as pool:
        yield pool


@pytest.mark.beside
def test_replaced_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place of a killed child is free again when the next child is warm."""
    monkeypatch.setattr(pipe, "CHILD", ODD)
    with Pool(2, timeout=0.1) as odd:
        odd.start()
        before = set(pids(odd))
        with pytest.raises(TimedOut):
            ask(odd, "spin")
        places = [odd.free.get(timeout=20) for _ in odd.pipes]
        assert all(place.warm for place in places)
        assert len(before & set(pids(odd))) == 1


def test_busy(odd: Pool) -> None:
    """With no place left the caller hears so at the end of its patience."""
    odd.patience = 0.05
    taken = [odd.free.get() for _ in odd.pipes]
    with pytest.raises(Busy, match=r"none of 2 workers free within 0\.05 s"):
        ask(odd, "puts 1")
    for place in taken:
        odd.free.put(place)


@pytest.mark.beside
def test_too_many_wait() -> None:
    """Beyond those that may wait, a caller hears at once that all are busy."""
    with (
        Pool(2, timeout=20, patience=20, waiting=1) as pool,
        ThreadPoolExecutor(4) as threads,
    ):
        taken = [pool.free.get() for _ in pool.pipes]
        callers = as_completed([threads.submit(ask, pool, "puts 1") for _ in range(4)])
        with pytest.raises(Busy, match="too many wait for the 2 workers"):
            next(callers).result()
        for place in taken:
            pool.free.put(place)
        right = highlight("puts 1", "ruby")
        assert [caller.result() for caller in callers] == [right] * 3
        assert ask(pool, "puts 1") == right


@pytest.mark.beside
def test_who_waited_in_vain_makes_room() -> None:
    """However often nobody is free in time, the next caller may wait again."""
    with Pool(1, timeout=20, patience=0.01, waiting=1) as pool:
        taken = pool.free.get()
        for _ in range(4):
            with pytest.raises(Busy, match="none of 1 workers free"):
                ask(pool, "puts 1")
        pool.free.put(taken)


@pytest.mark.beside
def test_the_last_used_first(odd: Pool) -> None:
    """As long as one child is enough, its caches stay warm and no other starts."""
    for _ in range(3):
        ask(odd, "puts 1")
    assert len(pids(odd)) == 1


@pytest.mark.beside
def test_closed(odd: Pool) -> None:
    """A closed pool starts nothing more, also for those who wait for a place."""
    odd.start()
    before = pids(odd)
    taken = [odd.free.get() for _ in odd.pipes]
    errors: list[Problem] = []
    asking = Event()

    def late() -> None:
        asking.set()
        try:
            ask(odd, "puts 1")
        except Problem as error:
            errors.append(error)

    callers = [Thread(target=late) for _ in range(3)]
    for caller in callers:
        caller.start()
    asking.wait()
    odd.close()
    for place in taken:
        odd.give_back(place)
    for caller in callers:
        caller.join()
    assert [type(error) for error in errors] == [Busy] * 3
    assert pids(odd) == []
    for pid in before:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.beside
def test_no_child_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """If none can be started each caller is told, and none waits for ever."""
    monkeypatch.setattr(pipe, "CHILD", "keyword")
    with Pool(1, patience=20) as pool:
        for _ in range(2):
            with pytest.raises(Problem, match="does not start"):
                ask(pool, "puts 1")


@pytest.mark.beside
def test_beside_a_poison() -> None:
    """Good calls are answered while code that takes minutes is still at work."""
    with Pool(2, timeout=1000, patience=20) as pool:
        pool.start()
        place = pool.free.get()  # the poison's, before any other call

        def poisoned() -> None:
            with pytest.raises(Busy, match="closed"):
                place.ask(encode(Snippet(" " * 64_000, "autoit")))

        caller = Thread(target=poisoned)
        caller.start()
        for _ in range(3):
            assert ask(pool, "puts 1") == highlight("puts 1", "ruby")
        assert caller.is_alive()
        place.closed = True  # so the poison is not given to another child
        assert place.child
        place.child.process.kill()
        caller.join()
