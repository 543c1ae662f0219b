"""``python -m examples.wsgi.servers [SERVER ...]``: print what servers answer."""

from __future__ import annotations

import sys

from .processes import SERVERS, versions
from .verdicts import ANSWERS, REST, table, text, verdicts


def main(names: list[str]) -> None:
    """Print what servers answer, and their versions."""
    try:
        found = verdicts(names or SERVERS)
    except (LookupError, RuntimeError) as error:
        sys.exit(f"{__package__}: {error}")
    for questions in ANSWERS, REST:
        print(text(*table(found, questions)), end="\n\n")
    for name, said in found.items():
        missing = said[ANSWERS[0]].startswith("no ")
        print(f"{name}: {said[ANSWERS[0]] if missing else versions(SERVERS[name])}")


if __name__ == "__main__":
    main(sys.argv[1:])
