"""Draw what the other side's lock costs: a bar for alone, one for beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notebooks.figures.draw import CHERRY, SOFT, block, legend, svg, word
from notebooks.show import Drawing

LEFT, WIDE = 290, 640  # where bars begin, and how long the longest is
BAR, PITCH, HEAD = 13, 46, 44
SQUARE = "M-9 -9 h18 v18 h-18 z"
MEANS = {"alone": (SOFT, SQUARE), "while the office writes": (CHERRY, SQUARE)}
SAYS = {
    "read": "read a cherry",
    "write another": "write another one",
    "write the same": "write the same one",
}


def locks(measured: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Drawing:
    """Draw milliseconds by database and call.

    :param measured: by database and call: ``alone`` and ``beside`` in seconds.
    """
    rows = [row for calls in measured.values() for row in calls.values()]
    longest = max(max(row["alone"], row["beside"]) for row in rows)
    drawn, told, y = [], [], 26
    for name, calls in measured.items():
        drawn.append(word(0, y, name, bold=True))
        y += 16
        for call, row in calls.items():
            drawn.append(word(24, y + BAR + 8, SAYS[call], SOFT))
            for number, way in enumerate(("alone", "beside")):
                fill, top = (SOFT, CHERRY)[number], y + number * (BAR + 3)
                width = max(3.0, WIDE * row[way] / longest)
                drawn.append(block(LEFT, top, width, BAR, fill))
            alone, beside = row["alone"] * 1000, row["beside"] * 1000
            text = f"{alone:.1f} → {beside:.1f} ms"
            drawn.append(word(LEFT + WIDE + 16, y + BAR + 8, text))
            told.append(f"{name}, {SAYS[call]}: {text}")
            y += PITCH
        y += HEAD - 16
    drawn += legend(y - 8, MEANS, (LEFT + 10, LEFT + 150))
    return Drawing("; ".join(told), svg(y + 10, drawn))
