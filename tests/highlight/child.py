"""A child that does odd things if the code says so, for tests of what holds it.

``python -m tests.highlight.child`` is ``python -m examples.highlight.workers.child``
but for code that starts with one of `ODD`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from examples.highlight import message
from examples.highlight.core import highlight
from examples.highlight.workers import child


def once(path: str) -> None:
    """Die, unless that was done before."""
    if not Path(path).exists():
        Path(path).touch()
        die("")


def die(path: str) -> None:
    """Die as a crash does, after a stroke in a file."""
    if path:
        with Path(path).open("a") as tally:
            tally.write("|")
    os.kill(os.getpid(), signal.SIGKILL)


def chat(_: str) -> None:
    """Print where answers go, from Python and below."""
    print("stray")
    os.write(1, b"stray")


def eat(_: str) -> None:
    """Take more memory than there may be."""
    bytearray(2 * child.MEMORY)


def last(_: str) -> None:
    """Find no more requests after this one."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def wait(_: str) -> None:
    """Say so on standard error, and wait until killed."""
    print("waiting", file=sys.stderr, flush=True)
    signal.pause()


def spin(_: str) -> None:
    """Say so on standard error, and use up all processor time."""
    print("spinning", file=sys.stderr, flush=True)
    while True:
        pass


def nap(_: str) -> None:
    """Sleep for twice the processor time that is left."""
    left, _interval = signal.getitimer(signal.ITIMER_PROF)
    time.sleep(2 * left)


ODD: dict[str, Callable[[str], object]] = {
    "once": once,
    "die": die,
    "chat": chat,
    "eat": eat,
    "last": last,
    "wait": wait,
    "spin": spin,
    "nap": nap,
}


def odd(code: str, language: str = "", **options: Any) -> str:
    """Do what the first word of the code says, then highlight."""
    word, _, rest = code.partition(" ")
    ODD.get(word, str)(rest)
    return highlight(code, language, **options)


if __name__ == "__main__":
    vars(message)["highlight"] = odd
    child.main(sys.argv[1:])
