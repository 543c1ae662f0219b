"""Load the SVG files that images name, and report those missing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from .deck import Deck, place
from .files import read
from .problems import Problem

DRAWING = re.compile(r"[^/:][^:]*\.svg")  # neither absolute nor an address


def load_pictures(deck: Deck) -> Iterator[Problem]:
    """Set ``svg`` on every image node; yield what is missing.

    A path is taken from the file that names it, as editors and forges do.
    """
    for image in deck.document.findall(nodes.image):
        if not image.get("alt"):
            yield deck.problem(
                image, f"picture {image['uri']} has no description", "add :alt:"
            )
        if "svg" in image:  # a stored output brings its own
            continue
        image["svg"] = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
        if not DRAWING.fullmatch(image["uri"]):
            cure = "draw it as SVG below slides/images"
            yield deck.problem(image, f"{image['uri']} is not a drawing", cure)
            continue
        file, _ = place(image)
        images = deck.root.resolve() / "slides" / "images"
        path = Path(file).resolve().parent / image["uri"]
        try:
            image["svg"] = read(images, os.path.relpath(path, images))
        except LookupError as e:
            yield deck.problem(image, f"picture {image['uri']}: {e}")
