"""Where the shelf is while it is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SHARED = Path("/dev/shm")


@contextmanager
def memory() -> Iterator[Path]:
    """A folder for the shelf that is on no disk, where there is such a thing."""
    place = SHARED if SHARED.is_dir() else None
    with TemporaryDirectory(dir=place) as folder:
        yield Path(folder)
