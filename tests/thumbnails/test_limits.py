"""examples.thumbnails.limits: what is refused, and that nothing else is raised."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from examples.thumbnails import Limits, PictureError, TooLargeError, thumbnail
from examples.thumbnails.show import pictures

MANY = Limits(formats=("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "JPEG2000"))
FORMATS = {"TIFF": "TIFF", "AVIF": "AVIF", "JPEG2000": "JPEG2000"} | {
    name: name for name in ("JPEG", "PNG", "GIF", "WEBP")
}


def test_a_header_that_promises_too_much_is_refused() -> None:
    """100 megapixels in some 60 bytes."""
    picture = pictures.promised(10_000, 10_000)
    assert len(picture) < 80
    with pytest.raises(TooLargeError, match="too large"):
        thumbnail(picture, (60, 60))


def test_too_many_pixels_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a real one, 50.01 megapixels in 7 KB, none is asked for."""
    image = Image.new("1", (10_001, 5000))
    picture = pictures.saved(image, "PNG")
    assert len(picture) < 10_000
    monkeypatch.delattr("PIL.ImageFile.ImageFile.load")
    with pytest.raises(TooLargeError, match=r"10001 x 5000 pixels, more than 50"):
        thumbnail(picture, (60, 60))


def test_what_is_as_large_as_allowed_is_taken() -> None:
    """The limits are the largest that passes."""
    picture = pictures.saved(pictures.plain(size=(20, 10)), "PNG")
    thumbnail(picture, (9, 9), limits=Limits(len(picture), 200))
    with pytest.raises(TooLargeError, match=r"20 x 10 pixels, more than 199"):
        thumbnail(picture, (9, 9), limits=Limits(len(picture), 199))
    with pytest.raises(TooLargeError, match="bytes"):
        thumbnail(picture, (9, 9), limits=Limits(len(picture) - 1, 200))


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_frames_count(format: str) -> None:
    """An animation is as large as all its frames."""
    picture, most = pictures.animated(format), 240 * 160 * 3
    thumbnail(picture, (9, 9), limits=Limits(animation=most))
    with pytest.raises(TooLargeError, match="240 x 160 pixels in 3 frames"):
        thumbnail(picture, (9, 9), limits=Limits(animation=most - 1))


def test_a_phone_s_second_picture_does_not_count() -> None:
    """An MPO is a JPEG with a preview or a depth map behind it."""
    second = [pictures.plain(size=(24, 16))]
    picture = pictures.saved(
        pictures.plain(), "MPO", save_all=True, append_images=second
    )
    thumbnail(picture, (9, 9), limits=Limits(animation=240 * 160))


def test_scans_count() -> None:
    """Each decodes the whole JPEG again: 75 bytes more, a thirtieth of a second."""
    picture = pictures.saved(pictures.plain(), "JPEG", progressive=True)
    last = picture.rindex(b"\xff\xda")
    scans = 100 - picture.count(b"\xff\xda")
    thumbnail(picture[:-2] + scans * picture[last:-2] + picture[-2:], (9, 9))
    with pytest.raises(TooLargeError, match="a JPEG of more than 100 scans"):
        thumbnail(picture[:-2] + (scans + 1) * picture[last:-2] + picture[-2:], (9, 9))


def test_an_endless_stream_is_read_up_to_the_limit() -> None:
    """One byte more tells that it is too large."""

    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size > 0
            return b"\xff" * size

    with pytest.raises(TooLargeError, match="more than 1,000 bytes"):
        thumbnail(Endless(), (9, 9), limits=Limits(size=1000))


@pytest.mark.parametrize("picture", [b"", b"cherries", pictures.BAD["not a picture"]()])
def test_other_formats_are_not_opened(picture: bytes) -> None:
    """Pillow would start Ghostscript for an EPS."""
    with pytest.raises(PictureError, match="not a picture in one of JPEG, PNG"):
        thumbnail(picture, (9, 9))


def test_a_format_of_pillow_s_that_is_not_listed_is_refused() -> None:
    """A BMP is a picture, and nobody said that it may be opened."""
    with pytest.raises(PictureError, match="not a picture in one of"):
        thumbnail(pictures.saved(pictures.plain(), "BMP"), (9, 9))


def damaged(picture: bytes) -> Iterator[bytes]:
    """Cut it, and change some of its bytes, the same ones in every run."""
    chance = random.Random(2011)
    for part in range(1, 16):
        yield picture[: len(picture) * part // 16]
    for _ in range(60):
        other = bytearray(picture)
        for _ in range(chance.randrange(1, 9)):
            other[chance.randrange(len(other))] = chance.randrange(256)
        yield bytes(other)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("loud", [False, True], ids=["", "warnings are errors"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_damaged_picture_is_one_clear_error(format: str, loud: bool) -> None:
    """A thumbnail or PictureError, in one line: nothing else comes out of Pillow."""
    picture = pictures.saved(pictures.plain(size=(48, 32)), format)
    said = []
    with warnings.catch_warnings():
        warnings.simplefilter("error" if loud else "ignore")
        for bad in damaged(picture):
            try:
                thumbnail(bad, (9, 9), limits=MANY)
            except PictureError as error:
                said.append(str(error))
    assert len(said) > 10
    assert not any("\n" in line for line in said)


def test_an_unknown_format_is_the_caller_s_mistake() -> None:
    """And no fault of a picture."""
    with pytest.raises(ValueError, match="Pillow does not read 'JPG'") as caught:
        Limits(formats=("JPG",))
    assert caught.type is ValueError


def test_too_little_memory_is_no_fault_of_the_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever runs out of it has to know."""

    def fail(image: Image.Image) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)
    with pytest.raises(MemoryError):
        thumbnail(pictures.turned(1), (9, 9))
