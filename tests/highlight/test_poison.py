"""Inputs that keep a lexer busy, beside those that do not."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest

from examples.highlight import core
from examples.highlight.core import highlight
from examples.highlight.message import Snippet, decode, encode
from examples.highlight.problem import Busy, TimedOut
from examples.highlight.workers.pool import Pool

pytestmark = pytest.mark.beside

# They take six minutes and two of a processor; a good one a fiftieth of a second
# when its lexer is new.  The deadline is half a second, so it is 200 times shorter than
# the ones and 25 times longer than the other, on a machine of any speed.
POISONS = {"autoit": " " * 64_000, "java": "a b " * 16_000}
DEADLINE = 0.5
GOOD = encode(Snippet("puts 1\n", "ruby"))


@pytest.mark.parametrize("language", POISONS)
def test_poisons(language: str) -> None:
    """They are ended at the deadline; the service stays up."""
    with Pool(1, timeout=DEADLINE, patience=20) as pool:
        with pytest.raises(TimedOut):
            pool.ask(encode(Snippet(POISONS[language], language)))
        assert decode(pool.ask(GOOD)) == highlight("puts 1\n", "ruby")


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Start two children whose deadline is out of reach."""
    with Pool(2, timeout=1000, patience=20) as opened:
        opened.start()
        yield opened


def test_beside_a_poison(pool: Pool) -> None:
    """Good calls are answered while the poison is still at work."""
    place = pool.free.get()  # the poison's, before any other call

    def poisoned() -> None:
        with pytest.raises(Busy, match="closed"):
            place.ask(encode(Snippet(POISONS["autoit"], "autoit")))

    caller = Thread(target=poisoned)
    caller.start()
    for _ in range(3):
        assert decode(pool.ask(GOOD)) == highlight("puts 1\n", "ruby")
    assert caller.is_alive()
    place.closed = True  # so the poison is not given to another child
    assert place.child
    place.child.process.kill()
    caller.join()


def test_many_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred ranges that overlap are counted once, not a hundred times."""
    counted = []

    def counting(start: int, stop: int) -> range:
        counted.append(max(0, stop - start))
        return range(start, stop)

    monkeypatch.setattr(core, "range", counting, raising=False)
    found = core.parse_lines(",".join(["1-999999", "7-80"] * 50), 1000)
    assert found == frozenset(range(1, 1001))
    assert sum(counted) == 1000
