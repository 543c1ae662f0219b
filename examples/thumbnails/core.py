"""Make a thumbnail: bytes of a picture in, bytes of a smaller one out, by Pillow.

It imports no framework and opens no file: who calls it brings the picture.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Literal, get_args

from PIL import ExifTags, Image, ImageCms, ImageOps

from .limits import Limits, Picture

Size = tuple[int, int]
"""Width and height, in pixels."""
Fit = Literal["contain", "cover"]
"""As CSS's ``object-fit``."""
Format = Literal["WEBP", "JPEG", "PNG"]

LIMITS = Limits()
SAVE: dict[Format, dict[str, Any]] = {
    "WEBP": {"quality": 80},
    "JPEG": {"quality": 85},
    "PNG": {},
}
SRGB = ImageCms.createProfile("sRGB")
MOST = 16_383  # pixels of a side: WebP has no more
TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture stand upright, by EXIF's orientation; from 5 on it lies."""
SHARP = 2  # how much larger than wanted a JPEG is decoded, as Image.thumbnail does


def thumbnail(
    picture: Picture,
    size: Size,
    fit: Fit = "contain",
    format: Format = "WEBP",
    limits: Limits = LIMITS,
) -> bytes:
    """Return the thumbnail of a picture.

    It stands upright (EXIF's orientation), its colours are sRGB, it shows the first
    frame of an animation, and it carries no metadata.  Transparency is kept, but on
    white in a JPEG, which has none.  Equal input gives equal bytes from one build of
    Pillow.

    :param picture: its file, as bytes or open for reading.
    :param size: the box it goes into.
    :param fit: ``contain``, all of it, no larger than it is; or ``cover``, exactly the
        size, cut at the edges.
    :param format: of the thumbnail.
    :raises PictureError: if the picture is none, broken, or beyond the limits.
    :raises ValueError: if the other arguments are wrong.
    """
    require(size, fit, format)
    with limits.open(picture) as image:
        small = in_srgb(shrink(image, size, fit))
    return encode(small, format)


def require(size: Size, fit: str, format: str) -> None:
    """Raise ValueError for an argument that is the caller's mistake."""
    if len(size) != 2 or not 1 <= min(size) <= max(size) <= MOST:
        wanted = f"(width, height), from 1 to {MOST:,} pixels"
        raise ValueError(f"a size is {wanted}, not {size!r}")
    for given, known in ((fit, get_args(Fit)), (format, get_args(Format))):
        if given not in known:
            raise ValueError(f"{given!r} is not one of {', '.join(known)}")


def shrink(image: Image.Image, size: Size, fit: Fit) -> Image.Image:
    """Make it small, then turn it upright.

    In this order, because a JPEG is decoded at a half, a quarter or an eighth only
    as long as nobody has asked for its pixels.
    """
    way = orientation(image)
    if way >= 5:
        size = size[1], size[0]
    if fit == "cover":  # Image.thumbnail does so by itself
        image.draft(None, (size[0] * SHARP, size[1] * SHARP))
    image = mixable(image)
    if fit == "cover":
        image = ImageOps.fit(image, size, Image.Resampling.BICUBIC)
    else:
        image.thumbnail(size)
    return image.transpose(TURN[way]) if way in TURN else image


def orientation(image: Image.Image) -> int:
    """Return EXIF's orientation, 1 to 8; 1 where none can be read."""
    try:
        way = image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # as in `Limits.open`; metadata is no reason to refuse a picture
        return 1
    return way if way in TURN else 1


def mixable(image: Image.Image) -> Image.Image:
    """Return it in a mode whose neighbouring pixels can be averaged.

    Not in 16 bits, which other modes would cut off at white: they become 8.
    """
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 257)).convert("L")
        image.info.pop("transparency", None)
    if image.has_transparency_data:
        mode = "RGBA"
    else:
        mode = {"P": "RGB", "1": "L"}.get(image.mode, image.mode)
    return image if image.mode == mode else image.convert(mode)  # convert() copies


def in_srgb(image: Image.Image) -> Image.Image:
    """Convert its colours from its own profile, or from CMYK without one.

    A profile that does not fit the picture is left out, as browsers do.
    """
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(image, own, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            made = None
        if made is not None:
            return made
    return image if image.mode == "L" else image.convert(mode)


def encode(image: Image.Image, format: Format) -> bytes:
    """Write it in a format, without anything that is not a pixel."""
    if format == "JPEG" and image.mode == "RGBA":
        ground = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(ground, image).convert("RGB")
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    bare.save(out, format, **SAVE[format])
    return out.getvalue()
