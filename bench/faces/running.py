"""Start the servers, Ruby and a bare Python; end them together."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pygments

from bench.attempt import MissingError
from bench.faces.code import distinct
from bench.faces.latency import Way
from bench.faces.process import Asked, python, started
from examples.peers import find, missing, version

PEERS = "ruby", "pygments.rb", "ffi-rzmq", "rouge", "coderay"
LAYERS = (
    "in process",
    "anew",
    "message",
    "pipe from Python",
    "Flask, at once",
    "Flask, there",
    "Flask, cached",
)
OF_RUBY = (
    "pygments.rb",
    "pipe",
    "ZeroMQ",
    "ZeroMQ, broker",
    "HTTP",
    "HTTP, gunicorn",
    "HTTP, 303",
    "HTTP, new connection",
    "HTTP, nothing done",
    "HTTP, cached",
    "spawn",
    "rouge",
    "coderay",
)


@contextmanager
def running() -> Iterator[dict[str, Way]]:
    """Start Ruby, a process that asks nobody, and the servers; give the ways to ask."""
    with ExitStack() as stack:
        addresses = {
            name.upper(): stack.enter_context(serving(name, 1)).line()
            for name in ("waitress", "gunicorn", "nothing", "zeromq", "alone")
        }
        environ = {"PYTHON": sys.executable, **addresses}
        program = str(Path(__file__).with_name("ways.rb"))
        ruby = stack.enter_context(started([found("ruby"), program], environ))
        check(ruby.hello())
        bare = stack.enter_context(started(python("bench.faces.bare")))
        ways = {name: way_of_python(bare, name) for name in LAYERS}
        yield ways | {name: way_of_ruby(ruby, name) for name in OF_RUBY}


def versions() -> dict[str, str]:
    """Return the versions of the peers that are measured.

    :raises MissingError: if one is missing.
    """
    return {name: version(name) or found(name) for name in PEERS}


def found(name: str) -> str:
    """Return the path of a peer's program.  Raises MissingError."""
    if path := find(name):
        return path
    raise MissingError(missing(name))


def serving(name: str, workers: int) -> AbstractContextManager[Asked]:
    """Start a server; its first line is its address."""
    return started(python("bench.faces.served", name, str(workers)))


def check(told: dict[str, str]) -> None:
    """Compare the Python and Pygments of the gem pygments.rb with ours.

    :raises MissingError: otherwise, for then two Pythons would be compared.
    """
    ours = os.path.realpath(sys.executable), pygments.__version__
    theirs = told["python"], told["pygments"]
    if ours != theirs:
        raise MissingError(f"pygments.rb runs {theirs}, and not {ours}")


def way_of_python(bare: Asked, name: str) -> Way:
    """Return a way whose calls the bare process makes and times."""

    def way(size: str, calls: int, seed: str) -> list[float]:
        asked = {"way": name, "kilobytes": size, "calls": calls + 1, "seed": seed}
        seconds: list[float] = bare.ask(**asked)["seconds"]
        return seconds[1:]

    return way


def way_of_ruby(ruby: Asked, name: str) -> Way:
    """Return a way whose calls Ruby makes and times, with the codes of all."""

    def way(size: str, calls: int, seed: str) -> list[float]:
        codes = [distinct(size, f"{seed}.{number}") for number in range(calls + 1)]
        seconds: list[float] = ruby.ask(way=name, codes=codes)["seconds"]
        return seconds

    return way
