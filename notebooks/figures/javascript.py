"""Draw when a page is first painted, with each bar, and with a slow service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notebooks.figures.draw import CHERRY, LEAF, SOFT, block, svg, word
from notebooks.show import Drawing

LEFT, WIDE = 300, 660  # where bars begin, and how long the longest is
BAR, PITCH, TOP = 40, 66, 8
NAMES = {
    "without": ("no bar", SOFT),
    "today": ("today", LEAF),
    "today, slow": ("today, service slow", LEAF),
    "2011": ("2011", CHERRY),
    "2011, slow": ("2011, service slow", CHERRY),
}


def paints(paint: Mapping[str, Mapping[str, Any]]) -> Drawing:
    """Draw milliseconds until the first paint, by way.

    :param paint: by way its milliseconds, and the quartiles of its ratio.
    """
    longest = max(row["milliseconds"] for row in paint.values())
    drawn, told = [], []
    for number, (way, (name, fill)) in enumerate(NAMES.items()):
        y = TOP + number * PITCH
        took = paint[way]["milliseconds"]
        width = WIDE * took / longest
        text = f"{took:.0f} ms"
        drawn.append(word(LEFT - 24, y + 28, name, anchor="end", bold=True))
        drawn.append(block(LEFT, y, width, BAR, fill))
        drawn.append(word(LEFT + width + 14, y + 28, text))
        told.append(f"{name} {text}")
    return Drawing("; ".join(told), svg(TOP + len(NAMES) * PITCH, drawn))
