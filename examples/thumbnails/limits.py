"""Open a picture within limits: bytes, formats, and pixels before any is decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

Picture = bytes | bytearray | memoryview | BinaryIO
"""The file of a picture, or it opened for reading."""

SCAN = re.compile(rb"\xff\xda")  # half as long as bytes.count takes
BOMBS = Image.DecompressionBombError, Image.DecompressionBombWarning


class PictureError(ValueError):
    """A picture cannot be used; the message says why, in one line."""


class TooLargeError(PictureError):
    """A picture has more bytes or pixels than the limits allow."""


@dataclass(frozen=True)
class Limits:
    """What may be opened.

    size: bytes of a file.
    pixels: width x height.  Decoding takes up to 9 bytes of each, in WebP 16.
    animation: width x height x frames.
    scans: of a progressive JPEG; each decodes all of it once more.
    formats: names of Pillow's readers.  It has 43, and some run other programs.

    :raises ValueError: if Pillow has no such reader.
    """

    size: int = 32 * 2**20
    pixels: int = 50_000_000
    animation: int = 500_000_000
    scans: int = 100
    formats: tuple[str, ...] = ("JPEG", "PNG", "GIF", "WEBP")

    def __post_init__(self) -> None:
        Image.init()
        for name in self.formats:
            if name not in Image.OPEN:
                raise ValueError(f"Pillow does not read {name!r}; see Image.OPEN")

    @contextmanager
    def open(self, picture: Picture) -> Iterator[Image.Image]:
        """Open a picture; nothing of it is decoded yet.

        Any error of Pillow's while it is open becomes a `PictureError`: Pillow raises
        OSError, and on a mutated file also SyntaxError, RuntimeError, struct.error and,
        where warnings are errors, warnings.

        :raises TooLargeError: if it has too many bytes, pixels or frames.
        :raises PictureError: if it is in another format, or broken.
        """
        data = self.read(picture)
        try:
            with Image.open(BytesIO(data), formats=self.formats) as image:
                self.check(image, data)
                yield image
        except (PictureError, MemoryError):
            raise
        # region errors
        except BOMBS as error:
            raise TooLargeError(f"too large: {error}") from error
        except UnidentifiedImageError as error:
            wanted = ", ".join(self.formats)
            raise PictureError(f"not a picture in one of {wanted}") from error
        except Exception as error:
            what = " ".join(f"{type(error).__name__}: {error}".split())
            raise PictureError(f"broken picture: {what}") from error
        # endregion

    def read(self, picture: Picture) -> bytes:
        """Read a stream to its end, but not past the limit."""
        if isinstance(picture, bytes | bytearray | memoryview):
            data = bytes(picture)
        else:
            data = picture.read(self.size + 1)
        if len(data) > self.size:
            raise TooLargeError(f"too large: more than {self.size:,} bytes")
        return data

    def check(self, image: Image.Image, data: bytes) -> None:
        """Refuse a picture by what its header says, before a pixel is decoded."""
        area = image.width * image.height
        if area > self.pixels:
            said = f"{image.width} x {image.height} pixels"
            raise TooLargeError(f"too large: {said}, more than {self.pixels:,}")
        # A phone's MPO is a JPEG, with a preview or a depth map behind it.
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        if area * frames > self.animation:
            said = f"{image.width} x {image.height} pixels in {frames} frames"
            raise TooLargeError(f"too large: {said}, more than {self.animation:,}")
        if image.format in ("JPEG", "MPO") and any(
            islice(SCAN.finditer(data), self.scans, None)
        ):
            raise TooLargeError(f"too large: a JPEG of more than {self.scans} scans")
