"""Find the drawings a deck names and put their text into the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from .deck import Deck, place
from .problems import Problem, nearest


def load_pictures(deck: Deck) -> Iterator[Problem]:
    """Give every image node its ``svg``; yield what is missing.

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
        file, _ = place(image)
        path = Path(file).parent / image["uri"]
        if path.suffix != ".svg":
            cure = "draw it as SVG below slides/images"
            yield deck.problem(image, f"{image['uri']} is not a drawing", cure)
        elif not path.is_file():
            known = [p.name for p in (deck.root / "slides/images").glob("*.svg")]
            hint = nearest(path.name, known)
            yield deck.problem(image, f"no picture {image['uri']}", hint)
        else:
            image["svg"] = path.read_text("utf-8")
