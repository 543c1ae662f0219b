"""Hold a socket for a program: ``python -m examples.processes -- gunicorn …``."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from .holder import Holder


def address(text: str) -> tuple[str, int]:
    """Read ``HOST:PORT``.  Raises ValueError if it is something else."""
    host, colon, port = text.rpartition(":")
    if not (host and colon and port.isdecimal() and int(port) < 2**16):
        raise ValueError(f"{text!r} is not HOST:PORT, such as 127.0.0.1:8000")
    return host, int(port)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hold until SIGTERM; 1 if the address is taken, 2 if it was asked wrongly."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:0", metavar="HOST:PORT")
    parser.add_argument(
        "--notify", action="store_true", help="it says when it is ready"
    )
    parser.add_argument("command", nargs="+", help="the program, after --")
    asked = parser.parse_args(arguments)
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    try:
        where = address(asked.bind)
    except ValueError as error:
        parser.error(str(error))
    try:
        holder = Holder(asked.command, where, notify=asked.notify)
    except OSError as error:
        print(f"{__package__}: {error.strerror}", file=sys.stderr)
        return 1
    with holder:
        print("{}:{}".format(*holder.address), flush=True)
        holder.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
