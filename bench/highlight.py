"""Measure ``examples/highlight``: latency, throughput, calls beside hostile ones."""

from typing import Any

from .faces.beside import DEADLINE, LATE, SECONDS, WORKERS, beside
from .faces.code import SIZES, code
from .faces.latency import CALLS, REFERENCE, ROUNDS, latency
from .faces.load import throughput
from .faces.running import running, versions

LIBRARIES = "pygments", "flask", "waitress", "gunicorn", "pyzmq"

WHAT = {
    "bytes": (
        "The code: functions of examples/htmldiff without their docstrings, and a "
        "last line that differs from call to call. By kilobytes."
    ),
    "peers": "Versions of what is not Python's. pygments.rb runs this very Python.",
    "figures": "low, middle, high: the quartiles of the rounds.",
    "latency": (
        "Seconds of a call by the wall's clock, made from Ruby where not said "
        f"otherwise; ratio: to {REFERENCE} in the same round. In a round every way "
        "makes "
        + ", ".join(f"{n} calls with {size} KB" for size, n in CALLS.items())
        + ", after one that does not count, and the median counts; rounds: "
        + ", ".join(f"{n} with {size} KB" for size, n in ROUNDS.items())
        + ". parts: what a way takes longer than the way it builds on."
    ),
    "ways": {
        "in process": "examples.highlight.core, called from Python",
        "anew": "the same, lexer and formatter made for each call",
        "message": "in process, from a JSON object to a JSON object",
        "pipe from Python": "examples.highlight.workers.pipe",
        "Flask, at once": "a POST at Flask's test client, behind it the pipe",
        "Flask, there": "the same, POST and GET",
        "Flask, cached": "GET of a result that is on the shelf, at the same",
        "pygments.rb": "the gem: a child of its own behind a pipe",
        "pipe": "examples/highlight/clients/pipe.rb",
        "ZeroMQ": "examples/zeromq/clients/lazy_pirate.rb, a server with one child",
        "ZeroMQ, broker": "the same at a broker, which has one worker",
        "HTTP": "clients/highlight.rb, one connection, waitress, the shelf in memory",
        "HTTP, gunicorn": "the same, at gunicorn's threads",
        "HTTP, 303": "POST and GET on one connection, by Net::HTTP",
        "HTTP, new connection": "clients/highlight.rb, made anew for each call",
        "HTTP, nothing done": "clients/highlight.rb; the answers are known before",
        "HTTP, cached": "GET of a result that is on the shelf",
        "spawn": "python -m examples.highlight, a process a call",
        "rouge": "the gem, in Ruby's process",
        "coderay": "the gem, in Ruby's process",
    },
    "throughput": (
        "20 KB, by number of workers, twice as many callers. of a worker: calls by "
        "second of processor time that the workers spent, to that of as many "
        "processes that highlight and nothing else, in the same round; with the "
        "front: the server's time counted too, the clients' not."
    ),
    "beside": (
        f"Seconds of good calls by HTTP with 1 KB, for {SECONDS:g} s alone, then as "
        f"long beside hostile ones without a break, each killed after {DEADLINE:g} s "
        f"of processor time; {WORKERS} workers. late: those that took more than "
        f"{LATE * 1000:g} ms; killed: hostile calls."
    ),
}


def sizes() -> dict[str, int]:
    """Return the bytes of the code, by kilobytes."""
    return {size: len(code(size).encode()) for size in SIZES}


def calls() -> dict[str, Any]:
    """Start every server and client; measure the latency of each way."""
    with running() as ways:
        return latency(ways)


SECTIONS = {
    "bytes": sizes,
    "peers": versions,
    "latency": calls,
    "throughput": throughput,
    "beside": beside,
}
