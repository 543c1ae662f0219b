"""Draw what thumbnails of odd pictures show, and what each order of steps takes.

A thumbnail is drawn as a mosaic in named colours, for the last bit of a pixel is the
affair of one build of Pillow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from itertools import groupby

from PIL import Image

from examples.thumbnails.show.pictures import CHERRY as RED
from examples.thumbnails.show.pictures import INK as BLACK
from examples.thumbnails.show.pictures import LEAF as GREEN
from notebooks.figures.draw import (
    CHERRY,
    HAIRLINE,
    LEAF,
    PALETTE,
    SOFT,
    WIDTH,
    block,
    line,
    mark,
    svg,
    word,
)
from notebooks.show import Drawing

Make = Callable[[bytes], bytes]
Colour = tuple[int, ...]
COLOURS: tuple[Colour, ...] = (
    *(RED, GREEN, BLACK, (255, 255, 255)),
    *((RED[1], RED[0], RED[2]), (GREEN[1], GREEN[0], GREEN[2])),  # red is green
    *((33,) * 3, (63,) * 3, (85,) * 3),  # the same three in grey
)
TILES, TILE = 6, 15  # a side of the box they are made for, and of a tile
BOX, GAP = TILES * TILE, 16
PITCH = WIDTH / 5
HEIGHT, BAND = 388, 164
CROSS = (
    "M-14 -10 l4 -4 10 10 10 -10 4 4 -10 10 10 10 -4 4 -10 -10 -10 10 -4 -4 10 -10 z"
)


def gallery(odd: Mapping[str, Callable[[], bytes]], small: Make, core: Make) -> Drawing:
    """Draw the thumbnails of ten odd pictures: those of `small` left, the core's right.

    One is right if it looks as the core's does; how many are, stands below.
    """
    drawn, wrong = [], []
    for number, (name, make) in enumerate(odd.items()):
        row, column = divmod(number, 5)
        x, y = column * PITCH, 46 + row * BAND
        both = [mosaic(way, make()) for way in (small, core)]
        drawn += [*tiles(x, y, both[0]), *tiles(x + BOX + GAP, y, both[1])]
        good = both[0] is not None and both[0] == both[1]
        if not good:
            wrong.append(name)
        drawn.append(word(x, y + BOX + 28, name, SOFT if good else CHERRY))
    for column in range(5):
        x = column * PITCH
        drawn += [word(x, 28, "small", CHERRY), word(x + BOX + GAP, 28, "core", LEAF)]
    says = f"small gets {len(odd) - len(wrong)} of {len(odd)} right"
    drawn.append(word(0, HEIGHT - 12, says, bold=True))
    return Drawing(f"{says}; wrong: {', '.join(wrong)}", svg(HEIGHT, drawn))


Mosaic = list[list[Colour | None]]


def mosaic(make: Make, picture: bytes) -> Mosaic | None:
    """Return rows of named colours, None where it is transparent; None for an error."""
    try:
        image = Image.open(BytesIO(make(picture))).convert("RGBA")
    except (OSError, ValueError):
        return None
    return [[tile(image, x, y) for x in range(TILES)] for y in range(TILES)]


def tile(image: Image.Image, x: int, y: int) -> Colour | None:
    """Return the named colour in the middle of a tile; tiles are 10 pixels wide."""
    place = x * 10 + 5, y * 10 + 5
    if not (place[0] < image.width and place[1] < image.height):
        return None
    pixel = image.getpixel(place)
    assert isinstance(pixel, tuple)
    if pixel[3] < 128:
        return None
    return min(
        COLOURS,
        key=lambda known: sum((a - b) ** 2 for a, b in zip(known, pixel, strict=False)),
    )


def tiles(x: float, y: float, shown: Mosaic | None) -> list[str]:
    """Draw a mosaic; a cross where there is no thumbnail."""
    drawn = [line(f"M{x:.1f} {y:g} h{BOX} v{BOX} h-{BOX} z", HAIRLINE, 2)]
    if shown is None:
        return [*drawn, mark(x + BOX / 2, y + BOX / 2, CHERRY, CROSS)]
    # In the middle of its box, as a page shows it.
    rows = [row for row in shown if any(row)]
    wide = max(sum(colour is not None for colour in row) for row in rows)
    left, top = x + (TILES - wide) * TILE / 2, y + (TILES - len(rows)) * TILE / 2
    for number, row in enumerate(rows):
        for column, run in runs(row):
            fill = "#" + "".join(f"{part:02x}" for part in run[0] or ())
            place = left + column * TILE, top + number * TILE
            # A hair taller, or the ground shines through between two.
            drawn.append(block(*place, len(run) * TILE, TILE + 0.4, fill))
    return drawn


def runs(row: list[Colour | None]) -> list[tuple[int, list[Colour | None]]]:
    """Return where equal neighbours begin, and these; without the transparent ones."""
    grouped, column = [], 0
    for colour, equal in groupby(row):
        run = list(equal)
        if colour:
            grouped.append((column, run))
        column += len(run)
    return grouped


def order(seconds: Mapping[str, Mapping[str, float]]) -> Drawing:
    """Draw a bar a way: milliseconds of processor time for one photo."""
    names = {
        "bare": "Pillow, nothing else",
        "ours": "shrink, then turn",
        "upright first": "turn, then shrink",
    }
    longest = max(way["seconds"] for way in seconds.values())
    drawn = []
    for number, (way, name) in enumerate(names.items()):
        y, took = 20 + 84 * number, seconds[way]["seconds"]
        fill = CHERRY if way == "upright first" else PALETTE["name"]
        width = 700 * took / longest
        drawn += [word(0, y + 34, name), block(270, y, width, 52, fill)]
        drawn.append(word(286 + width, y + 34, f"{took * 1000:.0f} ms", bold=True))
    says = "; ".join(
        f"{n}: {seconds[w]['seconds'] * 1000:.0f} ms" for w, n in names.items()
    )
    return Drawing(says, svg(264, drawn))
