"""Say where front and store drifted apart: ``python -m examples.datastore URL``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy.exc import DBAPIError

from .drift import drift
from .front.engine import connect
from .protocol import KNOWN
from .stores import open_office


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each difference; 1 if there is one, or no store."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("url", help=KNOWN)
    parser.add_argument("--migrate", action="store_true", help="the tables first")
    asked = parser.parse_args(arguments)
    try:
        if asked.migrate:
            open_office(asked.url, migrate=True).close()
        engine = connect(asked.url)
        try:
            found = drift(engine)
        finally:
            engine.dispose()
    except (ValueError, DBAPIError) as error:
        print(f"{__package__}: {error}", file=sys.stderr)
        return 1
    print(*found or ["front and store agree"], sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
