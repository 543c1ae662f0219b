"""Draw what a call costs on each backend: a bar for put, one for take and ack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notebooks.figures.draw import BLUE, LEAF, block, legend, svg, word
from notebooks.show import Drawing

LEFT, WIDE = 150, 760  # where bars begin, and how long the longest is
BAR, PITCH, TOP = 34, 104, 16
SQUARE = "M-9 -9 h18 v18 h-18 z"
DONE = {"put": (BLUE, SQUARE), "take": (LEAF, SQUARE)}
MEANS = {"put": DONE["put"], "take and ack": DONE["take"]}


def costs(calls: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Drawing:
    """Draw milliseconds a call, by backend.

    :param calls: of ``put`` and ``take``: by backend its seconds.
    """
    names = list(calls["put"])
    longest = max(calls[way][name]["seconds"] for way in DONE for name in names)
    drawn, told = [], []
    for number, name in enumerate(names):
        y = TOP + number * PITCH
        drawn.append(word(0, y + BAR + 8, name, bold=True))
        for row, (way, (fill, _)) in enumerate(DONE.items()):
            seconds = calls[way][name]["seconds"]
            width, top = WIDE * seconds / longest, y + row * (BAR + 4)
            text = f"{seconds * 1000:.1f} ms"
            drawn.append(block(LEFT, top, width, BAR, fill))
            drawn.append(word(LEFT + width + 14, top + 25, text))
            told.append(f"{name} {way} {text}")
    foot = TOP + len(names) * PITCH + 12
    drawn += legend(foot, MEANS, (LEFT + 10, LEFT + 130))
    return Drawing("; ".join(told), svg(foot + 22, drawn))
