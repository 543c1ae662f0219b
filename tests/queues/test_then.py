"""The queue of 2011: what it does today, and what ours does instead."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from redis import Redis

import examples.queues
from examples.peers import Server, held, serve
from examples.queues import Counts, then
from examples.queues.redis_queue import RedisQueue
from tests.queues.backends import wait_for_redis

pytestmark = pytest.mark.peer("redis")

TODAY = Path(examples.queues.__file__).parent / "clients" / "queue.sh"
# Says what it was given; is done after a line on standard input.
SAY = """#!/bin/bash
printf '<%s>' "$@"
echo
read -r _
"""
MANGLED = {
    "two  words": "<two><words>",
    "*.jpg": "<cherry.jpg><plum.jpg>",
    "$(date +%Y)": "<$(date><+%Y)>",
    '"sour cherry"': '<"sour><cherry">',
    "one\nline": "<line>",
}

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a worker in a folder with two pictures and a command, `say`."""
    for name in ("cherry.jpg", "plum.jpg"):
        (tmp_path / name).touch()
    (tmp_path / "say").write_text(SAY)
    (tmp_path / "say").chmod(0o755)
    started = []

    def one(how: Callable[..., Any], *arguments: Any) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        pipes = {"stdin": pipe, "stdout": pipe, "stderr": subprocess.DEVNULL}
        options: dict[str, Any] = {"cwd": tmp_path, "start_new_session": True, **pipes}
        process: subprocess.Popen[str] = how(*arguments, text=True, **options)
        started.append(process)
        return process

    yield one
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a worker and what it started, unless that is done."""
    with process:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def said(process: subprocess.Popen[str]) -> str:
    """Return what the command was given."""
    assert process.stdout
    return process.stdout.readline().rstrip("\n")


@pytest.fixture
def port(ran: set[str]) -> Iterator[int]:
    """A Redis of one test, for the list of 2011 has one name."""
    ran.add("examples/queues/2011/worker.sh")
    with serve("redis") as server:
        wait_for_redis(server)
        yield server.port


@pytest.fixture
def queue(redis: Server) -> Iterator[RedisQueue]:
    """A queue of today."""
    url = f"redis://{redis.host}:{redis.port}/0"
    one = RedisQueue(url, token_hex(8), lease=0.2)
    yield one
    one.close()


@pytest.fixture
def today(redis: Server, queue: RedisQueue) -> list[str]:
    """The command of a worker of today."""
    url = f"redis://{redis.host}:{redis.port}/0"
    return [str(TODAY), url, queue.name, "work", "./say"]


def test_it_worked(port: int, start: Start) -> None:
    """A word is a word."""
    worker = start(then.work, port, "./say")
    then.push(port, "cherry.jpg")
    assert said(worker) == "<cherry.jpg>"


@pytest.mark.parametrize(("job", "arguments"), MANGLED.items())
def test_a_job_was_mangled(port: int, start: Start, job: str, arguments: str) -> None:
    """The shell makes of an unquoted variable what it likes."""
    worker = start(then.work, port, "./say")
    then.push(port, job)
    assert said(worker) == arguments


def test_a_killed_worker_lost_its_job(port: int, start: Start) -> None:
    """Nobody has it any more."""
    worker = start(then.work, port, "./say")
    then.push(port, "cherry.jpg")
    assert said(worker) == "<cherry.jpg>"
    kill(worker)
    with Redis(port=port) as client:
        assert client.keys() == []


def test_without_redis_it_ran_all_the_same(start: Start) -> None:
    """The command is given nothing."""
    with held() as port:
        assert said(start(then.work, port, "./say")) == "<>"


def test_a_task_is_one_argument(
    queue: RedisQueue, today: list[str], start: Start
) -> None:
    """As it was put, whatever is in it."""
    worker = start(subprocess.Popen, today)
    for job in MANGLED:
        queue.put({"title": job})
        assert json.loads(said(worker)[1:-1]) == {"title": job}
        assert worker.stdin
        worker.stdin.write("\n")
        worker.stdin.flush()
    while queue.counts() != Counts(0, 0, 0):
        time.sleep(0.02)


def test_a_killed_worker_loses_nothing(
    queue: RedisQueue, today: list[str], start: Start
) -> None:
    """The task comes back when its lease is over."""
    number = queue.put({"picture": "cherry.jpg"})
    worker = start(subprocess.Popen, today)
    said(worker)
    kill(worker)
    task = queue.take(wait=20)
    assert task
    assert (task.id, task.delivery) == (number, 2)


def test_without_redis_it_ends(start: Start) -> None:
    """With an error, and without running the command."""
    with held() as port:
        url = f"redis://127.0.0.1:{port}/0"
        worker = start(subprocess.Popen, [str(TODAY), url, "tasks", "work", "./say"])
        assert said(worker) == ""
        assert worker.wait()
