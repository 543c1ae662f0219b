"""Measure examples and rewrite their records: ``python -m bench [NAME…]``.

Without a name, all that have a measurement: ``bench/NAME.py`` beside
``examples/NAME/``.  It says `WHAT` each of its `SECTIONS` is, and the `LIBRARIES`
whose versions count.  ``press`` is no example and on no slide: it is printed only.
"""

import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from .attempt import MissingError
from .record import ROOT, circumstances, rounded, write

PRESS = "press"


def known(root: Path = ROOT) -> list[str]:
    """Return the names of the examples that have a measurement."""
    names = (folder.name for folder in (root / "examples").iterdir())
    return sorted(
        name for name in [*names, PRESS] if (root / f"bench/{name}.py").exists()
    )


def main(names: Sequence[str]) -> int:
    """Measure; the status is 2 for an unknown name, 1 if something is missing."""
    for name in names:
        if name not in known():
            print(f"bench: {name}? known are {', '.join(known())}", file=sys.stderr)
            return 2
    for name in names or known():
        try:
            record = measure(name)
        except MissingError as missing:
            print(f"bench: {missing}", file=sys.stderr)
            return 1
        if name == PRESS:
            print(json.dumps(rounded(record), indent=1), flush=True)
        else:
            print(write(name, record).relative_to(ROOT), flush=True)
    return 0


def measure(name: str) -> dict[str, Any]:
    """Run each section of an example, printing its seconds; return the record."""
    module = import_module(f"bench.{name}")
    record = {**circumstances(module.LIBRARIES), "what": module.WHAT}
    for section, call in module.SECTIONS.items():
        start = time.monotonic()
        record[section] = call()
        print(f"{name}: {section}, {time.monotonic() - start:.0f} s", flush=True)
    return record


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
