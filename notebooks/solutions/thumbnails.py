"""Answers to the exercises of 03-thumbnails, right and wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from math import isqrt
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


def fetch(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> bytes:
    """Look for the thumbnail; if there is none, make it."""
    try:
        with read(target) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        with read(source) as picture:
            small = shrink(picture)
        write(target, small)
        return small


def by_hand(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> bytes:
    """The same with ``finally``, and the cases apart."""
    try:
        file = read(target)
    except FileNotFoundError:
        file = None
    if file is None:
        picture = read(source)
        try:
            write(target, small := shrink(picture))
            return small
        finally:
            picture.close()
    data = bytes(file.read())
    file.close()
    return data


def with_stack(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Let an exit stack close what was opened."""
    with ExitStack() as stack:
        with suppress(FileNotFoundError):
            return bytes(stack.enter_context(closing(read(target))).read())
        small = shrink(stack.enter_context(closing(read(source))))
    write(target, small)
    return small


def made_again(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Make it each time."""
    with read(source) as picture:
        small = shrink(picture)
    write(target, small)
    return small


def not_stored(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Forget to store it."""
    try:
        with read(target) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        with read(source) as picture:
            return shrink(picture)


def not_returned(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes | None:
    """Store it, and return nothing."""
    try:
        with read(target) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        with read(source) as picture:
            write(target, shrink(picture))
        return None


def left_open(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> bytes:
    """Leave what was opened to the garbage collector."""
    try:
        return bytes(read(target).read())
    except FileNotFoundError:
        write(target, small := shrink(read(source)))
        return small


def closed_if_good(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Close it where nothing went wrong."""
    try:
        with read(target) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        picture = read(source)
        write(target, small := shrink(picture))
        picture.close()
        return small


def swallowed(source: str, target: str, shrink: Shrink, read: Any, write: Any) -> bytes:
    """Say nothing of a picture that is not there."""
    with suppress(FileNotFoundError):
        return fetch(source, target, shrink, read, write)
    return b""


def cut_down(size: Size, box: Size) -> Size:
    """Cut a float, which may lie just below a whole number."""
    scale = min(box[0] / size[0], box[1] / size[1], 1)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def if_it_holds_anything(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Take an empty thumbnail for none."""
    with suppress(FileNotFoundError), read(target) as kept:
        if data := bytes(kept.read()):
            return data
    return made_again(source, target, shrink, read, write)


def any_error_of_the_system(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Take whatever goes wrong with the thumbnail for no thumbnail."""
    with suppress(OSError), read(target) as kept:
        return bytes(kept.read())
    return made_again(source, target, shrink, read, write)


def picture_first(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Open the picture, whether or not it is wanted."""
    with read(source) as picture:
        try:
            with read(target) as kept:
                return bytes(kept.read())
        except FileNotFoundError:
            write(target, small := shrink(picture))
            return small


def written_first(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Hold the place with an empty file."""
    try:
        with read(target) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        write(target, b"")
        with read(source) as picture:
            write(target, small := shrink(picture))
        return small


def under_one_name(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Keep one size of each picture."""
    name = target.rpartition(".")[0] + ".small"
    return fetch(source, name, shrink, read, write)


def errors_of_its_own(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Tell the caller less than it was told."""
    try:
        return fetch(source, target, shrink, read, write)
    except Exception as error:
        raise RuntimeError("no thumbnail") from error


def room_or_not(
    source: str, target: str, shrink: Shrink, read: Any, write: Any
) -> bytes:
    """Take a full storage for no reason to fail."""
    try:
        return fetch(source, target, shrink, read, write)
    except FileNotFoundError:
        raise
    except OSError:
        with read(source) as picture:
            return shrink(picture)


def fools(wide: int, high: int, limit: int) -> Size | None:
    """Take the largest that is let in, and see whether it is too large."""
    width, height = wide - 1, high - 1
    return (width, height) if width * height > limit else None


def just_too_many(wide: int, high: int, limit: int) -> list[int] | None:
    """Take the widest, and the least height that is too much for it."""
    if wide == 1:
        return None
    height = limit // (wide - 1) + 1
    return [wide - 1, height] if height < high else None


def one_gate(wide: int, high: int, limit: int) -> Size:
    """Know one answer by heart."""
    return 7999, 7999


def never_good_enough(wide: int, high: int, limit: int) -> Size:
    """Take it for granted that each gate can be fooled."""
    return wide - 1, high - 1


def square(wide: int, high: int, limit: int) -> Size | None:
    """Try a square only."""
    side = isqrt(limit) + 1
    return (side, side) if side < min(wide, high) else None


def at_the_edge(wide: int, high: int, limit: int) -> Size | None:
    """Take a picture as wide and as high as the gate."""
    return (wide, high) if wide * high > limit else None


def just_fits(wide: int, high: int, limit: int) -> Size | None:
    """Take as much as the limit allows for too much."""
    width, height = wide - 1, high - 1
    return (width, height) if width * height >= limit > 0 else None


def by_frames(wide: int, high: int, limit: int) -> tuple[int, int, int]:
    """Bring in frames, which nobody asked for."""
    return 1, 1, limit + 1


def not_whole(wide: int, high: int, limit: int) -> tuple[float, float] | None:
    """Squeeze in a part of a pixel."""
    width, height = wide - 0.5, high - 0.5
    return (width, height) if width * height > limit else None


Entries = dict[str, tuple[Callable[..., Any], Exercise]]
SOLUTIONS: Entries = {
    "exercise-inside": (inside, thumbnails.inside),
    "exercise-fetch": (fetch, thumbnails.fetch),
    "exercise-fools": (fools, thumbnails.fools),
}
OTHERS: Entries = {
    "inside, in integers": (in_integers, thumbnails.inside),
    "inside, by Pillow": (by_pillow, thumbnails.inside),
    "fetch, with finally": (by_hand, thumbnails.fetch),
    "fetch, with an exit stack": (with_stack, thumbnails.fetch),
    "fools, by the least height": (just_too_many, thumbnails.fools),
}
MISTAKES: Entries = {
    "the box is filled": (stretched, thumbnails.inside),
    "only the width counts": (by_width, thumbnails.inside),
    "what is small is enlarged": (enlarged, thumbnails.inside),
    "a side becomes nothing": (vanishing, thumbnails.inside),
    "the longer side counts": (by_the_longer, thumbnails.inside),
    "smaller than it need be": (too_small, thumbnails.inside),
    "a pixel is lost to a float": (cut_down, thumbnails.inside),
    "a part of a pixel": (in_floats, thumbnails.inside),
    "made each time": (made_again, thumbnails.fetch),
    "made again if it is empty": (if_it_holds_anything, thumbnails.fetch),
    "made again if it may not be read": (any_error_of_the_system, thumbnails.fetch),
    "made and not stored": (not_stored, thumbnails.fetch),
    "stored and not returned": (not_returned, thumbnails.fetch),
    "files stay open": (left_open, thumbnails.fetch),
    "closed if all went well": (closed_if_good, thumbnails.fetch),
    "a missing picture is no error": (swallowed, thumbnails.fetch),
    "the picture is opened first": (picture_first, thumbnails.fetch),
    "an empty thumbnail comes first": (written_first, thumbnails.fetch),
    "the target is not asked for": (under_one_name, thumbnails.fetch),
    "an error of its own": (errors_of_its_own, thumbnails.fetch),
    "a full storage is no error": (room_or_not, thumbnails.fetch),
    "one answer by heart": (one_gate, thumbnails.fools),
    "no gate is good enough": (never_good_enough, thumbnails.fools),
    "only squares": (square, thumbnails.fools),
    "as wide as the gate": (at_the_edge, thumbnails.fools),
    "the limit is too much": (just_fits, thumbnails.fools),
    "many frames": (by_frames, thumbnails.fools),
    "pixels that are not whole": (not_whole, thumbnails.fools),
}
