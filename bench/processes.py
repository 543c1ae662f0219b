"""Measure ``examples/processes``: two jobs at once, megabytes a part, restarts.

Wall clock: what counts is who waits.  Two Pythons are asked for a bill, and what is not
here is recorded as missing.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import psutil
from flask import Flask

from examples.processes.show import parallel, pythons
from examples.processes.show.load import restart_under_load

LIBRARIES = "gunicorn", "waitress", "flask"
ROUNDS, STEPS = 100, 500_000
THREADS = 20
REQUESTS, RESTARTS = 10_000, 3
OLD = "2.7"
LOCKED = "3.14", "3.13"  # with sub-interpreters, the newest first
FREE = "3.14t", "3.13t"
MISSING = "missing"

WHAT = {
    "parallel": (
        f"Two jobs at once, each a loop in Python. seconds: on the wall, the least of "
        f"{ROUNDS} rounds, for whoever else runs only adds; times: the quotient to the "
        "least of one job alone, under the same Python."
    ),
    "memory": (
        "Megabytes that a further part takes for itself (unique set size), once it has "
        "answered a request with Flask: a thread, a process forked from one that has "
        "Flask loaded, a process started anew."
    ),
    "pythons": "Euros for 500 g of cherries, by the Python that serves the one file.",
    "restarts": (
        f"At least {REQUESTS} requests by 4 clients, each on a new connection, while "
        f"the program is restarted {RESTARTS} times; requests lost, seconds that the "
        "longest one waited, versions that answered."
    ),
}


def at_once() -> dict[str, dict[str, Any]]:
    """Time threads and processes here, and the rest under whom has them."""
    locked, free = first(LOCKED), first(FREE)
    return {
        **ratios(pythons.here(), {"threads": "threads", "processes": "processes"}),
        **(
            ratios(locked, {"sub-interpreters": "sub-interpreters"})
            if locked
            else {"sub-interpreters": {MISSING: f"Python {LOCKED[-1]}"}}
        ),
        **(
            ratios(free, {"threads": "free threads"})
            if free
            else {"free threads": {MISSING: f"python{FREE[0]}"}}
        ),
    }


def first(series: tuple[str, ...]) -> pythons.Python | None:
    """Return the first Python that is here."""
    return next(filter(None, map(pythons.find, series)), None)


def ratios(python: pythons.Python, names: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Run `parallel` under a Python; return seconds and quotients of some ways.

    names: what the record calls a way.
    """
    with python.start(parallel.__file__, str(ROUNDS), str(STEPS)) as process:
        times = json.loads(process.communicate()[0])
    one = min(times["one"])
    return {
        name: {
            "python": python.version,
            "seconds": min(times[way]),
            "times": min(times[way]) / one,
        }
        for way, name in names.items()
    }


def bills() -> dict[str, Any]:
    """Ask two Pythons that serve side by side."""
    old, new = pythons.find(OLD), pythons.here()
    if old is None:
        return {OLD: MISSING, **bill(new)}
    with pythons.serve(old) as one, pythons.serve(new) as other:
        return {
            told["python"]: told["euros"]
            for told in (pythons.ask(port, 500) for port in (one, other))
        }


def bill(python: pythons.Python) -> dict[str, Any]:
    """Ask one Python."""
    with pythons.serve(python) as port:
        told = pythons.ask(port, 500)
    return {told["python"]: told["euros"]}


def restarts() -> dict[str, dict[str, Any]]:
    """Restart three ways under load."""
    ways = {
        "restart, gunicorn": ("restart", "gunicorn"),
        "overlap, gunicorn": ("upgrade", "gunicorn"),
        "restart, waitress": ("restart", "waitress"),
    }
    told = {}
    for name, (how, server) in ways.items():
        load = restart_under_load(REQUESTS, RESTARTS, how, server, pause=0.0)
        told[name] = {
            "requests": load.asked,
            "lost": load.lost.total(),
            "longest": load.longest,
            "versions": len(load.answers),
        }
    return told


def memory() -> dict[str, float]:
    """Measure parts in a process that does nothing else."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.processes"], check=True, capture_output=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def own(process: int) -> float:
    """Return the megabytes that a process shares with nobody."""
    unique: int = psutil.Process(process).memory_full_info().uss
    return unique / 1e6


def served() -> None:
    """Answer a request."""
    shop = Flask("shop")
    shop.add_url_rule("/", view_func=lambda: "cherries")
    assert shop.test_client().get("/").text == "cherries"


def thread() -> float:
    """Measure what each of some threads adds."""
    stop, here = threading.Event(), threading.Barrier(THREADS + 1)

    def run() -> None:
        served()
        here.wait()
        stop.wait()

    before = own(os.getpid())
    started = [threading.Thread(target=run) for _ in range(THREADS)]
    for one in started:
        one.start()
    here.wait()
    after = own(os.getpid())
    stop.set()
    for one in started:
        one.join()
    return (after - before) / THREADS


def forked() -> float:
    """Measure a process that shares what was loaded."""
    hearing, telling = os.pipe()
    child = os.fork()
    if not child:
        try:
            served()
            os.write(telling, b"x")
            signal.pause()
        finally:
            os._exit(1)  # it does not go on as its parent would
    os.close(telling)  # so that a child which fails is not waited for
    try:
        if not os.read(hearing, 1):
            raise RuntimeError("the process forked did not answer a request")
        return own(child)
    finally:
        os.close(hearing)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def started() -> float:
    """Measure a process that loads everything itself."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.processes", "alone"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        megabytes = own(process.pid)
        process.communicate(b"")
    return megabytes


def main() -> None:
    """Print what each kind of part takes, or with an argument be such a part."""
    served()
    if len(sys.argv) > 1:
        print("here", flush=True)
        sys.stdin.read()
        return
    kinds = {"a process forked": forked, "a process started": started}
    told = {name: measure() for name, measure in kinds.items()}
    print(json.dumps({"a thread": thread(), **told}))


SECTIONS: dict[str, Callable[[], Any]] = {
    "parallel": at_once,
    "memory": memory,
    "pythons": bills,
    "restarts": restarts,
}

if __name__ == "__main__":
    main()
