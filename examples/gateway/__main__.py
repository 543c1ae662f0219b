"""Serve the whole table behind nginx, or embedded in one process, until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from secrets import token_hex, token_urlsafe
from tempfile import TemporaryDirectory

from ..wsgi.serve import serving
from .embedded.app import describe_embedded, embedded
from .identity import KEY
from .run.processes import applications, check_free, in_front, ports
from .show.account import PASSWORD
from .show.site import TABLE
from .table import describe

STOP = {signal.SIGINT, signal.SIGTERM}


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the first SIGINT (Ctrl-C) or SIGTERM; leave nothing behind."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("--embedded", action="store_true", help="without nginx")
    parser.add_argument("--port", type=int, default=8008, help="0 takes a free one")
    given = parser.parse_args(arguments)
    if not 0 <= given.port < 65536:
        parser.error(f"--port wants 0 to 65535, got {given.port}")
    # Blocked before any thread starts, so that only sigwait() sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    environment = {KEY: token_hex(), PASSWORD: token_urlsafe(12)}
    serving_all = in_one if given.embedded else behind_nginx
    in_words = describe_embedded if given.embedded else describe
    try:
        check_free(given.port)
        with TemporaryDirectory(prefix="cherries-") as folder:
            environment["HIGHLIGHT_FOLDER"] = folder
            with serving_all(environment, given.port) as address:
                print(f"Serving on {address}/ (Ctrl-C stops)")
                print(f"Sign in as anna or ben, password {environment[PASSWORD]}")
                print(in_words(TABLE), flush=True)
                signal.sigwait(STOP)
    except (LookupError, RuntimeError) as error:
        raise SystemExit(f"{__package__}: {error}") from None


@contextmanager
def behind_nginx(environment: dict[str, str], port: int) -> Iterator[str]:
    """Run all applications, and nginx in front."""
    with (
        applications(TABLE, environment) as running,
        in_front(TABLE, ports(running), port) as server,
    ):
        yield f"http://{server.host}:{server.port}"


@contextmanager
def in_one(environment: dict[str, str], port: int) -> Iterator[str]:
    """Run what is Python in this process."""
    os.environ.update(environment)
    with serving(embedded(TABLE), port) as address:
        yield address


if __name__ == "__main__":
    main(sys.argv[1:])
