"""Draw two jobs at once by each way, and what clients felt of restarts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notebooks.figures.draw import (
    BLUE,
    CHERRY,
    HAIRLINE,
    LEAF,
    SOFT,
    block,
    line,
    mark,
    svg,
    word,
)
from notebooks.show import Drawing

LEFT, WIDE = 250, 620  # where bars begin, and how long the longest is
BAR, PITCH, TOP = 46, 78, 52
MOST = 2.0
"""Jobs one after the other take so many times one: more is not drawn longer."""
CROSS = (
    "M-14 -10 l4 -4 10 10 10 -10 4 4 -10 10 10 10 -4 4 -10 -10 -10 10 -4 -4 10 -10 z"
)
TICK = "M-14 2 l5 -5 6 6 12 -13 5 5 -17 18 z"

Rows = Mapping[str, Mapping[str, Any]]


def at_once(rows: Rows) -> Drawing:
    """Draw how long two jobs at once take, in times of one job; name what is missing.

    :param rows: by the name of a way ``times`` and ``python``, or ``missing``.
    """
    drawn, told = [], []
    foot = TOP + len(rows) * PITCH - 10
    for number, (name, row) in enumerate(rows.items()):
        y = TOP + number * PITCH
        drawn.append(word(0, y + 31, name, bold=True))
        if "missing" in row:
            text = f"not measured: no {row['missing']} here"
            drawn.append(word(LEFT + 14, y + 31, text, SOFT))
            told.append(f"{name} {text}")
            continue
        times = row["times"]
        width = WIDE * min(times, MOST * 1.1) / MOST
        fill = CHERRY if times > (1 + MOST) / 2 else BLUE
        drawn.append(block(LEFT, y, width, BAR, fill))
        drawn.append(word(LEFT + width + 14, y + 31, f"{times:.1f} ×", bold=True))
        drawn.append(word(LEFT + width + 90, y + 31, f"Python {row['python']}", SOFT))
        told.append(f"{name} {times:.1f} times")
    measured = sum("missing" not in row for row in rows.values())
    for times, means in ((1, "one job alone"), (2, "one after the other")):
        x, end = LEFT + WIDE * times / MOST, TOP + measured * PITCH - 18
        # Over the bars, or the longest hides it.
        drawn.append(line(f"M{x:g} {TOP - 12} V{end}", HAIRLINE, 2, "6 5"))
        drawn.append(word(x, TOP - 24, means, SOFT, "middle"))
    says = "two jobs at once, in times of one: " + "; ".join(told)
    return Drawing(says, svg(foot + 8, drawn))


def restarts(rows: Rows) -> Drawing:
    """Draw the longest wait of each way to restart, and write how many were lost.

    :param rows: by its name ``requests``, ``lost`` and ``longest``, in seconds.
    """
    longest = max(row["longest"] for row in rows.values())
    drawn, told = [], []
    for number, (name, row) in enumerate(rows.items()):
        y = 14 + number * 96
        width = WIDE * row["longest"] / longest
        lost = f"{row['lost']:,} of {row['requests']:,} lost"
        wait = f"longest wait {row['longest']:.2f} s"
        sign = (CHERRY, CROSS) if row["lost"] else (LEAF, TICK)
        drawn.append(word(0, y + 31, name, bold=True))
        drawn.append(block(LEFT, y, width, BAR, BLUE))
        drawn.append(word(LEFT + width + 14, y + 31, wait, bold=True))
        drawn.append(mark(LEFT + 12, y + BAR + 20, *sign))
        drawn.append(word(LEFT + 36, y + BAR + 28, lost, SOFT))
        told.append(f"{name}: {lost}, {wait}")
    return Drawing("; ".join(told), svg(14 + len(rows) * 96, drawn))
