"""examples.thumbnails.core: what a thumbnail looks like."""

from __future__ import annotations

from io import BytesIO
from random import Random
from typing import Any

import pytest
from PIL import ExifTags, Image

from examples.thumbnails import thumbnail
from examples.thumbnails.show import pictures
from tests.thumbnails.look import UPRIGHT, opened, seen

COLOURED = {n: make for n, make in pictures.ODD.items() if n not in ("16 bits",)}


@pytest.mark.parametrize("kind", COLOURED)
def test_odd_pictures_look_as_the_plain_one(kind: str) -> None:
    """Neither CMYK, nor a palette, nor a profile changes what one sees."""
    hole = "none" if kind == "transparent" else "leaf"
    assert seen(thumbnail(COLOURED[kind](), (60, 60))) == f"ink cherry leaf {hole}"


@pytest.mark.parametrize("way", range(10))
@pytest.mark.parametrize(("fit", "size"), [("contain", (60, 40)), ("cover", (60, 50))])
def test_it_stands_upright(way: int, fit: Any, size: tuple[int, int]) -> None:
    """However the camera was held; the size is that of the upright picture.

    Of the numbers 0 and 9, which are no ways, it is as it is stored.
    """
    small = thumbnail(pictures.turned(way), (60, 50), fit)
    assert (opened(small).size, seen(small)) == (size, UPRIGHT)


def test_a_png_stands_upright() -> None:
    """Orientation is not a matter of JPEG alone, and may be told behind the pixels."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    turned = pictures.plain().transpose(Image.Transpose.ROTATE_90)
    picture = pictures.saved(turned, "PNG", exif=exif)
    start = picture.index(b"eXIf") - 4
    end = start + 12 + int.from_bytes(picture[start : start + 4], "big")
    last = picture[-12:]  # IEND
    behind = picture[:start] + picture[end:-12] + picture[start:end] + last
    for one in picture, behind:
        small = thumbnail(one, (60, 50))
        assert (opened(small).size, seen(small)) == ((60, 40), UPRIGHT)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_metadata_that_cannot_be_read_is_left_out(format: str) -> None:
    """The picture is good, whatever somebody wrote beside it."""
    picture = pictures.saved(pictures.plain(), format, exif=b"Exif\0\0no TIFF at all")
    assert seen(thumbnail(picture, (60, 60))) == UPRIGHT


def test_sixteen_bits_keep_their_greys() -> None:
    """They are scaled: cut off at eight bits, all would be white."""
    image = opened(thumbnail(pictures.sixteen_bits(), (60, 60), format="PNG"))
    grey = pictures.plain("L")
    for x in (0.3, 0.8):
        wanted = grey.getpixel((int(x * grey.width), grey.height // 2))
        assert image.getpixel((int(x * image.width), 20)) == wanted


def test_sixteen_bits_are_not_cut_out() -> None:
    """A grey that is said to be transparent there has no name in eight bits."""
    grey = opened(pictures.sixteen_bits())
    picture = pictures.saved(grey, "PNG", transparency=70)
    small = opened(thumbnail(picture, (60, 60), format="PNG"))
    assert (small.mode, small.size) == ("L", (60, 40))


@pytest.mark.parametrize("mode", ["1", "P"])
def test_fine_lines_become_grey(mode: str) -> None:
    """Black beside white is both: who drops every other pixel drops a line of text."""
    lines = Image.frombytes("L", (120, 120), b"\0\xff" * 60 * 120)
    picture = pictures.saved(lines.convert(mode), "PNG")
    small = opened(thumbnail(picture, (60, 60), format="PNG")).convert("L")
    assert small.getpixel((30, 30)) == pytest.approx(127, abs=20)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_an_animation_becomes_its_first_frame(format: str) -> None:
    """A thumbnail stands still."""
    small = thumbnail(pictures.animated(format), (60, 60))
    assert seen(small) == UPRIGHT
    assert not getattr(opened(small), "is_animated", False)


def test_transparency_is_white_in_a_jpeg() -> None:
    """JPEG has none, and black is nobody's wish."""
    picture = pictures.saved(pictures.transparent(), "PNG")
    small = thumbnail(picture, (60, 60), format="JPEG")
    assert (opened(small).format, seen(small)) == ("JPEG", "ink cherry leaf white")


@pytest.mark.parametrize("mode", ["L", "1", "LA", "RGBA"])
@pytest.mark.parametrize("format", ["WEBP", "JPEG", "PNG"])
def test_every_mode_is_written_in_every_format(mode: str, format: Any) -> None:
    """A format that lacks a mode gets another one."""
    picture = pictures.saved(pictures.plain(mode), "PNG")
    assert opened(thumbnail(picture, (9, 9), format=format)).format == format


def test_what_is_small_is_not_enlarged() -> None:
    """But it is where the size has to be covered."""
    picture = pictures.saved(pictures.plain(size=(20, 10)), "PNG")
    assert opened(thumbnail(picture, (60, 60))).size == (20, 10)
    assert opened(thumbnail(picture, (60, 60), "cover")).size == (60, 60)


def test_cover_is_as_sharp_as_contain() -> None:
    """Where nothing is cut, both decode a large JPEG alike, not just large enough."""
    noise = Random(1).randbytes(240 * 160 * 3)
    fine = Image.frombytes("RGB", (240, 160), noise).resize((960, 640))
    picture = pictures.saved(fine, "JPEG", quality=95)
    assert thumbnail(picture, (120, 80), "cover") == thumbnail(picture, (120, 80))


def test_cover_cuts_both_edges() -> None:
    """The middle of the picture stays in the middle."""
    small = opened(thumbnail(pictures.turned(1), (40, 40), "cover")).convert("RGB")
    left, right = (small.getpixel((x, 30)) for x in (17, 23))
    for got, wanted in ((left, pictures.CHERRY), (right, pictures.LEAF)):
        assert got == pytest.approx(wanted, abs=20)


def test_a_long_picture_keeps_a_pixel() -> None:
    """No side becomes nothing."""
    picture = pictures.saved(pictures.plain(size=(3000, 2)), "PNG")
    assert opened(thumbnail(picture, (60, 60))).size == (60, 1)


def test_nothing_but_pixels_is_kept() -> None:
    """A photo's thumbnail does not tell where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "kirsch"
    profile = opened(pictures.swapped()).info["icc_profile"]
    picture = pictures.saved(pictures.plain(), "JPEG", exif=exif, icc_profile=profile)
    for format in ("WEBP", "JPEG", "PNG"):
        small = opened(thumbnail(picture, (60, 60), format=format))
        assert not small.getexif()
        assert "icc_profile" not in small.info


@pytest.mark.parametrize("profile", [b"no profile", None])
def test_a_profile_that_does_not_fit_is_left_out(profile: bytes | None) -> None:
    """Broken, or made for RGB in a picture that is CMYK."""
    profile = profile or opened(pictures.swapped()).info["icc_profile"]
    cmyk = pictures.saved(pictures.plain("CMYK"), "JPEG", icc_profile=profile)
    assert seen(thumbnail(cmyk, (60, 60))) == UPRIGHT


def test_equal_input_gives_equal_bytes() -> None:
    """Bytes or a stream, once or twice."""
    picture = pictures.turned(6)
    once = thumbnail(picture, (60, 60))
    for other in (BytesIO(picture), bytearray(picture), memoryview(picture)):
        assert thumbnail(other, (60, 60)) == once


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"size": (0, 9)}, r"a size is .* not \(0, 9\)"),
        ({"size": (9,)}, r"a size is .* not \(9,\)"),
        ({"size": (9, 16_384)}, r"from 1 to 16,383 pixels, not \(9, 16384\)"),
        ({"size": (9, 9), "fit": "fill"}, "'fill' is not one of contain, cover"),
        ({"size": (9, 9), "format": "GIF"}, "'GIF' is not one of WEBP, JPEG, PNG"),
    ],
)
def test_a_caller_s_mistake_is_named(arguments: dict[str, Any], says: str) -> None:
    """It is no fault of the picture."""
    with pytest.raises(ValueError, match=says) as caught:
        thumbnail(b"", **arguments)
    assert caught.type is ValueError


def test_the_largest_size() -> None:
    """As many pixels as WebP has; a small picture stays small in it."""
    most = opened(thumbnail(pictures.turned(1), (16_383, 16_383)))
    assert most.size == pictures.SIZE
    with pytest.raises(ValueError, match="from 1 to 16,383 pixels"):
        thumbnail(pictures.turned(1), (16_384, 1))
