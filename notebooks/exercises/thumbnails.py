"""Questions of 03-thumbnails: a box, a pair of functions, and a header that fools."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from notebooks.exercises import Question

Size = tuple[int, int]
BOXES: dict[tuple[Size, Size], Size] = {
    ((4000, 3000), (160, 160)): (160, 120),
    ((3000, 4000), (160, 160)): (120, 160),
    ((4000, 3000), (160, 90)): (120, 90),
    ((100, 50), (160, 160)): (100, 50),
    ((160, 160), (160, 160)): (160, 160),
    ((5000, 2), (160, 160)): (160, 1),
}


def _inside(size: Size, box: Size, answer: Callable[[Size, Size], object]) -> object:
    found = answer(size, box)
    if not (isinstance(found, tuple | list) and len(found) == 2):
        return f"no size: {found!r}"
    if not all(isinstance(side, int) for side in found):
        return f"not in whole pixels: {found!r}"
    # One pixel more or less is a matter of rounding.
    wanted = BOXES[size, box]
    close = all(
        side >= 1 and abs(side - right) <= (right > 1)
        for side, right in zip(found, wanted, strict=True)
    )
    return wanted if close and found[0] <= box[0] and found[1] <= box[1] else found


inside = [
    Question(
        f"{w} x {h} into {box[0]} x {box[1]}", partial(_inside, (w, h), box), wanted
    )
    for ((w, h), box), wanted in BOXES.items()
]


class Storage:
    """Two functions that remember what was asked of them."""

    def __init__(self) -> None:
        self.opened: list[BytesIO] = []
        self.written: dict[str, bytes] = {}

    def read(self, name: str) -> BytesIO:
        """Open ``cherry.jpg``."""
        if name != "cherry.jpg":
            raise FileNotFoundError(name)
        self.opened.append(BytesIO(b"cherries"))
        return self.opened[-1]

    def write(self, name: str, data: bytes) -> None:
        """Remember what is stored."""
        self.written[name] = data


def _made(name: str, fails: bool, answer: Callable[..., object]) -> object:
    storage = Storage()

    def shrink(picture: Any) -> bytes:
        if fails:
            raise ValueError("broken picture")
        return bytes(picture.read()).upper()

    try:
        answer(name, "small", shrink, storage.read, storage.write)
        said = "no error"
    except Exception as error:
        if isinstance(error, NotImplementedError):
            raise
        said = f"{type(error).__name__}: {error}"
    closed = all(file.closed for file in storage.opened)
    return f"{said}, wrote {storage.written}, closed all: {closed}"


make = [
    Question(
        "a good picture",
        partial(_made, "cherry.jpg", False),
        "no error, wrote {'small': b'CHERRIES'}, closed all: True",
    ),
    Question(
        "a picture that cannot be shrunk",
        partial(_made, "cherry.jpg", True),
        "ValueError: broken picture, wrote {}, closed all: True",
    ),
    Question(
        "no picture",
        partial(_made, "leaf.jpg", False),
        "FileNotFoundError: leaf.jpg, wrote {}, closed all: True",
    ),
]


def fools(naive: Callable[[int, int, int], bool], limit: int) -> list[Question]:
    """A header that `naive` lets in, with more pixels than the limit."""

    def is_fooled(answer: Callable[[], object]) -> object:
        header = answer()
        if not (
            isinstance(header, tuple | list)
            and len(header) == 3
            and all(isinstance(part, int) and part > 0 for part in header)
        ):
            return f"not (width, height, frames): {header!r}"
        width, height, frames = header
        if not naive(width, height, frames):
            return f"{header} is refused"
        if width * height * frames <= limit:
            return f"{header} has {width * height * frames:,} pixels: not too many"
        return "fooled"

    return [Question("a header that naive lets in", is_fooled, "fooled")]


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-inside": """
from notebooks.exercises import check, thumbnails


def inside(size, box):
    raise NotImplementedError


check(inside, thumbnails.inside)
""",
    "exercise-make": """
def make(source, target, shrink, read, write):
    raise NotImplementedError


check(make, thumbnails.make)
""",
    "exercise-fools": """
def naive(width, height, frames):
    return width < 8000 and height < 8000


def fools():
    raise NotImplementedError


check(fools, thumbnails.fools(naive, limit=50_000_000))
""",
}
