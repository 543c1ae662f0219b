"""Draw when a page is first painted, with each bar, and with a slow service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notebooks.figures.draw import CHERRY, INK, LEAF, SOFT, block, line, svg, word
from notebooks.show import Drawing

LEFT, WIDE = 300, 740  # where bars begin, and how long the longest is
BAR, PITCH, TOP = 40, 66, 8
NAMES = {
    "without": ("no bar", SOFT),
    "today": ("today", LEAF),
    "today, slow": ("today, service slow", LEAF),
    "2011": ("2011", CHERRY),
    "2011, slow": ("2011, service slow", CHERRY),
}


def paints(paint: Mapping[str, Mapping[str, Any]]) -> Drawing:
    """Draw how many times as long as without a bar it takes, with the quartiles.

    :param paint: by way its milliseconds, and the quartiles of its ratio.
    """
    longest = max(row["ratio"][2] for row in paint.values())
    drawn, told = [], []
    for number, (way, (name, fill)) in enumerate(NAMES.items()):
        y = TOP + number * PITCH
        low, middle, high = (WIDE * part / longest for part in paint[way]["ratio"])
        text = f"× {paint[way]['ratio'][1]:.1f}"
        drawn.append(word(LEFT - 24, y + 28, name, anchor="end", bold=True))
        drawn.append(block(LEFT, y, middle, BAR, fill))
        spread = f"M{LEFT + low:.1f} {y + BAR / 2:g} H{LEFT + high:.1f}"
        if high > low:
            drawn.append(line(spread, INK, 3))
        drawn.append(word(LEFT + max(middle, high) + 14, y + 28, text))
        told.append(f"{name} {text}")
    return Drawing("; ".join(told), svg(TOP + len(NAMES) * PITCH, drawn))
