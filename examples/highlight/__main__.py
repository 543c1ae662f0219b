"""Print the HTML of a file of code, or serve the highlighter."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn, TypeVar

from .core import LIMIT, highlight, read_code, stylesheet
from .lexers import languages
from .problem import Problem, TimedOut

T = TypeVar("T")
STOP = {signal.SIGINT, signal.SIGTERM}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print, or serve until the first SIGINT (Ctrl-C) or SIGTERM.

    :raises SystemExit: with one line that says what is wrong.
    """
    parser = command_line()
    given = parser.parse_args(arguments)
    try:
        if given.serve:
            serve(given.port)
        elif given.languages:
            show("".join(f"{name}\t{full}\n" for name, full in languages().items()))
        elif given.css:
            show(stylesheet(given.style or "default"))
        elif given.file is None:
            parser.error("a file is wanted, or - for standard input")
        else:
            show(html_of(given))
    except Problem as problem:
        refuse(str(problem))
    except OSError as error:
        refuse(
            f"{error.filename or 'standard output'}: {os.strerror(error.errno or 0)}"
        )
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # as a shell counts it


def command_line() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    add = parser.add_argument
    add("file", nargs="?", help="of code in UTF-8; - is standard input")
    add("--language", default="", help="one of --languages; guessed if not given")
    add("--lines", default="", help="show only these, such as 3-7,9")
    add("--marked", default="", help="emphasise these, such as 3-7,9")
    add("--numbers", action="store_true", help="number the lines")
    add("--style", default="", help="style attributes instead of classes")
    add("--seconds", type=seconds, default=10.0, help="of processor time; 10")
    add("--css", action="store_true", help="print the CSS for HTML with classes")
    add("--languages", action="store_true", help="print their names")
    add("--serve", action="store_true", help="serve on loopback until Ctrl-C")
    add("--port", type=port_number, default=8002, help="0 takes a free one")
    return parser


def html_of(given: argparse.Namespace) -> str:
    """Highlight a file.

    :raises Problem: `TimedOut` if it takes too much of the processor's time.
    """

    def work() -> str:
        return highlight(
            read_code(read_file(given.file)),
            given.language,
            lines=given.lines,
            marked=given.marked,
            numbers=given.numbers,
            style=given.style,
        )

    return within(given.seconds, work)


class TooLate(BaseException):
    """Passes every ``except Exception``: lexers have some."""


def too_late(number: int, frame: FrameType | None) -> NoReturn:
    """Handle the signal."""
    raise TooLate


def within(seconds: float, work: Callable[[], T]) -> T:
    """Return what a function returns, or leave it after so much processor time.

    For the main thread only.  It looks for signals also while it is within a regular
    expression (since Python 2.6); no other thread ever does.  So a server cannot have
    this.  Processor time it is, for reading from a slow pipe costs none.

    It is no context manager: a signal that comes between ``__enter__`` and the block
    would be raised where nothing catches it.

    :param seconds: of this process's processor time.
    :raises TimedOut: if it takes more.
    """
    before = signal.signal(signal.SIGPROF, too_late)
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            return work()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except TooLate:  # it comes at any point of the above
        raise TimedOut(f"no answer within {seconds:g} s of processor time") from None
    finally:
        signal.signal(signal.SIGPROF, before)


def read_file(file: str) -> bytes:
    """Read a file, or standard input, but no more than it takes to refuse it."""
    if file == "-":
        return sys.stdin.buffer.read(LIMIT + 1)
    with Path(file).open("rb") as code:
        return code.read(LIMIT + 1)


def show(result: str) -> None:
    """Print in UTF-8, whatever the terminal is set to.

    :raises SystemExit: if its reader has gone: nothing is left to say to it.
    """
    try:
        with os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as out:
            out.write(result.encode())
    except BrokenPipeError:
        raise SystemExit(1) from None


def serve(port: int) -> None:
    """Serve until told to stop."""
    from .web.serve import serving  # needs Flask and waitress, which a file does not

    # Blocked before any thread starts, so that only sigwait() sees them.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        with serving(port) as address:
            print(f"Serving on {address}/ (Ctrl-C stops)", flush=True)
            signal.sigwait(STOP)
    except OSError as error:
        refuse(f"port {port}: {os.strerror(error.errno or 0)}")


def seconds(given: str) -> float:
    """Read a time."""
    try:
        value = float(given)
    except ValueError:
        value = 0
    if 0 < value < 1e6:
        return value
    raise argparse.ArgumentTypeError(f"wants a number above 0, got {given!r}")


def port_number(given: str) -> int:
    """Read a TCP port."""
    if given.isascii() and given.isdigit() and len(given) < 6 and int(given) < 65536:
        return int(given)
    raise argparse.ArgumentTypeError(f"wants 0 to 65535, got {given!r}")


def refuse(why: str) -> NoReturn:
    """Leave with one line and status 1."""
    raise SystemExit(f"{__package__}: {' '.join(why.split())}")


if __name__ == "__main__":
    main()
