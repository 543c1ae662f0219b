"""Read and write files below one folder, by names that cannot leave it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

UNNAMED = {errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EEXIST}


@dataclass(frozen=True)
class Folder:
    """A folder as a storage: ``Thumbnailer(folder.read, folder.write)``."""

    path: Path

    def read(self, name: str) -> BinaryIO:
        """Open a file of the folder.

        :raises FileNotFoundError: if there is none, or the name leads outside.
        """
        with unnamed(name, self.path):
            return self.inside(name).open("rb")

    def write(self, name: str, data: bytes) -> None:
        """Replace a file of the folder, whole or not at all.

        :raises FileNotFoundError: if the name leads outside.
        """
        path = self.inside(name)
        with unnamed(name, self.path):
            path.parent.mkdir(parents=True, exist_ok=True)
        with (
            unnamed(name, self.path),
            NamedTemporaryFile(dir=path.parent, delete=False) as file,
        ):
            written = Path(file.name)
            try:
                file.write(data)
                file.close()
                written.chmod(0o644)  # a temporary file is its owner's alone
                written.replace(path)
            except BaseException:
                written.unlink()
                raise

    def inside(self, name: str) -> Path:
        """Return the path of a name such as ``recipes/cherry.jpg``.

        :raises FileNotFoundError: if it has dots to climb by, or a link leads outside.
        """
        parts = name.split("/")
        if "\0" not in name and not {"", ".", ".."} & set(parts):
            path = self.path.joinpath(*parts)
            with unnamed(name, self.path):
                if path.resolve().is_relative_to(self.path.resolve()):
                    return path
        raise FileNotFoundError(f"{name!r} is no name of a file below {self.path}")


@contextmanager
def unnamed(name: str, folder: Path) -> Iterator[None]:
    """Raise FileNotFoundError where a name cannot be that of a file.

    It is a folder's, goes through a file, is too long, or a link leads to itself.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        looping = isinstance(error, RuntimeError)  # as pathlib says before Python 3.13
        if not looping and getattr(error, "errno", None) not in UNNAMED:
            raise
        raise FileNotFoundError(
            f"{name!r} is no name of a file below {folder}"
        ) from error
