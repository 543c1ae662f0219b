"""Keep the shelf in memory (``/dev/shm``) while it is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SHARED = Path("/dev/shm")


@contextmanager
def memory() -> Iterator[Path]:
    """Make a temporary folder in ``/dev/shm``, or on disk if there is none."""
    place = SHARED if SHARED.is_dir() else None
    with TemporaryDirectory(dir=place) as folder:
        yield Path(folder)
