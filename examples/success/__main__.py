"""Open the shop until Ctrl-C: in one process, or with ``--processes`` in many.

``--honcho`` leaves those many to honcho, which ends all of them when one ends.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from ..gateway.table import JAVASCRIPT, PYTHON, describe
from ..wsgi.serve import serving
from . import one
from .parts import GATEWAY, PHP, PLACES, TABLE

STOP = {signal.SIGINT, signal.SIGTERM}
INTERRUPTED = 128 + signal.SIGINT
LANGUAGES = {JAVASCRIPT: "node", PHP: "php"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the first SIGINT (Ctrl-C) or SIGTERM; leave nothing behind."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    many = parser.add_mutually_exclusive_group()
    many.add_argument("--processes", action="store_true", help="one a part")
    many.add_argument("--honcho", action="store_true", help="the same, by a Procfile")
    parser.add_argument("--port", type=int, default=8014, help="0 takes a free one")
    given = parser.parse_args(arguments)
    if not 0 <= given.port < 65536:
        parser.error(f"--port wants 0 to 65535, got {given.port}")
    # More requests under way than threads: no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    password = token_urlsafe(9)
    try:
        with TemporaryDirectory(prefix="shop-") as folder:
            if given.honcho:
                return by_honcho(Path(folder), password, given.port)
            opened = in_many if given.processes else in_one
            opened(Path(folder), password, given.port)
    except KeyboardInterrupt:  # while it opens, or a second one while it closes
        return INTERRUPTED
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
    from . import many  # one process starts no servers, and needs none

    with many.shop(folder, password, port) as running:
        say(running.address, password)
        say_peers(running.peers, running.kept)
        for name, kept in running.kept.items():
            print(f"{name}: process {kept.child and kept.child.pid}")
        sys.stdout.flush()
        running.run()


def by_honcho(folder: Path, password: str, port: int) -> int:
    """Write a Procfile, and let honcho run it."""
    from .plan import planned
    from .procfile import procfile, run

    with planned(folder, password, port) as plan:
        file = folder / "Procfile"
        file.write_text(procfile(plan.programs), "utf-8")
        say(plan.address, password)
        say_peers(plan.peers, plan.programs)
        print(f"Procfile: {file}", flush=True)
        return run(file.read_text("utf-8"), plan)


def say_peers(peers: Mapping[str, str], there: Collection[str]) -> None:
    """Print the servers that are used, and what is missing."""
    from ..peers import missing

    for name, where in peers.items():
        print(f"{name}: {where}")
    for place in PLACES:
        if place.peer and place.peer not in peers:
            print(f"{place.name}: {place.embedded}; {missing(place.peer)}")
    if "nginx" not in peers:
        print(f"{GATEWAY}: Python; {missing('nginx')}")
    for part in TABLE:
        if part.name not in there:
            print(f"{part.name}: {missing(LANGUAGES[part.language])}")


def say(address: str, password: str) -> None:
    """Print where the shop is, and what is in it."""
    port = address.rpartition(":")[2]
    print(f"Serving on {address}/ and http://shop.localhost:{port}/ (Ctrl-C stops)")
    print(f"Sign in as anna or ben, password {password}; anna may use the office")
    print(describe(TABLE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
