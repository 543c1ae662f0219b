"""examples.zeromq.highlighting: the highlighter behind ZeroMQ."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from examples.highlight.core import highlight as in_process
from examples.highlight.message import Snippet
from examples.highlight.problem import (
    Busy,
    Problem,
    TimedOut,
    TooLarge,
    UnknownLanguage,
)
from examples.highlight.workers.pipe import START, WALL
from examples.zeromq.ask.client import (
    BusyError,
    Client,
    FailedError,
    NoAnswerError,
    RefusedError,
)
from examples.zeromq.highlighting import alone, highlight, highlighting

POISON = Snippet(" " * 64_000, "autoit")  # six minutes of a processor
RUBY = Snippet('puts "süß"', "ruby")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A highlighter with two workers and a short deadline."""
    with highlighting(seconds=0.5) as broker:
        broker.jobs.patience, broker.jobs.expiry = 20, 60  # a machine may be busy
        yield broker.front


@pytest.fixture
def client(endpoint: str) -> Iterator[Client]:
    """A client with much patience."""
    with Client(endpoint, timeout=20) as client:
        yield client


def test_a_poison(client: Client, endpoint: str) -> None:
    """Code that keeps a lexer busy is given up; beside it and after it, others pass."""
    with ThreadPoolExecutor(1) as pool, Client(endpoint, timeout=20) as another:
        poisoned = pool.submit(highlight, another, POISON)
        assert highlight(client, RUBY) == in_process(**RUBY._asdict())
        with pytest.raises(TimedOut):
            poisoned.result()
    assert highlight(client, RUBY) == in_process(**RUBY._asdict())


def test_a_worker_says_it_first() -> None:
    """The broker gives a request up only after two children might have had it."""
    with highlighting(workers=0, seconds=3, room=7) as broker:
        assert broker.jobs.limit >= 2 * (START + 3 * WALL)
        assert broker.jobs.room == 7


def test_alone() -> None:
    """One process without a broker gives the same, problems too."""
    with alone() as server, Client(server.endpoint, timeout=20) as client:
        assert highlight(client, RUBY) == in_process(**RUBY._asdict())
        with pytest.raises(UnknownLanguage):
            highlight(client, Snippet("1", "pyhton"))


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (BusyError, Busy),
        (ValueError, TooLarge),
        (NoAnswerError, Problem),
        (RefusedError, Problem),
        (FailedError, Problem),
    ],
)
def test_what_goes_wrong_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], problem: type[Problem]
) -> None:
    """Whatever a client raises is a problem of the highlighter's, with its words."""

    def ask(client: Client, body: bytes) -> bytes:
        raise error("the reason")

    monkeypatch.setattr(Client, "ask", ask)
    with (
        Client("tcp://127.0.0.1:1") as client,
        pytest.raises(Problem, match="the reason") as raised,
    ):
        highlight(client, RUBY)
    assert type(raised.value) is problem
