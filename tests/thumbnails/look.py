"""Tell what a thumbnail shows, whatever format it is in."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from examples.thumbnails.show.pictures import CHERRY, INK, LEAF

COLOURS = {"ink": INK, "cherry": CHERRY, "leaf": LEAF, "white": (255, 255, 255)}
PLACES = (0.06, 0.08), (0.3, 0.8), (0.8, 0.2), (0.8, 0.8)
UPRIGHT = "ink cherry leaf leaf"


def opened(data: bytes) -> Image.Image:
    """Open a thumbnail."""
    return Image.open(BytesIO(data))


def seen(data: bytes) -> str:
    """Return the colours at the upper and the lower left, then at the right."""
    image = opened(data).convert("RGBA")
    return " ".join(
        nearest(image, int(x * image.width), int(y * image.height)) for x, y in PLACES
    )


def nearest(image: Image.Image, x: int, y: int) -> str:
    """Return the name of the colour of a pixel; ``none`` if it is transparent."""
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    *rgb, alpha = pixel
    if alpha < 128:
        return "none"
    for name, colour in COLOURS.items():
        if all(abs(a - b) <= 12 for a, b in zip(rgb, colour, strict=True)):
            return name
    return str(tuple(rgb))
