"""Which examples are served live: the packages that have a ``show/live.py``."""

from __future__ import annotations

import re
from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9_]*")


def served(examples: Path) -> set[str]:
    """Return the names that ``slides.present`` serves below ``/live/``.

    examples: the folder of the package ``examples``.
    """
    found = (path.parts[-3] for path in examples.glob("*/show/live.py"))
    return {name for name in found if NAME.fullmatch(name)}
