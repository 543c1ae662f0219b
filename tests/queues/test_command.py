"""python -m examples.queues: look, put, work, revive."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.queues import open_queue
from examples.queues.__main__ import main
from examples.queues.worker import Worker


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Be the URL of a queue that is not there yet."""
    return f"sqlite:///{tmp_path}/tasks.db"


@pytest.fixture
def poisoned(url: str) -> Iterator[str]:
    """Have a dead task in it."""

    def handle(body: object) -> None:
        raise ValueError("no cherry")

    queue = open_queue(url, deliveries=1)
    queue.put({"picture": "cherry.jpg"})
    Worker(queue, handle).drain()
    yield url
    queue.close()


def test_one_puts_and_looks(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The id, then how many there are; a URL has what is odd in a path as it has."""
    url = url.replace("tasks", "two%20words")
    assert main([url, "--put", '{"picture": "cherry.jpg"}']) == 0
    assert main([url]) == 0
    assert capsys.readouterr().out == "1\nwaiting 1, leased 0, dead 0\n"
    assert Path(url.removeprefix("sqlite://").replace("%20", " ")).exists()


def test_the_dead_are_listed_and_put_back(
    poisoned: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what was in them, and the last line of the reason."""
    assert main([poisoned, "--dead"]) == 0
    said = capsys.readouterr().out
    assert said.startswith('1  {"picture": "cherry.jpg"}\nTraceback (most recent call')
    assert main([poisoned]) == main([poisoned, "--revive"]) == main([poisoned]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "waiting 0, leased 0, dead 1",
        '1  {"picture": "cherry.jpg"}  ValueError: no cherry',
        "1 put back",
        "waiting 1, leased 0, dead 0",
    ]


def test_a_dead_task_may_lack_a_reason(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A client in another language gave none."""
    queue = open_queue(url, deliveries=1)
    queue.put({"n": 1})
    task = queue.take()
    assert task
    queue.fail(task, "")
    queue.close()
    assert main([url]) == 0
    assert capsys.readouterr().out.endswith('{"n": 1}  no reason was given\n')


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["mysql://x"], "'mysql://x' is no queue: sqlite:///FILE"),
        (["rediss://me:secret@x"], "'rediss://…' is no queue"),
        (["sqlite:///x.db", "--name", "mails"], "has one queue, 'tasks'"),
        (["sqlite:///:memory:", "--put", "null"], "a task is a dict, not NoneType"),
        (["sqlite:///none/x.db"], "none/x.db: unable to open"),
        (["sqlite:///:memory:", "--put", "[1]"], "a task is a dict, not list: [1]"),
    ],
)
def test_what_cannot_be_done_is_named(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The status is 1."""
    assert main(arguments) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--put", "{'a': 1}"], "Expecting property name"),
        (["--work", "nothing"], "'nothing' is not MODULE:HANDLER"),
        (["--work", "none.such:handler"], "No module named 'none'"),
        (["--work", "json:handler"], "has no attribute 'handler'"),
    ],
)
def test_what_was_asked_wrongly_is_named(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The status is 2, and no queue was made."""
    with pytest.raises(SystemExit, match="2"):
        main(["sqlite:///none/x.db", *arguments])
    assert says in capsys.readouterr().err


def test_a_handler_is_run_by_name(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is stopped: here by the handler itself, with Ctrl-C."""
    main([url, "--put", '{"n": 1}'])
    module = type(sys)("shop_handlers")
    vars(module)["stop"] = lambda body: signal_self()
    monkeypatch.setitem(sys.modules, "shop_handlers", module)
    assert main([url, "--work", "shop_handlers:stop"]) == 0
    queue = open_queue(url)
    assert queue.counts().waiting == 0
    queue.close()


def signal_self() -> None:
    """Be a Ctrl-C in the middle of a task."""

    os.kill(os.getpid(), signal.SIGINT)
