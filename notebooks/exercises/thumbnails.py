"""Questions of 03-thumbnails: a box, a pair of functions, and a gate that is fooled."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from io import BytesIO
from itertools import chain, product
from typing import Any

from notebooks.exercises import Exercise, Question, Wrong

Size = tuple[int, int]
PICTURES: list[Size] = [
    (4000, 3000),
    (3000, 4000),
    (100, 50),
    (88, 44),  # by floats, 60 of them become 59.99999
    (160, 160),
    (5000, 2),
    (3, 7000),
    (1, 1),
]
BOXES: list[Size] = [(160, 160), (60, 60), (160, 90), (75, 200), (1, 1), (9000, 40)]


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


LOCKED = "locked"


class Storage:
    """Two functions that remember what was asked of them.

    full: whether there is no room to write.
    """

    def __init__(self, *, full: bool) -> None:
        self.files = {
            "cherry.jpg": b"a cherry",
            "leaf.jpg": b"a leaf",
            "torn.jpg": b"torn",
            "cherry.thumb": b"a cherry, which is there",
            "empty.thumb": b"",
        }
        self.opened: list[tuple[str, BytesIO]] = []
        self.full = full

    def read(self, name: str) -> BytesIO:
        """Open a file, or raise FileNotFoundError, or say that it is locked."""
        if name.startswith(LOCKED):
            raise PermissionError(f"{name} may not be read")
        if name not in self.files:
            raise FileNotFoundError(name)
        self.opened.append((name, BytesIO(self.files[name])))
        return self.opened[-1][1]

    def write(self, name: str, data: bytes) -> None:
        """Store a file."""
        if self.full:
            raise OSError("no room is left")
        self.files[name] = data


def shrink(picture: Any) -> bytes:
    """Make a picture small; a torn one cannot be."""
    data = bytes(picture.read())
    if data == b"torn":
        raise ValueError("broken picture")
    return b"small: " + data


Fetched = tuple[str, str]
"""The names of a picture and of its thumbnail."""


def _fetched(asked: list[Fetched], full: bool, answer: Callable[..., object]) -> str:
    """Ask for thumbnails, one after the other; say what was opened and is stored."""
    storage = Storage(full=full)
    before = set(storage.files)
    said = []
    for source, target in asked:
        try:
            got = answer(source, target, shrink, storage.read, storage.write)
            said.append(repr(got))
        except Exception as error:
            said.append(f"{type(error).__name__}: {error}")
    new = {name: data for name, data in storage.files.items() if name not in before}
    opened = [name for name, _ in storage.opened]
    still = [name for name, file in storage.opened if not file.closed]
    return f"{'; '.join(said)}; opened {opened}, still open {still}; wrote {new}"


def _due(asked: list[Fetched], full: bool) -> str:
    """Say what has to come of it."""
    storage = Storage(full=full)
    said, opened, new = [], [], dict[str, bytes]()
    for source, target in asked:
        if LOCKED in (target[:6], source[:6]):
            name = target if target.startswith(LOCKED) else source
            said.append(f"PermissionError: {name} may not be read")
        elif target in storage.files:
            opened.append(target)
            said.append(repr(storage.files[target]))
        elif source not in storage.files:
            said.append(f"FileNotFoundError: {source}")
        else:
            opened.append(source)
            small = b"small: " + storage.files[source]
            if source == "torn.jpg":
                said.append("ValueError: broken picture")
            elif full:
                said.append("OSError: no room is left")
            else:
                storage.files[target] = new[target] = small
                said.append(repr(small))
    return f"{'; '.join(said)}; opened {opened}, still open []; wrote {new}"


LEAF = ("leaf.jpg", "leaf.small")
ASKED: dict[str, list[Fetched]] = {
    "a thumbnail that is not there": [LEAF],
    "one that is there": [("cherry.jpg", "cherry.thumb")],
    "one that is not there, twice": [LEAF, LEAF],
    "two sizes of one picture": [LEAF, ("leaf.jpg", "leaf.tiny")],
    "a picture that cannot be shrunk, twice": [("torn.jpg", "torn.small")] * 2,
    "no picture and no thumbnail": [("nut.jpg", "nut.small")],
    "no picture, but a thumbnail": [("gone.jpg", "cherry.thumb")],
    "a thumbnail without a byte": [("cherry.jpg", "empty.thumb")],
    "a thumbnail that may not be read": [("cherry.jpg", "locked.thumb")],
    "a picture that may not be read": [("locked.jpg", "leaf.small")],
}

fetch = Exercise(
    __name__,
    hint="First try to read `target`, and catch `FileNotFoundError` around that alone: "
    "around more, it hides that there is no picture. `with` closes on any way out.",
    questions=[
        Question(
            f"{says}{', and the storage is full' if full else ''}",
            partial(_fetched, asked, full),
            _due(asked, full),
        )
        for full in (False, True)
        for says, asked in ASKED.items()
    ],
)


Gate = tuple[int, int, int]
"""What the width, the height, and the number of pixels have to be below, or at most."""

GATES: list[tuple[str, Gate]] = [
    ("each side below 8000, 50 megapixels", (8000, 8000, 50_000_000)),
    ("a gate that is good enough", (5000, 5000, 50_000_000)),
    ("a wide gate", (50_000, 1500, 50_000_000)),
    ("a high gate", (1500, 50_000, 50_000_000)),
]


def _fooled(gate: Gate, answer: Callable[[int, int, int], object]) -> str:
    """Say whether it is a header that the gate lets in, with too many pixels."""
    wide, high, limit = gate
    header = answer(wide, high, limit)
    if header is None:
        return "no such picture"
    if not (
        isinstance(header, tuple | list)
        and len(header) == 2
        and all(type(side) is int and side > 0 for side in header)
    ):
        return f"not (width, height): {header!r}"
    width, height = header
    if not (width < wide and height < high):
        return f"{tuple(header)} is refused"
    if width * height <= limit:
        return f"{tuple(header)} has {width * height:,} pixels: not too many"
    return "fooled"


def _due_at(gate: Gate) -> str:
    wide, high, limit = gate
    return "fooled" if (wide - 1) * (high - 1) > limit else "no such picture"


def _all_gates(answer: Callable[[int, int, int], object]) -> str | Wrong:
    """Try small gates of all shapes, and those that miss by a pixel."""
    for gate in chain(
        product(range(1, 8), range(1, 8), range(1, 40)),
        ((wide, high, (wide - 1) * (high - 1) + by) for wide, high, by in SLIGHTLY),
    ):
        if (said := _fooled(gate, answer)) != _due_at(gate):
            return Wrong(_due_at(gate), said)
    return "as asked"


SLIGHTLY = list(product((4001, 7919, 65_537), (3, 3001, 9001), (-1, 0, 1)))
"""Sides of a gate, and how far the limit is from the most that it lets in."""

fools = Exercise(
    __name__,
    hint="Of all that the gate lets in, which picture has the most pixels? If even "
    "that one has not too many, there is none.",
    questions=[
        *(
            Question(says, partial(_fooled, gate), _due_at(gate))
            for says, gate in GATES
        ),
        Question("many gates", _all_gates, "as asked"),
    ],
)


# The empty exercises, by the tags of their cells; `make notebooks` writes them.
STUBS = {
    "exercise-inside": """
from notebooks.exercises import check, thumbnails


def inside(size, box):
    raise NotImplementedError


check(inside, thumbnails.inside)
""",
    "exercise-fetch": """
def fetch(source, target, shrink, read, write):
    raise NotImplementedError


check(fetch, thumbnails.fetch)
""",
    "exercise-fools": """
def fools(wide, high, limit):
    raise NotImplementedError


check(fools, thumbnails.fools)
""",
}
