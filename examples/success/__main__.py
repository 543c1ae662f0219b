"""Open the shop until Ctrl-C: in one process, or with ``--processes`` in many."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from ..gateway.table import JAVASCRIPT, PYTHON, describe
from ..wsgi.serve import serving
from . import one
from .parts import PHP, TABLE

STOP = {signal.SIGINT, signal.SIGTERM}
LANGUAGES = {JAVASCRIPT: "node", PHP: "php"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the first SIGINT (Ctrl-C) or SIGTERM; leave nothing behind."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("--processes", action="store_true", help="one a part")
    parser.add_argument("--port", type=int, default=8014, help="0 takes a free one")
    given = parser.parse_args(arguments)
    if not 0 <= given.port < 65536:
        parser.error(f"--port wants 0 to 65535, got {given.port}")
    # More requests under way than threads: no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    password = token_urlsafe(9)
    try:
        with TemporaryDirectory(prefix="shop-") as folder:
            opened = in_many if given.processes else in_one
            opened(Path(folder), password, given.port)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        print(f"{__package__}: port {given.port}: {reason}", file=sys.stderr)
        return 1
    return 0


def in_one(folder: Path, password: str, port: int) -> None:
    """Serve from this process."""
    # Blocked before any thread starts, so that only sigwait() sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    with one.shop(folder, password) as app, serving(app, port) as address:
        say(address, password)
        for part in TABLE:
            if part.language != PYTHON:
                print(f"{part.name} is {part.language}: not in one process")
        sys.stdout.flush()
        signal.sigwait(STOP)


def in_many(folder: Path, password: str, port: int) -> None:
    """Start all the others, and tend them."""
    from ..peers import missing  # one process starts no servers, and needs none
    from . import many

    with many.shop(folder, password, port) as running:
        say(running.address, password)
        for name, where in running.peers.items():
            print(f"{name}: {where}")
        for part in TABLE:
            if part.name not in running.kept:
                print(f"{part.name}: {missing(LANGUAGES[part.language])}")
        for name, kept in running.kept.items():
            print(f"{name}: process {kept.child and kept.child.pid}")
        sys.stdout.flush()
        running.run()


def say(address: str, password: str) -> None:
    """Print where the shop is, and what is in it."""
    port = address.rpartition(":")[2]
    print(f"Serving on {address}/ and http://shop.localhost:{port}/ (Ctrl-C stops)")
    print(f"Sign in as anna or ben, password {password}; anna may use the office")
    print(describe(TABLE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
