"""Measure ``examples/success``: both settings' start and memory.

Without any peer, so that every machine measures the same programs.
"""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import psutil

LIBRARIES = "waitress", "pyzmq"
STARTS = 3
SETTINGS: dict[str, list[str]] = {"one process": [], "processes": ["--processes"]}
WHAT = {
    "settings": (
        f"Seconds on the wall from the command to the first answer of the front, the "
        f"median of {STARTS}; processes, and megabytes of all of them that nobody "
        "shares (unique set size), after it. No peer is used."
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


SECTIONS: dict[str, Callable[[], Any]] = {"settings": settings}
