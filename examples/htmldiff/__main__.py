"""Compare two HTML files, or serve a page that does.

Status 0 says that they are alike, 1 that they differ, 2 that something went wrong, as
of ``diff``.  White space is compared, too.  Not for files that change while they are
read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from . import MarkupError
from .files import read, read_in, replace, write_out
from .marks import changes
from .markup import compare
from .reading.encoding import decode, encode
from .reading.sanitize import told
from .sequences.match import MATCHERS

STDIN = Path("-")


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, or serve until told to stop.

    :raises SystemExit: with one line that says what is wrong, where, and why.
    """
    parser = command_line()
    options = parser.parse_args(arguments)
    try:
        if options.serve:
            run_server(options.port)
        elif options.old is None or options.new is None:
            parser.error("two files are wanted, the old and the new one")
        else:
            raise SystemExit(compare_files(options))
    except KeyboardInterrupt:
        raise SystemExit(130) from None  # as a shell counts it


def command_line() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("old", nargs="?", type=Path, help="a file; -: standard input")
    parser.add_argument("new", nargs="?", type=Path, help="likewise")
    parser.add_argument("-o", "--output", default="-", help="file; else printed")
    parser.add_argument(
        "--encoding", help="of both files, if they have no byte order mark: latin1"
    )
    parser.add_argument(
        "--count", action="store_true", help="print the number of changes instead"
    )
    parser.add_argument("--matcher", choices=sorted(MATCHERS), default="difflib")
    parser.add_argument(
        "--trusted", action="store_true", help="keep scripts, styles and forms"
    )
    parser.add_argument(
        "--styled", action="store_true", help="a page with colours, not the bare diff"
    )
    parser.add_argument(
        "--beside", action="store_true", help="such a page, old and new side by side"
    )
    parser.add_argument("--serve", action="store_true", help="a page with two boxes")
    parser.add_argument("--port", type=port_number, default=8005, help="0: a free one")
    return parser


def port_number(text: str) -> int:
    """Read a TCP port.

    :raises argparse.ArgumentTypeError: with what was expected.
    """
    if text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"wants 0 to 65535, got {text!r}")


def run_server(port: int) -> None:
    """Serve the page.

    :raises SystemExit: if the port is taken.
    """
    from .show.serve import serve  # needs waitress, which a comparison does not

    try:
        serve(port)
    except OSError as error:
        refuse(f"port {port}", error)


def compare_files(options: argparse.Namespace) -> int:
    """Compare two files; write the output when all else went well; return the status.

    :raises SystemExit: if one cannot be read, compared or written.
    """
    printed = options.output == "-"
    output = Path(options.output)
    if options.old == options.new == STDIN:
        refuse("standard input", "is one document, and two are wanted")
    old, new = (
        read_document(path, options.encoding) for path in (options.old, options.new)
    )
    if not printed and any(same(output, path) for path in (options.old, options.new)):
        refuse(str(output), "is an input as well")
    matcher = MATCHERS[options.matcher]
    try:
        matcher((), ())  # a library that is missing is missed, whatever the pages are
        found = compare(old, new, sanitize=not options.trusted, matcher=matcher)
    except (MarkupError, ImportError) as error:
        refuse(f"{options.old}, {options.new}", error)
    if options.count:
        data = f"{len(changes(found.events))}\n".encode()
    elif options.styled or options.beside:
        from .show.style import dress

        data = encode(dress(found.events, beside=options.beside))
    else:
        data = encode(found.html)
    try:
        write_out(data) if printed else replace(output, data)
    except OSError as error:
        refuse("standard output" if printed else str(output), error)
    if found.gone:
        said = f"{__package__}: left out, --trusted keeps it: {told(found.gone)}"
        print(said, file=sys.stderr)
    return int(found.differs)


def read_document(path: Path, encoding: str | None) -> str:
    """Read a file, or standard input, as text.

    :raises SystemExit: if it cannot be read.
    """
    name = "standard input" if path == STDIN else str(path)
    try:
        return decode(read_in() if path == STDIN else read(path), encoding)
    except UnicodeError as error:
        refuse(name, f"{error}; --encoding names another")
    except (OSError, LookupError, ValueError) as error:
        refuse(name, error)


def same(one: Path, other: Path) -> bool:
    """Tell whether two paths lead to one file."""
    return other != STDIN and one.exists() and one.samefile(other)


def refuse(what: str, why: Exception | str) -> NoReturn:
    """Leave with one line and status 2."""
    if isinstance(why, OSError):
        why = os.strerror(why.errno or 0)  # the rest of it repeats the place
    line = " ".join(f"{what}: {why}".split())
    print(f"{__package__}: {line}", file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    main()
