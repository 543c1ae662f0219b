"""Write a file whole or not at all, even over a read-only one."""

import tempfile
from pathlib import Path


def write(place: Path, content: bytes, mode: int) -> None:
    """Write a file beside its place, then put it there.

    :param place: its folder is made if it is not there.
    :param mode: of the file, such as ``0o644``.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as new:
        beside = Path(new.name)
        try:
            new.write(content)
            new.close()
            beside.chmod(mode)
            beside.replace(place)
        except BaseException:  # a full disk, or Ctrl-C
            beside.unlink()
            raise
