"""Measure ``examples/thumbnails``: seconds beside bare Pillow, and peak memory."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO
from statistics import median
from typing import Any

from PIL import Image, ImageOps

from examples.thumbnails import thumbnail
from examples.thumbnails.core import SAVE

from .peak import megabytes
from .race import race, ratios

LIBRARIES = ("pillow",)
REFERENCE = "bare"
ROUNDS = 25
SIZE = 160, 160
PHOTO, LARGEST = (4000, 3000), (10_000, 5000)

WHAT = {
    "photo": "width and height of the picture, plain RGB as a JPEG; bytes of its file",
    "ways": {
        "bare": "Pillow: open, thumbnail, save",
        "ours": "examples.thumbnails.thumbnail",
        "upright first": "bare, but exif_transpose comes before thumbnail",
    },
    "seconds": (
        "Of processor time a call, the median of the rounds. ratio: the quartiles of "
        "the quotients to bare's time in the same round."
    ),
    "memory": (
        "Of a picture of 50 megapixels, the most allowed: megabytes at the peak of a "
        "process of its own, without those before it."
    ),
}


@cache
def photo() -> bytes:
    """Return a picture that compresses like a photo: a gradient with some noise."""
    noise = Image.effect_noise(PHOTO, 24)
    slope = Image.linear_gradient("L").resize(PHOTO)
    out = BytesIO()
    Image.merge("RGB", (noise, slope, noise)).save(out, "JPEG")
    return out.getvalue()


def bare(picture: bytes, upright_first: bool = False) -> bytes:
    """Use Pillow as its manual does."""
    image: Image.Image = Image.open(BytesIO(picture))
    if upright_first:
        image = ImageOps.exif_transpose(image)
    image.thumbnail(SIZE)
    out = BytesIO()
    image.save(out, "WEBP", **SAVE["WEBP"])
    return out.getvalue()


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "bare": bare,
    "ours": partial(thumbnail, size=SIZE),
    "upright first": partial(bare, upright_first=True),
}


def seconds() -> dict[str, dict[str, Any]]:
    """Time the ways on one photo."""
    picture = photo()
    times = race({name: partial(way, picture) for name, way in WAYS.items()}, ROUNDS)
    quotients = ratios(times, REFERENCE)
    return {
        name: {"seconds": median(own), "ratio": quotients[name]}
        for name, own in times.items()
    }


def memory() -> dict[str, float]:
    """Measure what the largest pictures take, each in a new process."""
    return {
        "JPEG": peak("JPEG"),
        "progressive JPEG": peak("JPEG", progressive=True, subsampling=0),
        "PNG": peak("PNG"),
        "WebP": peak("WEBP"),
    }


def peak(format: str, **options: Any) -> float:
    """Run `main` on an empty picture in a process of its own."""
    picture = BytesIO()
    Image.new("RGB", LARGEST).save(picture, format, **options)
    command = [sys.executable, "-m", "bench.thumbnails"]
    done = subprocess.run(
        command, input=picture.getvalue(), check=True, capture_output=True
    )
    told: float = json.loads(done.stdout)
    return told


def main() -> None:
    """Read a picture, make its thumbnail, and print the megabytes that took."""
    picture = sys.stdin.buffer.read()
    before = megabytes()
    thumbnail(picture, SIZE)
    print(json.dumps(megabytes() - before))


SECTIONS = {
    "photo": lambda: {"size": PHOTO, "bytes": len(photo())},
    "seconds": seconds,
    "memory": memory,
}

if __name__ == "__main__":
    main()
