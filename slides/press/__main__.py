"""The command: ``python -m slides.press build | fonts | ledger``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .build import PARTS, build
from .fonts import convert
from .problems import DeckError

ROOT = Path(__file__).resolve().parents[2]


def main(argv: list[str] | None = None) -> int:
    """Run one command; the status is 1 where the deck has faults."""
    parser = argparse.ArgumentParser(prog="python -m slides.press", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="build the deck into build/slides")
    make.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="|".join(PARTS))
    commands.add_parser("fonts", help="convert the fonts into build/fonts")
    asked = parser.parse_args(argv)
    try:
        if asked.command == "fonts":
            convert(ROOT / "node_modules", ROOT / "build" / "fonts")
        else:
            build(ROOT, asked.parts or PARTS)
    except DeckError as e:
        count = len(e.problems)
        print(e, file=sys.stderr)
        print(f"{count} fault{'s'[: count > 1]}: nothing was written", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
