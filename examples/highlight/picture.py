"""Draw how long a call takes each way, as ``make bench`` measured it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

INK, SOFT, PAPER = "#241d1a", "#6d625b", "#fbf7f0"
LEAF, CHERRY, BLUE, SAND, PALE = "#2f6b45", "#9b1232", "#1f4e8c", "#c9b79c", "#a9c6b2"

Record = Mapping[str, Any]
Part = tuple[str, float]  # colour, milliseconds

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
LEGEND = {  # in the order in which they are drawn
    "lexing, formatting": LEAF,
    "made anew": SAND,
    "Flask, shelf": BLUE,
    "there and back": CHERRY,
    "a start": SOFT,
    "not Pygments": PALE,
}
PLAIN = {"rouge": PALE, "coderay": PALE}
WIDTH, LEFT, RIGHT = 1144, 254, 856  # where bars begin, and end at the latest
FIGURE, PITCH, BAR, TOP = 960, 35, 21, 38


def picture(record: Record, kilobytes: str) -> str:
    """Draw a bar a way for a call with so much code, in its parts, as SVG.

    :param record: what ``bench.json`` holds.
    :param kilobytes: ``1`` or ``20``.
    """
    found = record["latency"][kilobytes]
    times = milliseconds(record, kilobytes)
    longest = max(each for name, each in times.items() if name != "spawn")
    drawn = [
        word(FIGURE, 24, "ms", SOFT, "end"),
        word(WIDTH, 24, "× pygments.rb", SOFT, "end"),
    ]
    for number, (name, label) in enumerate(WAYS.items()):
        y = TOP + PITCH * number
        parts = parted(
            found["parts"].get(name, {}), times[name], PLAIN.get(name, CHERRY)
        )
        drawn += [word(0, y + 18, label), *bar(y, parts, (RIGHT - LEFT) / longest)]
        ratio = middle(found["ways"][name]["ratio"])
        drawn.append(word(FIGURE, y + 18, figure(times[name]), INK, "end", bold=True))
        drawn.append(word(WIDTH, y + 18, figure(ratio, 2), SOFT, "end"))
    foot = TOP + PITCH * len(WAYS)
    return svg(foot + 38, [*drawn, *legend(foot + 26, LEGEND)])


def says(record: Record, kilobytes: str) -> str:
    """Say the same in words."""
    times = milliseconds(record, kilobytes)
    each = ", ".join(f"{WAYS[name]} {figure(time)}" for name, time in times.items())
    return f"milliseconds of a call with {kilobytes} KB: {each}"


def milliseconds(record: Record, kilobytes: str) -> dict[str, float]:
    """Return the medians, by way."""
    ways = record["latency"][kilobytes]["ways"]
    return {name: middle(ways[name]["seconds"]) * 1e3 for name in WAYS}


def middle(spread: Sequence[float]) -> float:
    """Return the median of low, middle, high."""
    return spread[1]


def figure(value: float, digits: int = 1) -> str:
    """Write a number with no more digits than it deserves."""
    return f"{value:.{digits}f}" if value < 10 else f"{value:.0f}"


def parted(
    parts: Mapping[str, Sequence[float]], whole: float, plain: str
) -> list[Part]:
    """Return a bar's parts, which together are as long as the whole.

    Medians of parts do not add up to the median of the whole.
    """
    if not parts:
        return [(plain, whole)]
    lengths = dict.fromkeys(LEGEND.values(), 0.0)
    for name, own in parts.items():
        lengths[PARTS[name]] += max(0.0, middle(own))
    unit = whole / sum(lengths.values())
    return [(colour, length * unit) for colour, length in lengths.items() if length]


def bar(y: float, parts: Iterable[Part], scale: float) -> list[str]:
    """Draw the parts of a bar one after the other; what is too long is cut off."""
    drawn, x = [], float(LEFT)
    for colour, length in parts:
        end = min(x + length * scale, RIGHT + 40)
        drawn.append(block(x, y, end - x, colour))
        x = end
    if x > RIGHT + 39:  # a gap, askew, as in a broken axis
        cut = f"M{RIGHT:g} {y + BAR + 3:g} l12 {-BAR - 6} h8 l-12 {BAR + 6} z"
        drawn.append(f'<path fill="{PAPER}" d="{cut}"/>')
    return drawn


def legend(y: float, entries: Mapping[str, str]) -> list[str]:
    """Say what the colours mean."""
    drawn, x = [], 0.0
    for text, colour in entries.items():
        drawn += [
            block(x, y - 15, 16, colour, 16),
            word(x + 24, y, text, SOFT, size=20),
        ]
        x += 62 + 10 * len(text)
    return drawn


def block(x: float, y: float, width: float, colour: str, height: float = BAR) -> str:
    """Draw a rectangle."""
    where = f'x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}"'
    return f'<rect {where} fill="{colour}"/>'


def word(
    x: float,
    y: float,
    text: str,
    fill: str = INK,
    anchor: str = "start",
    bold: bool = False,
    size: int = 22,
) -> str:
    """Write a word."""
    weight = ' font-weight="600"' if bold else ""
    where = f'x="{x:g}" y="{y:g}" fill="{fill}" text-anchor="{anchor}"'
    return f'<text {where} font-size="{size}"{weight}>{escape(text)}</text>'


def svg(height: float, drawn: Sequence[str]) -> str:
    """Put a drawing together."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}"'
    font = 'font-family="Inter, Helvetica, sans-serif"'
    body = "\n".join(drawn)
    return f"{head} {font}>\n{body}\n</svg>"
