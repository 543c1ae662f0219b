"""Read UTF-8 text from inside one folder, and refuse a path that leaves it."""

from __future__ import annotations

import os
from pathlib import Path

from .problems import nearest


def read(folder: Path, name: str) -> str:
    """Read the file `name` of a folder or of one below it.

    Raises LookupError if there is none (naming the nearest), if it lies
    outside the folder, also by way of a link, or is not UTF-8.
    """
    path, shown = folder / name, f"{folder.name}/{name}"
    inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    if Path(name).is_absolute() or ".." in Path(name).parts or not inside:
        raise LookupError(f"{shown} lies outside {folder.name}/; move the file there")
    if not path.is_file():
        known = [p.name for p in path.parent.glob(f"*{path.suffix}") if p.is_file()]
        raise LookupError(f"no file {shown}; {nearest(path.name, known)}")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as e:
        where = f"byte {e.start} of {shown}"
        raise LookupError(f"{where} is not UTF-8; save the file as UTF-8") from None
