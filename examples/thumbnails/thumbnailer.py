"""Read a picture and write its thumbnail, with two functions that were passed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from .core import LIMITS, Fit, Format, Size, thumbnail
from .limits import Limits

Read = Callable[[str], BinaryIO]
"""Open a picture by name; FileNotFoundError where there is none."""
Write = Callable[[str, bytes], object]
"""Store bytes under a name."""


class Thumbnailer:
    """Thumbnails in a storage that is somebody else's.

    read: opens a picture by name.
    write: stores a thumbnail by name.
    limits: what may be opened.
    """

    def __init__(self, read: Read, write: Write, limits: Limits = LIMITS) -> None:
        self.read = read
        self.write = write
        self.limits = limits

    def make(
        self,
        source: str,
        target: str,
        size: Size,
        fit: Fit = "contain",
        format: Format = "WEBP",
    ) -> bytes:
        """Read a picture, write its thumbnail, and return that.

        :raises FileNotFoundError: if `read` does; any other error of both passes too.
        :raises PictureError: as `thumbnail`; then nothing is written.
        """
        # region make
        with self.read(source) as picture:
            small = thumbnail(picture, size, fit, format, self.limits)
        self.write(target, small)
        # endregion
        return small
