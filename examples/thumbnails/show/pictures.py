"""Pictures that are odd in one way each, made here: no file is kept.

All show the same: cherry left, leaf right, and the upper left corner in ink, so that
anybody sees which way up it is.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageDraw

SIZE = 240, 160
CHERRY, LEAF, INK = (155, 18, 50), (47, 107, 69), (36, 29, 26)


def plain(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """Draw the picture all others are made of."""
    width, height = size
    image = Image.new("RGB", size, LEAF)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height), CHERRY)
    draw.rectangle((0, 0, width // 6, height // 4), INK)
    return image.convert(mode)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    """Return the file of an image."""
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def turned(orientation: int) -> bytes:
    """Store it as a camera does that was held in one of eight ways."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = plain()
    if orientation in undo:
        image = image.transpose(undo[orientation])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return saved(image, "JPEG", exif=exif, quality=95)


def transparent() -> Image.Image:
    """Draw it with a hole: its lower right quarter is not there."""
    image = plain("RGBA")
    hole = Image.new("RGBA", (SIZE[0] // 2, SIZE[1] // 2))
    image.paste(hole, hole.size)
    return image


def sixteen_bits() -> bytes:
    """Store it grey, in 16 bits a pixel."""
    grey = plain("L").tobytes()
    doubled = bytes(byte for value in grey for byte in (value, value))
    return saved(Image.frombytes("I;16", SIZE, doubled), "PNG")


def swapped() -> bytes:
    """Store red as green and green as red, with the profile that says so."""
    red, green, blue = plain().split()
    image = Image.merge("RGB", (green, red, blue))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = srgb.replace(b"rXYZ", b"?XYZ").replace(b"gXYZ", b"rXYZ")
    return saved(image, "PNG", icc_profile=profile.replace(b"?XYZ", b"gXYZ"))


def animated(format: str) -> bytes:
    """Store an animation, of which it is the first frame."""
    others = [Image.new("RGB", SIZE, INK), Image.new("RGB", SIZE, "white")]
    return saved(plain(), format, save_all=True, append_images=others, duration=40)


def promised(width: int, height: int) -> bytes:
    """Return a PNG that is a header and no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"")[:3])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


ODD: dict[str, Callable[[], bytes]] = {
    "a plain JPEG": lambda: saved(plain(), "JPEG", quality=95),
    **{f"held, way {way}": partial(turned, way) for way in (3, 6, 8)},
    "CMYK": lambda: saved(plain("CMYK"), "JPEG", quality=95),
    "16 bits": sixteen_bits,
    "a palette": lambda: saved(plain("P"), "GIF"),
    "transparent": lambda: saved(transparent(), "PNG"),
    "an animation": lambda: animated("GIF"),
    "another profile": swapped,
}
"""Pictures that become a thumbnail, by what is odd about them."""

BAD: dict[str, Callable[[], bytes]] = {
    "60 megapixels": lambda: promised(10_000, 6_000),
    "cut in half": lambda: saved(plain(), "PNG")[:200],
    "not a picture": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
}
"""Files that become an error, by what is wrong with them."""
