"""Draw what crossing a language boundary costs, as ``make bench`` measured it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from notebooks.figures.draw import (
    BLUE,
    CHERRY,
    INK,
    LEAF,
    PALE,
    PALETTE,
    SAND,
    SOFT,
    STRIPES,
    WIDTH,
    arrow,
    block,
    box,
    svg,
    word,
)
from notebooks.show import Drawing

Record = Mapping[str, Any]
"""What ``bench.json`` holds."""

Part = tuple[str, float]  # colour, milliseconds

DASHES = {"pipe": "", "HTTP": "14 8", "ZeroMQ": "3 7"}  # as in slides/images

WAYS = {  # as the record names them, and as they are called here
    "in process": "in process, Python",
    "pygments.rb": "pygments.rb",
    "pipe": "our pipe",
    "ZeroMQ": "ZeroMQ",
    "HTTP": "HTTP, kept alive",
    "HTTP, 303": "HTTP, sent there",
    "HTTP, cached": "HTTP, made before",
    "rouge": "rouge",
    "coderay": "coderay",
    "spawn": "a process a call",
}
PARTS = {  # a colour for what is alike
    "lexing, formatting": LEAF,
    "lexer, formatter made anew": SAND,
    "JSON": CHERRY,
    "pipe": CHERRY,
    "pipe, Ruby": CHERRY,
    "ZeroMQ, Ruby": CHERRY,
    "Flask, shelf": BLUE,
    "HTTP, Ruby": CHERRY,
    "a Python started": SOFT,
}
COLOURS = {  # in the order in which they are drawn
    "lexing, formatting": LEAF,
    "made anew": SAND,
    "Flask, shelf": BLUE,
    "there and back": CHERRY,
    "a start": SOFT,
    "not Pygments": PALE,
}
PLAIN = {"rouge": PALE, "coderay": PALE}
LEFT, RIGHT = 254, 856  # where bars begin, and end at the latest
NUMBERS, PITCH, BAR, TOP = 960, 35, 21, 38

FACES = {
    "in process": "in process, Python",
    "pipe": "our pipe",
    "ZeroMQ": "ZeroMQ",
    "HTTP": "HTTP, waitress",
    "HTTP, gunicorn": "HTTP, gunicorn",
}
WORKERS = {"1": PALE, "2": LEAF}


GROUND = f"background: {PALETTE['panel']}; color: {INK}; padding: 0.4em 0.8em"
INSIDE = "margin: 0; background: transparent; color: inherit; font-family: monospace"


@dataclass(frozen=True)
class Rendered:
    """Highlighted code that displays itself, on a ground of its own; else its words.

    JupyterLab would paint a ``pre`` in its theme's colours: dark, below dark letters.

    html: with ``style`` attributes; a page of its own would have a stylesheet.
    """

    html: str

    def __repr__(self) -> str:
        return unescape(re.sub("<[^>]*>", "", self.html)).strip()

    def _repr_html_(self) -> str:
        bare = re.sub("</?div[^>]*>", "", self.html).strip()
        inside = re.sub("<(pre|code)[^>]*>", rf'<\1 style="{INSIDE}">', bare)
        return f'<div style="{GROUND}">{inside}</div>'


def boundary(times: Mapping[str, float], spawned: float) -> Drawing:
    """Draw a Ruby page, a Python service, and the ways between them.

    :param times: milliseconds of a call by ``pipe``, ``HTTP`` and ``ZeroMQ``.
    :param spawned: milliseconds of a call that starts a process.
    """
    drawn = [
        *_program(2, "Rails page", "Ruby"),
        *_program(560, "highlight", "Python", " · Pygments"),
    ]
    for number, (way, dash) in enumerate(DASHES.items()):
        y = 110 + 84 * number
        drawn.append(arrow(286, 558, y, dash=dash, head=20))
        drawn.append(word(312, y - 14, f"{way} · {times[way]:.1f} ms", size=24))
    drawn.append(word(900, 172, "a process a call", SOFT, size=24))
    drawn.append(word(900, 228, f"{spawned:.0f} ms", CHERRY, bold=True, size=52))
    ways = ", ".join(f"{way} {times[way]:.1f} ms" for way in DASHES)
    says = f"From Ruby to Python: {ways}; a process a call {spawned:.0f} ms"
    return Drawing(says, svg(380, drawn))


def _program(x: float, name: str, language: str, more: str = "") -> list[str]:
    return [
        box(x, 42, 284, 296, STRIPES[language]),
        word(x + 42, 112, name, bold=True, size=30),
        word(x + 42, 152, language + more, SOFT, size=24),
    ]


def cost(record: Record, kilobytes: str) -> Drawing:
    """Draw a bar a way for a call with so much code, in its parts.

    :param kilobytes: ``1`` or ``20``.
    """
    found = record["latency"][kilobytes]
    times = milliseconds(record, kilobytes)
    longest = max(time for name, time in times.items() if name != "spawn")
    drawn = [
        word(NUMBERS, 24, "ms", SOFT, "end"),
        word(WIDTH, 24, "× pygments.rb", SOFT, "end"),
    ]
    for number, (name, label) in enumerate(WAYS.items()):
        y = TOP + PITCH * number
        parts = _parts(
            found["parts"].get(name, {}), times[name], PLAIN.get(name, CHERRY)
        )
        ratio = number_of(middle(found["ways"][name]["ratio"]), 2)
        drawn += [
            word(0, y + 18, label),
            *_bar(y, parts, (RIGHT - LEFT) / longest),
            word(NUMBERS, y + 18, number_of(times[name]), INK, "end", bold=True),
            word(WIDTH, y + 18, ratio, SOFT, "end"),
        ]
    foot = TOP + PITCH * len(WAYS)
    each = ", ".join(f"{WAYS[name]} {number_of(time)}" for name, time in times.items())
    return Drawing(
        f"milliseconds of a call with {kilobytes} KB: {each}",
        svg(foot + 38, [*drawn, *_legend(foot + 26, COLOURS)]),
    )


def milliseconds(record: Record, kilobytes: str) -> dict[str, float]:
    """Return the median of a call, by way."""
    ways = record["latency"][kilobytes]["ways"]
    return {name: middle(ways[name]["seconds"]) * 1e3 for name in WAYS}


def middle(spread: Sequence[float]) -> float:
    """Return the median of low, middle, high."""
    return spread[1]


def number_of(value: float, digits: int = 1) -> str:
    """Write a number with no more digits than it deserves."""
    return f"{value:.{digits}f}" if value < 10 else f"{value:.0f}"


def _parts(
    parts: Mapping[str, Sequence[float]], whole: float, plain: str
) -> list[Part]:
    """Fit a bar's parts into its whole: their medians add up to another figure."""
    if not parts:
        return [(plain, whole)]
    lengths = dict.fromkeys(COLOURS.values(), 0.0)
    for name, own in parts.items():
        lengths[PARTS[name]] += max(0.0, middle(own))
    unit = whole / sum(lengths.values())
    return [(colour, length * unit) for colour, length in lengths.items() if length]


def _bar(y: float, parts: Iterable[Part], scale: float) -> list[str]:
    """Draw the parts of a bar one after the other; what is too long is cut off."""
    drawn, x = [], float(LEFT)
    for colour, length in parts:
        end = min(x + length * scale, RIGHT + 40)
        drawn.append(block(x, y, end - x, BAR, colour))
        x = end
    if x > RIGHT + 39:  # a gap, askew, as in a broken axis
        gap = f"M{RIGHT:g} {y + BAR + 3:g} l12 {-BAR - 6} h8 l-12 {BAR + 6} z"
        drawn.append(f'<path fill="{PALETTE["paper"]}" d="{gap}"/>')
    return drawn


def _legend(y: float, colours: Mapping[str, str]) -> list[str]:
    """Write what colours mean, one after the other."""
    drawn, x = [], 0.0
    for meaning, colour in colours.items():
        drawn.append(block(x, y - 15, 16, 16, colour))
        drawn.append(word(x + 24, y, meaning, SOFT, size=20))
        x += 62 + 10 * len(meaning)
    return drawn


def throughput(record: Record) -> Drawing:
    """Draw calls a second with 20 KB, by face and number of workers.

    Beside them: what a worker gets done in a second of the processor, and what a
    second of the processor gets done when the server's own is counted as well.
    """
    found = record["throughput"]
    calls = {
        name: {count: middle(found[count][name]["calls a second"]) for count in WORKERS}
        for name in FACES
    }
    left, right, worker, pitch, height, top = 254, 620, 905, 70, 24, 40
    longest = max(most for each in calls.values() for most in each.values())
    drawn = [
        word(left, 24, "calls a second, 20 KB each", SOFT),
        word(worker, 24, "a worker’s second", SOFT, "end"),
        word(WIDTH, 24, "with the server’s", SOFT, "end"),
    ]
    for number, (name, label) in enumerate(FACES.items()):
        drawn.append(word(0, top + pitch * number + 36, label))
        for row, (count, colour) in enumerate(WORKERS.items()):
            y, face = top + pitch * number + 29 * row, found[count][name]
            length = (right - left) * calls[name][count] / longest
            end, text = left + length + 12, number_of(calls[name][count])
            drawn.append(block(left, y, length, height, colour))
            drawn.append(word(end, y + 20, text, bold=True))
            if name != "in process":
                own, whole = _share(face["of a worker"]), _share(face["with the front"])
                drawn.append(word(worker, y + 20, own, anchor="end"))
                drawn.append(word(WIDTH, y + 20, whole, SOFT, "end"))
    foot = top + pitch * len(FACES)
    meanings = {"a worker": WORKERS["1"], "two workers": WORKERS["2"]}
    each = ", ".join(
        f"{label} " + " and ".join(number_of(one) for one in calls[name].values())
        for name, label in FACES.items()
    )
    return Drawing(
        f"calls a second of one and of two workers, 20 KB: {each}",
        svg(foot + 36, [*drawn, *_legend(foot + 24, meanings)]),
    )


def _share(spread: Sequence[float]) -> str:
    """Write a share of what highlighting alone gets done."""
    return f"{100 * middle(spread):.0f} %"
