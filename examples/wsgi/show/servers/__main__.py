"""Start servers, and print what they keep of PEP 3333."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .processes import SERVERS, versions
from .verdicts import ANSWERS, REST, legend, marked, table, text, verdicts


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what servers answer, what was asked, and their versions."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    known = ", ".join(SERVERS)
    parser.add_argument("server", nargs="*", help=f"any of {known}; all, if none")
    names = parser.parse_args(arguments).server
    try:
        found = verdicts(names or SERVERS)
    except (LookupError, RuntimeError) as error:
        sys.exit(f"{__package__}: {error}")
    for questions in ANSWERS, REST:
        print(text(*marked(*table(found, questions))), end="\n\n")
    print("A plus stands before an answer that is as asked, by PEP 3333 or HTTP:\n")
    print(text(["column", "what it asks", "as asked"], legend()), end="\n\n")
    for name, said in found.items():
        missing = said[ANSWERS[0]].startswith("no ")
        print(f"{name}: {said[ANSWERS[0]] if missing else versions(SERVERS[name])}")


if __name__ == "__main__":
    main(sys.argv[1:])
