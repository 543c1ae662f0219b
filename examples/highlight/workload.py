"""Draw how much one or two workers get done, as ``make bench`` measured it."""

from __future__ import annotations

from .picture import (
    LEAF,
    PALE,
    SOFT,
    WIDTH,
    Record,
    block,
    figure,
    legend,
    middle,
    svg,
    word,
)

FACES = {
    "in process": "in process, Python",
    "pipe": "our pipe",
    "ZeroMQ": "ZeroMQ",
    "HTTP": "HTTP, waitress",
    "HTTP, gunicorn": "HTTP, gunicorn",
}
COLOURS = {"1": PALE, "2": LEAF}
LEGEND = {"a worker": PALE, "two workers": LEAF}
LEFT, RIGHT, WORKER = 254, 620, 905  # where bars begin and end, and a column
PITCH, NEXT, BAR, TOP = 70, 29, 24, 40


def picture(record: Record) -> str:
    """Draw calls a second with 20 KB, by face and number of workers, as SVG.

    Beside them: what a worker gets done in a second of the processor, and what a
    second of the processor gets done when the server's own is counted as well.

    :param record: what ``bench.json`` holds.
    """
    found = record["throughput"]
    longest = max(
        middle(face["calls a second"])
        for faces in found.values()
        for face in faces.values()
    )
    drawn = [
        word(LEFT, 24, "calls a second, 20 KB each", SOFT),
        word(WORKER, 24, "a worker’s second", SOFT, "end"),
        word(WIDTH, 24, "with the server’s", SOFT, "end"),
    ]
    for number, (name, label) in enumerate(FACES.items()):
        top = TOP + PITCH * number
        drawn.append(word(0, top + 36, label))
        for row, (workers, colour) in enumerate(COLOURS.items()):
            y, face = top + NEXT * row, found[workers][name]
            calls = middle(face["calls a second"])
            length = (RIGHT - LEFT) * calls / longest
            drawn.append(block(LEFT, y, length, colour, BAR))
            drawn.append(word(LEFT + length + 12, y + 20, figure(calls), bold=True))
            if name != "in process":
                drawn.append(
                    word(WORKER, y + 20, share(face["of a worker"]), anchor="end")
                )
                whole = share(face["with the front"])
                drawn.append(word(WIDTH, y + 20, whole, SOFT, "end"))
    foot = TOP + PITCH * len(FACES)
    return svg(foot + 36, [*drawn, *legend(foot + 24, LEGEND)])


def says(record: Record) -> str:
    """Say the same in words."""
    told = []
    for name, label in FACES.items():
        faces = [record["throughput"][workers][name] for workers in COLOURS]
        calls = " and ".join(figure(middle(face["calls a second"])) for face in faces)
        told.append(f"{label} {calls}")
    return "calls a second of one and of two workers, 20 KB: " + ", ".join(told)


def share(spread: list[float]) -> str:
    """Write a share of what highlighting alone gets done."""
    return f"{100 * middle(spread):.0f} %"
