"""Run one installation at a time: what ``install.py`` does on a Python new enough."""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import GROUPS, Environment
from javascript import PACKAGES, Scripts
from tool import ENDINGS, InstallError, say

ROOT = Path(__file__).resolve().parents[1]
KNOWN = (*GROUPS, *PACKAGES)


def main(arguments: list[str]) -> int:
    """Install what the one argument names; the status is 1 if that fails."""
    if len(arguments) != 1 or arguments[0] not in KNOWN:
        given = " ".join(arguments) or "nothing"
        print(f"install: {given}? known are {', '.join(KNOWN)}", file=sys.stderr)
        return 2
    # A closed terminal stops what a tool does as Ctrl-C would.
    for ending in set(ENDINGS) - {signal.SIGINT}:
        signal.signal(ending, signal.default_int_handler)
    environment = Environment(ROOT)
    (name,) = arguments
    by_npm = name in PACKAGES
    wanted = Scripts(ROOT, environment, name) if by_npm else environment
    try:
        with alone(ROOT):
            wanted.install(name)
    except InstallError as failure:
        print(f"install {name}: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("install: stopped; the next make goes on", file=sys.stderr)
        return 130
    return 0


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold an exclusive lock, so that one make installs and the others wait.

    The kernel drops the lock on the folder when its holder ends, however it ends.
    """
    folder = os.open(root / "requirements", os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another make is installing: waiting for it")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
