"""Check that a shipped font draws each character of slides, notes and drawings.

A PDF shows a blank for a missing glyph, and a browser quietly takes a font of
the machine; so both are checked, by what the fonts themselves say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, partial
from html.parser import HTMLParser

from docutils import nodes

from .deck import Deck
from .drawable import faults
from .fonts import Coverage
from .html import kicker
from .problems import Problem
from .reading import foot
from .svg import words
from .theme import Face, face
from .typography import face_of, token_face

REMOVE = "remove it"
UNSET = {  # Unicode categories that no face can be asked for
    "Cc": ("control character", REMOVE),
    "Cf": ("invisible character", REMOVE),
    "Co": ("private character", REMOVE),
    "Cs": ("half a character", REMOVE),
    "Me": ("combining mark", "write the composed letter"),
    "Mn": ("combining mark", "write the composed letter"),
}


def check_glyphs(deck: Deck, coverage: Coverage) -> Iterator[Problem]:
    """Yield every character that would not be drawn."""
    asked = cache(partial(wrong, coverage))  # the same letters come again and again
    for node, text, first in _texts(deck):
        for char in sorted(set(text) - {"\n"}):
            if fault := asked(char, first):
                what, cure = fault
                yield deck.problem(node, f"{what} {char!r} (U+{ord(char):04X})", cure)


def wrong(coverage: Coverage, char: str, first: Face) -> tuple[str, str] | None:
    """Return what is wrong with a character in a face, and the cure, or None."""
    if char == "\t":
        return "a tab", "indent with spaces"
    category = unicodedata.category(char)
    if category in UNSET:
        return UNSET[category]
    if ord(char) > 0xFFFF:  # ReportLab cannot say in a PDF which one it is
        return "beyond what a PDF's text can hold:", "choose another"
    if coverage.draws(char, first) is None:
        cure = f"{first.family} and its fall-backs lack it: choose another"
        return "no font draws", cure
    return None


def _texts(deck: Deck) -> Iterator[tuple[nodes.Node, str, Face]]:
    """Yield each text of slides and notes, with its face."""
    for node in deck.document.findall(nodes.Text):
        if isinstance(node.parent, nodes.raw):
            for text, first in markup_texts(node.astext()):
                yield node, text, first
        elif "tokens" in node.parent:
            for token, text in node.parent["tokens"]:
                yield node, text, token_face(token)
        else:
            yield node, node.astext(), face_of(node)
    for slide in deck.slides:
        yield slide, kicker(slide).upper(), face("sans", True)
        yield (
            slide,
            foot.text([*foot.left(slide, deck), foot.right(slide)]),
            face("sans"),
        )
    for image in deck.document.findall(nodes.image):
        if not faults(image["svg"]):
            for text, style in words(image["svg"]):
                if style.face:
                    yield image, text, style.face


class _Reader(HTMLParser):
    """Collects the text of HTML, each piece with the face of its element."""

    def __init__(self) -> None:
        super().__init__()
        self.code = 0
        self.found: list[tuple[str, Face]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.code += tag in ("code", "pre")

    def handle_endtag(self, tag: str) -> None:
        self.code -= tag in ("code", "pre")

    def handle_data(self, data: str) -> None:
        self.found.append((data, face("mono" if self.code else "sans")))


def markup_texts(html: str) -> list[tuple[str, Face]]:
    """Return the text of a stored HTML output, each piece with its face."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found
