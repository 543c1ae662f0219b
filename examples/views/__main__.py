"""Serve the examples of the chapter until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from .show.app import app
from .show.server import serving

STOP = {signal.SIGINT, signal.SIGTERM}


def port_number(text: str) -> int:
    """Read a TCP port.

    :raises SystemExit: with one line that says what was expected.
    """
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536:
        return int(text)
    raise SystemExit(f"{__package__}: --port wants 0 to 65535, got {text!r}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the first SIGINT (Ctrl-C) or SIGTERM."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("--port", default="8004", help="0 takes a free one")
    port = port_number(parser.parse_args(arguments).port)
    # Blocked before any thread starts, so that only sigwait() sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        with serving(app, port) as address:
            print(f"Serving on {address}/ (Ctrl-C stops)", flush=True)
            signal.sigwait(STOP)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise SystemExit(f"{__package__}: port {port}: {reason}") from None


if __name__ == "__main__":
    main(sys.argv[1:])
