"""Ranges of lines, as people write them: ``3-7,9``."""

from __future__ import annotations

import re

from .problem import BadLines

RANGES = re.compile(r"\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?){0,99}", re.ASCII)


def parse_lines(text: str, count: int) -> frozenset[int]:
    """Return the line numbers that a text such as ``3-7,9`` names.

    :param count: how many lines there are; the first is 1.
    :raises BadLines: if the text has another form, or a range starts behind the
        last line.  A range may end behind it.
    """
    if not text:
        return frozenset()
    if not RANGES.fullmatch(text):
        raise BadLines(f"lines: got {text[:60]!r}, expected something like '3-7,9'")
    spans = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, stop = int(first), int(last or first)
        if not 1 <= start <= min(stop, count):
            raise BadLines(f"lines: got {part!r}, the code has 1 to {count}")
        spans.append((start, min(stop, count)))
    wanted: set[int] = set()
    above = 1
    for start, stop in sorted(spans):  # each line once, though a hundred may overlap
        wanted.update(range(max(start, above), stop + 1))
        above = max(above, stop + 1)
    return frozenset(wanted)
