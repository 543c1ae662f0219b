"""Slides as a PDF: 16:9, a page a slide, embedded fonts, bookmarks, links."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

# rst2pdf would import matplotlib where it is installed, for formulas we have
# none of: most of a second.
sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]

import pikepdf
from docutils import nodes
from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.flowables import Flowable
from rst2pdf.createpdf import RstToPdf
from svglib import fonts as svg_fonts

from .deck import Deck
from .flowables import Lines, Picture, Run, SlidePage, Stack
from .fonts import Coverage
from .html import footer, ground, heading
from .pdf_nodes import Setting, paragraph_styles
from .problems import DeckError, Problem
from .theme import PT, face, faces, theme
from .typography import CHERRY_GROUND

# The height of the kicker with the space below it, as the stylesheet has it.
KICKER = {"part": 58, "title": 0}


class Sheet(str):
    """A stylesheet that rst2pdf calls instead of reading a file."""

    settings: dict[str, Any]

    def __call__(self) -> dict[str, Any]:
        return self.settings


def write_pdf(deck: Deck, fonts: Path, out: Path) -> None:
    """Write the slides of a deck to the file `out`.

    fonts: the folder of converted fonts.  Raises DeckError if a slide spills.
    """
    register_fonts(fonts)
    page = theme()["page"]
    coverage = Coverage(fonts)
    pages = Pages(deck, coverage)
    setting = Setting(deck, coverage, paragraph_styles(), pages.slide)
    raw = run_rst2pdf(deck, setting, fonts, page["width"] * PT, page["height"] * PT)
    if pages.problems:
        raise DeckError(pages.problems)
    finish(raw, deck, out)


def register_fonts(folder: Path) -> None:
    """Make every face known to ReportLab and svglib, and no other."""
    for one in faces():
        path = str(folder / f"{one.name}.ttf")
        pdfmetrics.registerFont(TTFont(one.name, path))
        weight = "bold" if one.bold else "normal"
        svg_fonts.register_font(one.family, path, weight, one.slant, one.name)
    plain = face("sans").name
    rl_config.canvas_basefontname = plain
    rl_config.invariant = 1
    shapes.STATE_DEFAULTS["fontName"] = plain


def run_rst2pdf(
    deck: Deck, setting: Setting, fonts: Path, width: float, height: float
) -> bytes:
    """Let rst2pdf build the document; page size in points."""
    plain = face("sans").name
    kinds = ["", "Bold", "Italic", "BoldItalic"]
    aliases = [f"font{role}{kind}" for role in ("Sans", "Serif", "Mono") for kind in kinds]
    sheet = Sheet("orchard")
    sheet.settings = {
        "embeddedFonts": [[f"{plain}.ttf"] * 4],
        "fontsAlias": dict.fromkeys(aliases, plain),
        "pageSetup": {
            "width": f"{width}pt",
            "height": f"{height}pt",
            **{f"margin-{side}": "0pt" for side in ("top", "bottom", "left", "right")},
            "spacing-header": "0pt",
            "spacing-footer": "0pt",
            "firstTemplate": "emptyPage",
        },
        "pageTemplates": {},
        "styles": [],
    }
    press = RstToPdf(stylesheets=[sheet], font_path=[str(fonts)], breaklevel=0)
    press.press = setting
    out = io.BytesIO()
    if press.createPdf(doctree=deck.document, output=out, compressed=True):
        raise RuntimeError("rst2pdf failed; its message stands above")
    return out.getvalue()


class Pages:
    """Draws each slide on a page of its own and notes what spills."""

    def __init__(self, deck: Deck, coverage: Coverage) -> None:
        self.deck = deck
        self.coverage = coverage
        self.problems: list[Problem] = []

    def slide(self, node: nodes.section, content: list[Flowable]) -> list[Flowable]:
        """One slide as one flowable of a page's size."""
        page, where = theme()["page"], node["layout"]
        aside: list[Flowable] = []
        if where == "title":
            aside = [f for f in content if isinstance(f, Picture)]
            content = [f for f in content if f not in aside]
        tops = theme()["top"]
        top = (tops.get(where, tops["slide"]) + KICKER.get(where, 34)) * PT
        left, width = page["margin"] * PT, (page["width"] - 2 * page["margin"]) * PT
        frame = (left, top, width if not aside else 800 * PT, page["bottom"] * PT)

        def furnish(canvas: Any) -> None:
            self.furnish(canvas, node)
            for picture in aside:
                picture.wrapOn(canvas, 400 * PT, 500 * PT)
                x = (page["width"] - 60 - 400) * PT
                picture.drawOn(canvas, x, (page["height"] - 96) * PT - picture.height)

        def spilled(tall: float, wide: float) -> None:
            what = f"spills over the page by {tall / PT:.0f} px down, {wide / PT:.0f} across"
            cure = "say less, or make it two slides"
            self.problems.append(self.deck.problem(node, what, cure))

        return [SlidePage(Stack(content), frame, furnish, spilled)]

    def furnish(self, canvas: Any, node: nodes.section) -> None:
        """Ground, bookmark, kicker and footer."""
        page, size, palette = theme()["page"], theme()["size"], theme()["palette"]
        width, height = page["width"] * PT, page["height"] * PT
        left, right = page["margin"] * PT, (page["width"] - page["margin"]) * PT
        cherry = node["layout"] in CHERRY_GROUND
        canvas.setFillColor(HexColor(ground(node)))
        canvas.rect(0, 0, width, height, stroke=0, fill=1)
        level = 0 if node["layout"] in ("title", "part") else 1
        name = heading(node)
        canvas.bookmarkPage(node["ids"][0])
        canvas.addOutlineEntry(name, node["ids"][0], level, closed=False)
        if node["kicker"]:
            px = size["numeral" if node["layout"] == "part" else "kicker"]
            top = theme()["top"].get(node["layout"], theme()["top"]["slide"])
            canvas.saveState()
            text = canvas.beginText(left, height - (top + 4 + px * 0.85) * PT)
            text.setFillColor(HexColor(palette["petal" if cherry else "cherry"]))
            text.setFont(face("sans", True).name, px * PT)
            text.setCharSpace(px * PT * 0.09)
            text.textOut(node["kicker"].upper())
            canvas.drawText(text)
            canvas.restoreState()
        colour = palette["petal" if cherry else "soft"]
        foot = height - page["foot"] * PT
        for words, end in zip(footer(node, self.deck), (0.0, right), strict=True):
            runs = self.coverage.runs(words, face("sans"))
            line = Lines([[Run(t, f.name, colour) for t, f in runs]], size["foot"] * PT)
            line.wrapOn(canvas, right - left, height)
            line.drawOn(canvas, max(left, end - line.widest), foot)


def finish(raw: bytes, deck: Deck, out: Path) -> None:
    """Give the file what ReportLab cannot: language, labels, no dates."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        pdf.Root.Lang = "en"
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        labels = [pikepdf.Dictionary(S=pikepdf.Name.D)]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, *labels])
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = deck.title
        pdf.docinfo["/Author"] = deck.author
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = deck.title
            xmp["dc:creator"] = [deck.author]
            xmp["dc:language"] = ["en"]
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
