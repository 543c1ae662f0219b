"""The command: ``python -m slides.press build | cut | fonts | ledger``."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from .build import PARTS, build, build_cut, load
from .fonts import convert
from .ledger import executed, ledger, load_coverage, not_on_path
from .line import sums
from .problems import DeckError

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str] | None = None) -> int:
    """Run one command; the status is 1 where the deck has faults."""
    parser = argparse.ArgumentParser(prog="python -m slides.press", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="build the deck into build/slides")
    make.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="|".join(PARTS))
    shorter = commands.add_parser("cut", help="build the PDF of a shorter talk")
    shorter.add_argument("name", help="the name of a cut in slides/cuts.toml")
    commands.add_parser("fonts", help="convert the fonts into build/fonts")
    book = commands.add_parser("ledger", help="list what slides show, and its proof")
    book.add_argument("--coverage", type=Path, help="the data file of a test run")
    asked = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C
    try:
        if asked.command == "fonts":
            convert(ROOT / "node_modules", ROOT / "build" / "fonts")
        elif asked.command == "ledger":
            return show_ledger(asked.coverage)
        elif asked.command == "cut":
            print(build_cut(ROOT, asked.name).relative_to(ROOT).as_posix())
        else:
            deck = build(ROOT, asked.parts or PARTS)
            if not asked.parts:
                print(sums.table(deck.slides, deck.cuts))
    except DeckError as e:
        print(e, file=sys.stderr)
        if asked.command in ("build", "cut"):
            print("Nothing was written; the last good deck is whole.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        whole = "; the last good deck is whole" * (asked.command in ("build", "cut"))
        print(f"Stopped{whole}.", file=sys.stderr)
        return 130
    return 0


def show_ledger(data_file: Path | None) -> int:
    """Print the ledger; raises DeckError if the deck has a fault or a hole."""
    deck = load(ROOT)
    seen = None
    if data_file:
        read = load_coverage(ROOT, data_file)
        seen = executed(ROOT, read, absent=not_on_path())
    rows, holes = ledger(deck, seen)
    print(*rows, sep="\n")
    if holes:
        raise DeckError(holes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
