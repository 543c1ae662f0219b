"""Draw what a timeline costs: bytes a step, and requests until the first post."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notebooks.figures.draw import (
    BLUE,
    CHERRY,
    LEAF,
    SAND,
    SOFT,
    block,
    legend,
    line,
    svg,
    word,
)
from notebooks.show import Drawing

LEFT, WIDE = 210, 740  # where bars begin, and how long the longest is
BAR, PITCH, TOP = 36, 100, 8
SQUARE = "M-9 -9 h18 v18 h-18 z"
DIAMOND = "M0 -12 L12 0 L0 12 L-12 0 z"
YEARS = {"2006": (SAND, SQUARE), "today": (BLUE, DIAMOND)}


def sizes(bytes_: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Drawing:
    """Draw the bytes of each step, 2006's above today's.

    :param bytes_: by year and step: ``plain``.
    """
    steps = list(bytes_["2006"])
    longest = max(bytes_[year][step]["plain"] for year in YEARS for step in steps)
    drawn, told = [], []
    for number, step in enumerate(steps):
        y = TOP + number * PITCH
        drawn.append(word(0, y + BAR + 8, step, bold=True))
        for row, (year, (fill, _)) in enumerate(YEARS.items()):
            size = bytes_[year][step]["plain"]
            width, top = max(3, WIDE * size / longest), y + row * (BAR + 4)
            text = f"{size / 1000:.1f} KB" if size >= 1000 else f"{size} bytes"
            drawn.append(block(LEFT, top, width, BAR, fill))
            drawn.append(word(LEFT + width + 14, top + 26, text))
            told.append(f"{step}, {year}: {text}")
    foot = TOP + len(steps) * PITCH + 8
    drawn += legend(foot, YEARS, (LEFT + 10, LEFT + 140))
    return Drawing("; ".join(told), svg(foot + 22, drawn))


# That wait for each other: the shell's style comes while its script does.
REQUESTS = {
    "2006": ["page"],
    "today": ["page", "style"],
    "shell": ["page", "script", "posts"],
}
COLOURS = {"page": BLUE, "style": SOFT, "script": SOFT, "posts": LEAF}


def first_post(seconds: Mapping[str, Mapping[str, Any]]) -> Drawing:
    """Draw the time until the first post, a box a request that it waits for.

    :param seconds: by way: ``seconds``.  What was measured is the end of the last box;
        requests in between are drawn as equally long.
    """
    longest = max(way["seconds"] for way in seconds.values())
    drawn, told = [], []
    for number, (way, requests) in enumerate(REQUESTS.items()):
        y, took = TOP + number * PITCH, seconds[way]["seconds"]
        width = WIDE * took / longest
        each = width / len(requests)
        count = "1 request" if len(requests) == 1 else f"{len(requests)} requests"
        drawn.append(word(0, y + 28, way, bold=True))
        drawn.append(word(0, y + 58, count, SOFT))
        for place, name in enumerate(requests):
            x = LEFT + place * each
            outline = f"M{x:.1f} {y} h{each - 8:.1f} v64 h-{each - 8:.1f} z"
            drawn.append(line(outline, COLOURS[name], 4))
            drawn.append(word(x + each / 2 - 4, y + 40, name, COLOURS[name], "middle"))
        drawn.append(word(LEFT + width + 12, y + 40, f"{took * 1000:.0f} ms", CHERRY))
        told.append(f"{way}: {count}, {', '.join(requests)}: {took * 1000:.0f} ms")
    return Drawing("; ".join(told), svg(TOP + 3 * PITCH - 20, drawn))
