"""One Redis for all tests here, empty before each; programs in other languages."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from examples.datastore.remote.client import connect
from examples.peers import Server, serve
from notebooks.kernels import ROOT

Start = Callable[..., "subprocess.Popen[str]"]

FOLDER = "examples/datastore/remote/clients"
# How each runs code in which its client is loaded; the arguments come after.
RUNS = {
    "basket.php": ["php", "-r", "require '{file}'; {code}", "--"],
    "counter.rb": ["ruby", "-r", "{file}", "-e", "{code}"],
    "events.mjs": [
        *("node", "--input-type=module", "-e"),
        'import {{ connect, tell }} from "file://{file}"; {code}',
    ],
}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Be one Redis for all."""
    with serve("redis") as one:
        yield one


def url(server: Server) -> str:
    """Return where a Redis is."""
    return f"redis://{server.host}:{server.port}/0"


@pytest.fixture
def client(server: Server) -> Iterator[Any]:
    """Be connected to it, and empty it."""
    with connect(url(server)) as one:
        one.flushall()
        yield one


@pytest.fixture
def start(ran: set[str]) -> Iterator[Start]:
    """Start code in another language, and end it with the test."""
    with ExitStack() as started:

        def run(name: str, code: str, *arguments: str) -> subprocess.Popen[str]:
            ran.add(f"{FOLDER}/{name}")
            file = ROOT / FOLDER / name
            pipe = subprocess.PIPE
            process = subprocess.Popen(
                [
                    *(word.format(file=file, code=code) for word in RUNS[name]),
                    *arguments,
                ],
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                text=True,
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield run


def go(process: subprocess.Popen[str]) -> None:
    """Write the line that it waits for."""
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def output(process: subprocess.Popen[str], said: str = "") -> str:
    """Wait for its end, and return what it wrote."""
    out, errors = process.communicate(said)
    assert (process.returncode, errors) == (0, ""), out
    return out.strip()
