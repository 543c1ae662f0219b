"""Make a thumbnail of every picture of a folder, in another folder."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .core import Size
from .folder import Folder
from .limits import PictureError
from .thumbnailer import Thumbnailer


def main(arguments: Sequence[str] | None = None) -> int:
    """Make them; return 1 if a picture could not be used, after all others."""
    parser = argparse.ArgumentParser(f"python -m {__package__}", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are")
    parser.add_argument("out", type=Path, help="where NAME.webp goes; may be new")
    parser.add_argument("--size", type=size, default=(160, 160), help="160x160")
    parser.add_argument("--fit", choices=["contain", "cover"], default="contain")
    asked = parser.parse_args(arguments)
    if not asked.folder.is_dir():
        parser.error(f"{asked.folder} is not a folder")
    if asked.folder.resolve().is_relative_to(asked.out.resolve()):
        parser.error(f"{asked.out} is or holds {asked.folder}: choose another for OUT")
    thumbnailer = Thumbnailer(Folder(asked.folder).read, Folder(asked.out).write)
    status = 0
    for name in pictures(asked.folder, asked.out):
        try:
            thumbnailer.make(name, f"{name}.webp", asked.size, asked.fit)
        except (PictureError, OSError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = 1
    return status


def size(text: str) -> Size:
    """Parse ``160x120``."""
    if not (found := re.fullmatch(r"([1-9]\d{0,3})x([1-9]\d{0,3})", text, re.ASCII)):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not WIDTHxHEIGHT, such as 160x120"
        )
    return int(found[1]), int(found[2])


def pictures(folder: Path, out: Path) -> Iterator[str]:
    """Return the names of all files of a folder but those in `out`, in order."""
    made = out.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and made not in path.resolve().parents:
            yield path.relative_to(folder).as_posix()


if __name__ == "__main__":
    sys.exit(main())
