"""Open a picture within limits: bytes, formats, and pixels before any is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

BOMBS = Image.DecompressionBombError, Image.DecompressionBombWarning


class PictureError(ValueError):
    """A picture cannot be used; the message says why, in one line."""


class TooLargeError(PictureError):
    """A picture has more bytes or pixels than the limits allow."""


@dataclass(frozen=True)
class Limits:
    """What may be opened.

    size: bytes of a file.
    pixels: width x height x frames.  A decoded one takes 4 bytes, in WebP 16.
    formats: names of Pillow's readers.  It has 43, and some run other programs.
    """

    size: int = 32 * 2**20
    pixels: int = 50_000_000
    formats: tuple[str, ...] = ("JPEG", "PNG", "GIF", "WEBP")

    @contextmanager
    def open(self, picture: bytes | BinaryIO) -> Iterator[Image.Image]:
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
                self.check(image)
                yield image
        except PictureError:
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

    def read(self, picture: bytes | BinaryIO) -> bytes:
        """Read a stream to its end, but not past the limit."""
        data = picture if isinstance(picture, bytes) else picture.read(self.size + 1)
        if len(data) > self.size:
            raise TooLargeError(f"too large: more than {self.size:,} bytes")
        return data

    def check(self, image: Image.Image) -> None:
        """Refuse a picture by what its header says."""
        frames = getattr(image, "n_frames", 1)
        if image.width * image.height * frames > self.pixels:
            said = f"{image.width} x {image.height} pixels x {frames}"
            raise TooLargeError(f"too large: {said} is more than {self.pixels:,}")
