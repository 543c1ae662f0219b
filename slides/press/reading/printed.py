"""Boxes of the handout: a slide's place, a slide of words, contents, references.

Lengths are points.  A slide is drawn as it was on the wall, as wide as the paper
allows, so that its code is as large as the notes.  A slide that holds nothing but
words, such as a statement, is printed as words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus.flowables import Flowable

from ..bind import SLIDE
from ..deck import Deck
from ..flowables import Box, Stack, Words
from ..html import heading
from ..panels import Run, measure, write
from ..theme import face, theme
from .references import Reference, references

WORDS = (nodes.title, nodes.paragraph, nodes.line_block, nodes.raw, nodes.comment)
# Size and space above of a heading that is printed as words, and its colour.
HEADINGS = {
    "title": (26.0, 0.0, "cherry"),
    "part": (26.0, 12.0, "cherry"),
    "chapter": (20.0, 8.0, "cherry"),
}
HEADING = (14.0, 0.0, "ink")
SOURCES = "Where to read on"
PAGES = "Pages of the talk are those of Armin Ronacher's slides, PyCodeConf 2011."


def only_words(slide: nodes.section) -> bool:
    """Tell whether a slide holds nothing but its heading and sentences."""
    return all(isinstance(n, WORDS) or "notes" in n["classes"] for n in shown(slide))


def shown(slide: nodes.section) -> list[nodes.Element]:
    """Return what a slide is made of."""
    return [n for n in slide.children if isinstance(n, nodes.Element)]


class Wall(Box):
    """Blank space for one slide as it was on the wall, and a hairline around it."""

    def __init__(self, width: float) -> None:
        super().__init__()
        page = theme()["page"]
        self.width, self.height = width, width * page["height"] / page["width"]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(HexColor(theme()["palette"]["hairline"]))
        self.canv.setLineWidth(0.75)
        self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=0)


def in_words(client: Any, slide: nodes.section, size: float) -> Stack:
    """Return a slide of words as paragraphs; `size` is that of a sentence."""
    tall, above, colour = HEADINGS.get(slide["layout"], HEADING)
    said: list[Flowable] = []
    for node in shown(slide):
        if isinstance(node, nodes.title):
            said.append(Words(_text(client, node), _style("serif", tall, colour)))
        elif isinstance(node, nodes.paragraph | nodes.line_block):
            lines = node.children if isinstance(node, nodes.line_block) else [node]
            text = "<br/>".join(_text(client, line) for line in lines)
            said.append(Words(text, _style("sans", size, "soft")))
    stack = Stack(said)
    stack.spaceBefore = above
    return stack


def _text(client: Any, node: nodes.Node) -> str:
    return str(client.gather_pdftext(node)).strip()


def _style(role: str, size: float, colour: str) -> ParagraphStyle:
    return ParagraphStyle(
        role,
        fontName=face(role, role == "serif").name,
        fontSize=size,
        leading=size * (1.2 if role == "serif" else 1.4),
        textColor=HexColor(theme()["palette"][colour]),
        spaceAfter=4.0,
    )


class Entry(Box):
    """A line of the contents: a slide's heading and its page, linked."""

    def __init__(self, slide: nodes.section, words: list[Run], page: str) -> None:
        super().__init__()
        self.slide, self.words, self.page = slide, words, page
        part = slide["layout"] == "part"
        self.indent, self.size = (0.0, 12.0) if part else (14.0, 10.5)
        self.spaceBefore, self.spaceAfter = (12.0, 3.0) if part else (0.0, 0.0)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width, self.height = width, self.size * 1.6
        return width, self.height

    def draw(self) -> None:
        plain = face("sans").name
        end = [Run(self.page, plain, theme()["palette"]["soft"])]
        write(self.canv, self.indent, self.size * 0.45, self.words, self.size)
        write(self.canv, self.width - measure(end, 10), self.size * 0.45, end, 10)
        box = (0, 0, self.width, self.height)
        self.canv.linkURL(SLIDE + self.slide["ids"][0], box, relative=1)


def sources(deck: Deck) -> list[Flowable]:
    """Return the references of all slides: what, where, on which; nothing for none."""
    where: dict[Reference, list[nodes.section]] = defaultdict(list)
    for slide in deck.slides:
        for one in references(deck, slide):
            if not one.inside:
                where[one].append(slide)
    if not where:
        return []
    body, soft = _style("sans", 9.1, "ink"), _style("sans", 9.1, "soft")
    title = Words(SOURCES, _style("serif", 20.0, "cherry"))
    return [title, Words(PAGES, soft), *(Words(line, body) for line in _lines(where))]


def _lines(where: dict[Reference, list[nodes.section]]) -> Iterator[str]:
    palette, strong = theme()["palette"], face("sans", True).name
    for one in sorted(where, key=_in_order):
        name = f'<font name="{strong}">{one.name}</font>'
        if one.address:
            shown = one.address.removeprefix("https://")
            name += f' <a href="{one.address}" color="{palette["cherry"]}">{shown}</a>'
        on = ", ".join(_linked(where[one]))
        word = "slide" if len(where[one]) == 1 else "slides"
        yield f'{name} <font color="{palette["soft"]}">· {word} {on}</font>'


def _linked(slides: Iterable[nodes.section]) -> Iterator[str]:
    for slide in slides:
        yield f'<a href="{SLIDE}{slide["ids"][0]}">{slide["page"]}</a>'


def _in_order(one: Reference) -> tuple[bool, str, list[int]]:
    """Sort the talk first, then by kind and number."""
    kind = one.name.partition(" ")[0]
    return bool(one.address), kind, [int(n) for n in re.findall(r"\d+", one.name)]


def title_of(slide: nodes.section) -> str:
    """Return a heading for the contents: a chapter's with its number."""
    number = slide["chapter"][:2] if slide["layout"] == "chapter" else ""
    return f"{number}  {heading(slide)}".strip()
