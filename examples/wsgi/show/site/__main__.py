"""Serve the site of three frameworks until Ctrl-C."""

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

from ...serve import serving
from . import join

COMMAND = str(__package__).partition(".show")[0]
STOP = {signal.SIGINT, signal.SIGTERM}


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the first SIGINT (Ctrl-C) or SIGTERM; leave no file behind."""
    parser = argparse.ArgumentParser(f"python -m {COMMAND}", description=__doc__)
    parser.add_argument("--port", type=int, default=8007, help="0 takes a free one")
    port = parser.parse_args(arguments).port
    if not 0 <= port < 65536:
        parser.error(f"--port wants 0 to 65535, got {port}")
    # Blocked before any thread starts, so that only sigwait() sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    # A browser has more requests under way than there are threads: no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    password = token_urlsafe(12)
    with TemporaryDirectory(prefix="cherries-") as folder:
        database = Path(folder, "cherries.sqlite")
        app = join(database, {"anna": password, "ben": password})
        try:
            with serving(app, port) as address:
                print(f"Serving on {address}/ (Ctrl-C stops)")
                print(f"Sign in as anna or ben, password {password}")
                print(f"The database is {database}", flush=True)
                signal.sigwait(STOP)
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise SystemExit(f"{COMMAND}: port {port}: {reason}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
