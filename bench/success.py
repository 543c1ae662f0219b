"""Measure ``examples/success``: both settings' start and memory, a call by merge point.

Without any peer, so that every machine measures the same programs.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import zmq

from examples.queues import open_queue
from examples.wsgi.base import answer
from examples.wsgi.serve import serving

LIBRARIES = "waitress", "pyzmq"
STARTS, ROUNDS, CALLS = 3, 15, 20
SETTINGS: dict[str, list[str]] = {"one process": [], "processes": ["--processes"]}
WHAT = {
    "settings": (
        f"Seconds on the wall from the command to the first answer of the front, the "
        f"median of {STARTS}; processes, and megabytes of all of them that nobody "
        "shares (unique set size), after it. No peer is used."
    ),
    "merge": (
        f"Seconds on the wall for a call, the median of {ROUNDS} rounds of {CALLS}: "
        "WSGI, of an application that says ok; HTTP, of the same on one connection to "
        "waitress; ZeroMQ, a request and its reply, over TCP; queue, put, take and ack "
        "on SQLite."
    ),
}


def settings() -> dict[str, dict[str, float]]:
    """Start each setting some times."""
    found = {}
    for name, more in SETTINGS.items():
        runs = [start(more) for _ in range(STARTS)]
        middle = [statistics.median(column) for column in zip(*runs, strict=True)]
        found[name] = dict(
            zip(("seconds", "processes", "megabytes"), middle, strict=True)
        )
    return found


def start(more: list[str]) -> tuple[float, int, float]:
    """Start the shop; return seconds, processes, megabytes."""
    command = [sys.executable, "-m", "examples.success", "--port", "0", *more]
    begun = time.monotonic()
    environment = {**os.environ, "PEERS": "none"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        try:
            said = process.stdout.readline()
            port = re.search(r"http://127.0.0.1:(\d+)", said)
            assert port, said
            connection = HTTPConnection("127.0.0.1", int(port[1]))
            connection.request("GET", "/")
            assert connection.getresponse().read()
            connection.close()
            took = time.monotonic() - begun
            root = psutil.Process(process.pid)
            all_of_it = [root, *root.children(recursive=True)]
            megabytes = sum(one.memory_full_info().uss for one in all_of_it) / 1e6
            return round(took, 2), len(all_of_it), round(megabytes)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()


def merge() -> dict[str, float]:
    """Time a call by each merge point that is between two programs of Python."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        ways = calls(Path(folder), stack)
        times: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, call in ways.items():
                begun = time.perf_counter()
                for _ in range(CALLS):
                    call()
                times[name].append((time.perf_counter() - begun) / CALLS)
    return {
        name: float(f"{statistics.median(all_):.3g}") for name, all_ in times.items()
    }


def calls(folder: Path, stack: ExitStack) -> dict[str, Callable[[], Any]]:
    """Return a call by each merge point."""
    app = answer("200 OK")
    address = stack.enter_context(serving(app))
    connection = HTTPConnection(address.removeprefix("http://"))
    stack.callback(connection.close)

    def http() -> None:
        connection.request("GET", "/")
        connection.getresponse().read()

    context = stack.enter_context(zmq.Context())
    replier, asker = context.socket(zmq.REP), context.socket(zmq.REQ)
    port = replier.bind_to_random_port("tcp://127.0.0.1")
    asker.connect(f"tcp://127.0.0.1:{port}")

    def reply() -> None:
        while replier.recv() != b"end":
            replier.send(b"ok")
        replier.close()

    thread = threading.Thread(target=reply)
    thread.start()

    def zeromq(text: bytes = b"ask") -> None:
        asker.send(text)
        asker.recv()

    def end() -> None:
        asker.send(b"end")
        thread.join()
        asker.close()

    stack.callback(end)
    tasks = open_queue(f"sqlite:///{folder}/tasks.db")
    stack.callback(tasks.close)

    def queue() -> None:
        tasks.put({"photo": "cherry"})
        task = tasks.take()
        assert task
        tasks.ack(task)

    environ = {"REQUEST_METHOD": "GET"}
    wsgi = lambda: b"".join(app(environ, lambda *_: print))  # noqa: E731
    return {"WSGI": wsgi, "HTTP": http, "ZeroMQ": zeromq, "queue": queue}


SECTIONS: dict[str, Callable[[], Any]] = {"settings": settings, "merge": merge}
