"""Answers to the exercises of 03-thumbnails, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from typing import Any

from PIL import Image

from notebooks.exercises import Exercise, thumbnails
from notebooks.exercises.thumbnails import Size


def inside(size: Size, box: Size) -> Size:
    """Scale by the side that is tighter, never up, and keep a pixel."""
    scale = min(1, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def in_integers(size: Size, box: Size) -> list[int]:
    """Compare the shapes instead, and cut off what is left over."""
    (width, height), (most, tall) = size, box
    if width <= most and height <= tall:
        return [width, height]
    if width * tall > height * most:
        return [most, height * most // width or 1]
    return [width * tall // height or 1, tall]


def stretched(size: Size, box: Size) -> Size:
    """Fill the box, whatever shape the picture has."""
    return box


def by_width(size: Size, box: Size) -> Size:
    """Look at the width alone."""
    scale = min(1, box[0] / size[0])
    return round(size[0] * scale), max(1, round(size[1] * scale))


def enlarged(size: Size, box: Size) -> Size:
    """Scale up what is small."""
    scale = min(box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def by_the_longer(size: Size, box: Size) -> Size:
    """Scale the longer side to the box's longer side."""
    scale = min(1, max(box) / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def too_small(size: Size, box: Size) -> Size:
    """Halve it until it fits."""
    width, height = size
    while width > box[0] or height > box[1]:
        width, height = max(1, width // 2), max(1, height // 2)
    return width, height


def by_pillow(size: Size, box: Size) -> Size:
    """Let Pillow decide."""
    image = Image.new("1", size)
    image.thumbnail(box)
    return image.size


def in_floats(size: Size, box: Size) -> tuple[float, float]:
    """Forget that a pixel is whole."""
    scale = min(1, box[0] / size[0], box[1] / size[1])
    return max(1, size[0] * scale), max(1, size[1] * scale)


def vanishing(size: Size, box: Size) -> Size:
    """Let a side become nothing."""
    scale = min(1, box[0] / size[0], box[1] / size[1])
    return round(size[0] * scale), round(size[1] * scale)


Shrink = Callable[[Any], bytes]


def make(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> None:
    """Close the picture, then write."""
    with read(source) as picture:
        small = shrink(picture)
    write(target, small)


def by_hand(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> None:
    """The same with ``finally``."""
    picture = read(source)
    try:
        write(target, shrink(picture))
    finally:
        picture.close()


def with_closing(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> None:
    """Let an exit stack close it, and write inside."""
    with ExitStack() as stack:
        picture = stack.enter_context(closing(read(source)))
        write(target, shrink(picture))


def always_written(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> None:
    """Store nothing where it failed, instead of not storing."""
    small = b""
    with read(source) as picture:
        try:
            small = shrink(picture)
        finally:
            write(target, small)


def under_one_name(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> None:
    """Forget the second name."""
    make(source, f"{source.removesuffix('.jpg')}.small", shrink, read, write)


def errors_of_its_own(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> None:
    """Tell the caller less than it was told."""
    try:
        make(source, target, shrink, read, write)
    except Exception as error:
        raise RuntimeError("no thumbnail") from error


def left_open(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> None:
    """Leave the picture to the garbage collector."""
    write(target, shrink(read(source)))


def closed_if_good(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> None:
    """Close it where nothing went wrong."""
    picture = read(source)
    write(target, shrink(picture))
    picture.close()


def swallowed(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> None:
    """Say nothing of a picture that is not there."""
    with suppress(FileNotFoundError):
        make(source, target, shrink, read, write)


def written_first(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> None:
    """Hold the place with an empty file."""
    write(target, b"")
    make(source, target, shrink, read, write)


def fools() -> tuple[int, int, int]:
    """Both sides are short, and there are many pixels all the same."""
    return 7999, 7999, 1


def frames() -> list[int]:
    """Nobody counted the frames."""
    return [100, 100, 5001]


def too_wide() -> tuple[int, int, int]:
    """Even the naive one sees it."""
    return 10_000, 10_000, 1


def frames_forgotten() -> tuple[int, int]:
    """Give two numbers of three."""
    return 7999, 7999


def not_whole() -> tuple[float, float, int]:
    """Squeeze in a part of a pixel."""
    return 7999.5, 7999.5, 1


def just_fits() -> tuple[int, int, int]:
    """As much as the limit allows is allowed."""
    return 5000, 5000, 2


NAIVE = thumbnails.fools(lambda w, h, frames: w < 8000 and h < 8000, 50_000_000)
Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-inside": (inside, thumbnails.inside),
    "exercise-make": (make, thumbnails.make),
    "exercise-fools": (fools, NAIVE),
}
OTHERS: Entries = {
    "inside, in integers": (in_integers, thumbnails.inside),
    "inside, by Pillow": (by_pillow, thumbnails.inside),
    "make, with finally": (by_hand, thumbnails.make),
    "make, with an exit stack": (with_closing, thumbnails.make),
    "fools, by frames": (frames, NAIVE),
}
MISTAKES: Entries = {
    "the box is filled": (stretched, thumbnails.inside),
    "only the width counts": (by_width, thumbnails.inside),
    "what is small is enlarged": (enlarged, thumbnails.inside),
    "a side becomes nothing": (vanishing, thumbnails.inside),
    "the longer side counts": (by_the_longer, thumbnails.inside),
    "smaller than it need be": (too_small, thumbnails.inside),
    "a part of a pixel": (in_floats, thumbnails.inside),
    "the picture stays open": (left_open, thumbnails.make),
    "it is closed if all went well": (closed_if_good, thumbnails.make),
    "a missing picture is no error": (swallowed, thumbnails.make),
    "an empty thumbnail comes first": (written_first, thumbnails.make),
    "an empty one where it failed": (always_written, thumbnails.make),
    "the target is not asked for": (under_one_name, thumbnails.make),
    "an error of its own": (errors_of_its_own, thumbnails.make),
    "a header that is refused": (too_wide, NAIVE),
    "a header that is allowed": (just_fits, NAIVE),
    "two numbers of three": (frames_forgotten, NAIVE),
    "pixels that are not whole": (not_whole, NAIVE),
}
