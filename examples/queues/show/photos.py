"""Do the shop's slow work: three thumbnails of a photo, named by its content.

A photo that is done twice has the same thumbnails under the same names: so a second
delivery does no harm.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from examples.thumbnails import Limits, PictureError, Thumbnailer
from examples.thumbnails.folder import Folder

from ..protocol import Body

SIZES = {"small": (80, 80), "middle": (160, 160), "large": (320, 320)}
LIMITS = Limits(size=8 * 2**20)


class Photos:
    """Photos and thumbnails in a folder.

    folder: where they lie.
    begin: is called before each thumbnail; for whoever wants to see it happen.
    """

    def __init__(
        self, folder: Path, begin: Callable[[], object] = lambda: None
    ) -> None:
        self.files = Folder(folder)
        self.begin = begin
        self.thumbnailer = Thumbnailer(self.files.read, self.files.write, LIMITS)

    def store(self, photo: bytes) -> str:
        """Store a photo, and return its name: a hash of its content."""
        name = hashlib.sha256(photo).hexdigest()[:16]
        self.files.write(name, photo)
        return name

    def handle(self, body: Body) -> None:
        """Make the thumbnails that are missing: the handler of a task."""
        # region handle
        name = body["photo"]
        for size, pixels in SIZES.items():
            if not self.path(name, size).exists():
                self.begin()
                self.thumbnailer.make(name, f"{name}-{size}.webp", pixels)
        # endregion

    def path(self, name: str, size: str) -> Path:
        """Return the path of a thumbnail, made or not."""
        return self.files.inside(f"{name}-{size}.webp")

    def made(self, name: str) -> list[str]:
        """Return the sizes that are made."""
        return [size for size in SIZES if self.path(name, size).exists()]


__all__ = ["SIZES", "Photos", "PictureError"]
