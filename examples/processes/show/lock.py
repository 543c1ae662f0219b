"""Ask a program for an answer while a regular expression runs in it, or beside it.

CPython runs one thread at a time, whoever holds its lock.  A thread that runs Python
gives it up every five milliseconds; one that is inside of a function in C does so when
that function thinks of it, and ``re`` does not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from select import select
from typing import IO

import psutil

# region regex
REGEX = "import re; re.match('(a|a)*$', 'a' * 99 + 'b')"
# endregion
"""A program that is not done in our time, and spends it in C."""
BUSY = 0.3  # seconds of processor time, after which the expression is certainly at it
GIVEN = 0.5  # more of them, in which an answer may come: it takes a thousandth

LONGEST = 60  # of them in all
BOUND = f"import resource as r; r.setrlimit(r.RLIMIT_CPU, ({LONGEST}, {LONGEST}))\n"
"""What a program begins with; its children inherit it."""


def responds(program: str) -> bool:
    """Tell whether a program answers while its expression runs; then kill it.

    :param program: Python that prints the number of the process in which `REGEX` will
        run, and a line for each line that it reads.

    Time is what the expression has used of the processor: a busy machine, on which
    the answer takes longer, leaves it longer.  Where nobody is left to kill it, the
    kernel ends it after `LONGEST`.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", BOUND + program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            assert process.stdin
            assert process.stdout
            hog = psutil.Process(int(process.stdout.readline()))
            busy = spent(hog) + BUSY  # a slow start is not the expression
            used(hog, busy, [])
            process.stdin.write("are you there?\n")
            process.stdin.flush()
            return used(hog, busy + GIVEN, [process.stdout])
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def spent(process: psutil.Process) -> float:
    """Return the seconds that a process has used the processor."""
    user, system, *_ = process.cpu_times()
    return float(user + system)


def used(hog: psutil.Process, seconds: float, streams: list[IO[str]]) -> bool:
    """Wait until a process has used the processor for so long, or a stream has words.

    True if it was the stream.
    """
    while spent(hog) < seconds:
        if select(streams, [], [], 0.05)[0]:
            return True
    return False
