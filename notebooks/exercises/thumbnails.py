"""Questions of 03-thumbnails: a box, a pair of functions, and a header that fools."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from io import BytesIO
from itertools import product
from typing import Any

from notebooks.exercises import Exercise, Question

Size = tuple[int, int]
PICTURES: list[Size] = [
    (4000, 3000),
    (3000, 4000),
    (100, 50),
    (160, 160),
    (5000, 2),
    (3, 7000),
    (1, 1),
]
BOXES: list[Size] = [(160, 160), (160, 90), (75, 200), (1, 1), (9000, 40)]


def _sides(size: Size, box: Size) -> tuple[set[int], set[int]]:
    """Return what may be the width, and what the height: whole pixels, either way."""
    scale = min(Fraction(1), Fraction(box[0], size[0]), Fraction(box[1], size[1]))
    width, height = (
        {max(1, whole) for whole in (side * scale // 1, -(-side * scale // 1))}
        for side in size
    )
    return (
        {side for side in width if side <= box[0]},
        {side for side in height if side <= box[1]},
    )


def _wanted(size: Size, box: Size) -> Size:
    scale = min(Fraction(1), Fraction(box[0], size[0]), Fraction(box[1], size[1]))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _inside(size: Size, box: Size, answer: Callable[[Size, Size], object]) -> object:
    found = answer(size, box)
    if not (isinstance(found, tuple | list) and len(found) == 2):
        return f"no size: {found!r}"
    if not all(isinstance(side, int) for side in found):
        return f"not in whole pixels: {found!r}"
    good = all(side in may for side, may in zip(found, _sides(size, box), strict=True))
    return _wanted(size, box) if good else tuple(found)


inside = Exercise(
    __name__,
    hint="Three numbers say by how much it may be scaled: by the box's width, by its "
    "height, and by 1. The smallest of them counts for both sides.",
    questions=[
        Question(
            f"{w} x {h} into {box[0]} x {box[1]}",
            partial(_inside, (w, h), box),
            _wanted((w, h), box),
        )
        for box, (w, h) in product(BOXES, PICTURES)
    ],
)


class Storage:
    """Two functions that remember what was asked of them.

    full: whether there is no room to write.
    """

    def __init__(self, *, full: bool = False) -> None:
        self.opened: list[BytesIO] = []
        self.written: dict[str, bytes] = {}
        self.full = full

    def read(self, name: str) -> BytesIO:
        """Open a photo; there is none whose name does not end in ``.jpg``."""
        if not name.endswith(".jpg"):
            raise FileNotFoundError(name)
        self.opened.append(BytesIO(name.encode()))
        return self.opened[-1]

    def write(self, name: str, data: bytes) -> None:
        """Remember what is stored."""
        if self.full:
            raise OSError("no room is left")
        self.written[name] = data


def _shrink(picture: Any) -> bytes:
    """Make the picture's name small; a torn one cannot be."""
    data = bytes(picture.read())
    if data.startswith(b"torn"):
        raise ValueError("broken picture")
    return b"small " + data


def _made(name: str, target: str, full: bool, answer: Callable[..., object]) -> object:
    storage = Storage(full=full)
    try:
        answer(name, target, _shrink, storage.read, storage.write)
        said = "no error"
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    closed = all(file.closed for file in storage.opened)
    return f"{said}; wrote {storage.written}; closed all: {closed}"


def _expected(name: str, target: str, full: bool) -> str:
    written: dict[str, bytes] = {}
    if not name.endswith(".jpg"):
        said = f"FileNotFoundError: {name}"
    elif name.startswith("torn"):
        said = "ValueError: broken picture"
    elif full:
        said = "OSError: no room is left"
    else:
        said, written = "no error", {target: f"small {name}".encode()}
    return f"{said}; wrote {written}; closed all: True"


make = Exercise(
    __name__,
    hint="What `read` returns can be used in a `with`, which closes it on any way out. "
    "Write after it has ended, or at least after `shrink` has.",
    questions=[
        Question(
            f"a picture {name!r}{', and a storage that is full' if full else ''}",
            partial(_made, name, target, full),
            _expected(name, target, full),
        )
        for full, (name, target) in product(
            (False, True),
            (
                ("cherry.jpg", "cherry.small"),
                ("leaf.jpg", "other/leaf.small"),
                ("torn.jpg", "torn.small"),
                ("nowhere", "nowhere.small"),
            ),
        )
    ],
)


def fools(naive: Callable[[int, int, int], bool], limit: int) -> Exercise:
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

    return Exercise(
        __name__,
        hint="It looks at two numbers, each for itself. What does it not multiply, and "
        "which number does it not look at?",
        questions=[Question("a header that naive lets in", is_fooled, "fooled")],
    )


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
