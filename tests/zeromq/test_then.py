"""examples.zeromq.then: what the programs of 2011 do today, and do not tell."""

from __future__ import annotations

import inspect
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import zmq

from examples.zeromq import then
from examples.zeromq.sockets.factory import Context
from notebooks.kernels import ROOT
from tests.zeromq.sockets import binding, connecting, heard

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # they close nothing


@pytest.fixture
def place(tmp_path: Path) -> str:
    """An endpoint where nobody is."""
    return f"ipc://{tmp_path}/place"


def blocked(function: Callable[..., object], *arguments: object) -> threading.Thread:
    """Call a function in a thread, and see that it does not come back."""
    thread = threading.Thread(target=function, args=arguments)
    thread.start()
    thread.join(0.2)
    assert thread.is_alive()
    return thread


def test_work_that_nobody_took(context: Context, place: str) -> None:
    """It returns as if all were well, and then the program does not end."""
    then_context = zmq.Context[zmq.SyncSocket]()
    then.push(then_context, place, [b"1", b"2", b"3"])
    ending = blocked(then_context.term)
    with binding(context, zmq.PULL, place) as (pull, _):
        assert [heard(pull) for _ in "123"] == [[b"1"], [b"2"], [b"3"]]
    ending.join()


def test_news_that_nobody_heard(context: Context) -> None:
    """Publishing to nobody succeeds; who comes later hears only what comes later."""
    with binding(context, zmq.PUB) as (publisher, endpoint):
        then.publish(publisher, [b"1", b"2"])
        with connecting(context, zmq.SUB, endpoint) as subscriber:
            subscriber.subscribe(b"")
            while not subscriber.poll(10):
                then.publish(publisher, [b"now"])
            assert heard(subscriber) == [b"now"]


def test_a_question_to_somebody_who_dies(context: Context, place: str) -> None:
    """It waits for ever, though another one is there, and idle."""
    said: list[str] = []

    def ask() -> None:
        try:
            then.ask(theirs, place, b"question")
        except zmq.ContextTerminated as error:
            said.append(str(error))

    theirs = zmq.Context[zmq.SyncSocket]()
    with binding(context, zmq.REP, place) as (first, _):
        asking = threading.Thread(target=ask)
        asking.start()
        assert heard(first) == [b"question"]
    with binding(context, zmq.REP, place) as (other, _):
        assert not other.poll(300)
        assert asking.is_alive()
    theirs.term()
    asking.join()
    assert said


def test_the_notebook_types_the_same() -> None:
    """What a learner runs in its cells is what the slides show."""
    written = (ROOT / "notebooks/09-zeromq.ipynb").read_text("utf-8")
    cells = ["".join(cell["source"]) for cell in json.loads(written)["cells"]]
    for function in (then.push, then.ask):
        source = inspect.getsource(function)
        assert any(source in cell for cell in cells), function.__name__
