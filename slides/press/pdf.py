"""Typeset the slides as a PDF: 16:9, a page a slide, fonts, bookmarks, links."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from docutils import nodes
from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import Flowable

from .bind import Place, bind
from .deck import Deck
from .flowables import Stack, baseline
from .fonts import Coverage
from .html import ground, heading, kicker
from .line.order import level
from .line.part import is_pictured
from .panels import Page, Picture, Run, measure, write
from .problems import Problem
from .reading import foot
from .setting import Setting
from .theme import PT, face, theme
from .typeset import typeset
from .typography import CHERRY_GROUND

# The kicker with the space below it, in pixels, as the stylesheet has it.
KICKER_LINE = {"kicker": 26, "numeral": 50}  # by the size it is set in
KICKER_SPACE = 8


def write_pdf(deck: Deck, fonts: Path, out: Path) -> None:
    """Write the slides of a deck as a PDF to the file `out`.

    fonts: the folder of converted fonts.  Raises DeckError with every slide
    that spills.
    """
    slides = Slides(deck, Coverage(fonts))
    page = theme()["page"]
    raw = typeset(slides, fonts, page["width"] * PT, page["height"] * PT)
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        places = (Place(number, number) for number in range(len(deck.slides)))
        bind(pdf, deck, deck.title, places, out)


class Slides(Setting):
    """Typesets each slide on a page of its own, and reports what overflows."""

    def __init__(self, deck: Deck, coverage: Coverage) -> None:
        super().__init__(deck, coverage, PT)

    def slide(self, client: Any, node: nodes.section) -> list[Flowable]:
        content = client.gather_elements(node)
        page, where = theme()["page"], node["layout"]
        aside: list[Flowable] = []
        if where == "title":
            aside = [f for f in content if isinstance(f, Picture)]
            content = [f for f in content if f not in aside]
        top = top_of(node)
        if node["kicker"]:
            top += KICKER_LINE[kicker_size(node)] + KICKER_SPACE
        width = 800 if aside else page["width"] - 2 * page["margin"]
        frame = (page["margin"] * PT, top * PT, width * PT, page["bottom"] * PT)

        def under(canvas: Any) -> None:
            self.lay_ground(canvas, node)
            for picture in aside:
                wide = picture.drawing.width * 500 * PT / picture.drawing.height
                picture.wrapOn(canvas, wide, 500 * PT)
                x, y = (page["width"] - 60) * PT - wide, (page["height"] - 96) * PT
                picture.drawOn(canvas, x, y - picture.height)

        def over(canvas: Any) -> None:
            self.write_foot(canvas, node)

        def spilled(tall: float, wide: float) -> None:
            self.problems.append(spill(self.deck, node, tall / PT, wide / PT))

        return [Page(Stack(content), frame, under, over, spilled)]

    def lay_ground(self, canvas: Any, node: nodes.section) -> None:
        """Paint background and kicker, and set the bookmark."""
        page, size, palette = theme()["page"], theme()["size"], theme()["palette"]
        height, where = page["height"] * PT, node["layout"]
        canvas.setFillColor(HexColor(ground(node)))
        canvas.rect(0, 0, page["width"] * PT, height, stroke=0, fill=1)
        bookmark(canvas, node, self.deck)
        if not node["kicker"]:
            return
        px = size[kicker_size(node)]
        top = top_of(node)
        voice = "soft" if node["below"] else "cherry"
        colour = palette["petal" if where in CHERRY_GROUND else voice]
        runs = self.runs(kicker(node).upper(), colour, bold=True)
        line = KICKER_LINE[kicker_size(node)] * PT
        down = top * PT + baseline(runs[0].font, px * PT, line)
        canvas.saveState()
        write(canvas, page["margin"] * PT, height - down, runs, px * PT, px * PT * 0.09)
        canvas.restoreState()

    def write_foot(self, canvas: Any, node: nodes.section) -> None:
        """Draw the footer, its left and its right end."""
        page, palette = theme()["page"], theme()["palette"]
        size = theme()["size"]["foot"] * PT
        colour = palette["petal" if node["layout"] in CHERRY_GROUND else "soft"]
        ends = foot.left(node, self.deck), [foot.right(node)]
        left, right = (self.runs(foot.text(end), colour) for end in ends)
        y = (page["height"] - page["foot"]) * PT
        end = (page["width"] - page["margin"]) * PT
        write(canvas, page["margin"] * PT, y, left, size)
        write(canvas, end - measure(right, size), y, right, size)

    def runs(self, words: str, colour: str, bold: bool = False) -> list[Run]:
        """Return text in the sans face and one colour, as runs."""
        runs = self.coverage.runs(words, face("sans", bold))
        return [Run(text, f.name, colour) for text, f in runs]


def top_of(node: nodes.section) -> int:
    """Return where the first line of a slide starts, in pixels."""
    tops: dict[str, int] = theme()["top"]
    return (
        tops["slide"] if is_pictured(node) else tops.get(node["layout"], tops["slide"])
    )


def kicker_size(node: nodes.section) -> str:
    """Return the name of the size in which a slide's kicker is set."""
    large = node["layout"] in ("chapter", "part") and not is_pictured(node)
    return "numeral" if large else "kicker"


def bookmark(canvas: Any, node: nodes.section, deck: Deck) -> None:
    """Add a slide to the outline: part, chapter, slide, what is below it."""
    name, place = node["ids"][0], level(node, deck.slides)
    canvas.bookmarkPage(name)
    canvas.addOutlineEntry(heading(node), name, place, closed=False)


def spill(deck: Deck, node: nodes.section, tall: float, wide: float) -> Problem:
    """Make the problem of a slide that overflows by so many pixels."""
    if tall > wide:
        what = f"spills {tall:.0f} px over the foot of the page"
        return deck.problem(node, what, "say less, or make it two slides")
    what = f"spills {wide:.0f} px to the right"
    return deck.problem(node, what, "break the line, or give it a wider column")
