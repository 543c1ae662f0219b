"""Let rst2pdf set a document in our faces, and finish the file it makes."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from rst2pdf.createpdf import RstToPdf

from .deck import Deck
from .heard import heard
from .pdf_nodes import Setting
from .problems import DeckError, Problem
from .theme import face, faces


class Sheet(str):
    """A stylesheet that rst2pdf calls instead of reading a file."""

    settings: dict[str, Any]

    def __call__(self) -> dict[str, Any]:
        return self.settings


def register_fonts(folder: Path) -> None:
    """Make every face known to ReportLab, and one of them its default."""
    for one in faces():
        pdfmetrics.registerFont(TTFont(one.name, str(folder / f"{one.name}.ttf")))
    plain = face("sans").name
    rl_config.canvas_basefontname = plain
    rl_config.invariant = 1
    shapes.STATE_DEFAULTS["fontName"] = plain


def typeset(setting: Setting, fonts: Path, width: float, height: float) -> bytes:
    """Let rst2pdf build the document of a setting; page size in points.

    fonts: the folder of converted fonts.  Raises DeckError with what the
    setting's handlers found wrong, and with what rst2pdf complained about.
    """
    register_fonts(fonts)
    press = RstToPdf(
        stylesheets=[sheet(width, height)],
        font_path=[str(fonts)],
        basedir=str(fonts),
        breaklevel=0,
    )
    press.press = setting
    out = io.BytesIO()
    with heard("rst2pdf") as heard_:
        press.createPdf(doctree=setting.deck.document, output=out, compressed=True)
    if heard_.error:  # rst2pdf logs an exception and goes on
        raise heard_.error
    cure = "write it in the deck's own vocabulary"
    setting.problems += [
        Problem("slides/deck.rst", 0, f"rst2pdf says: {said}", cure)
        for said in heard_.messages
    ]
    if setting.problems:
        raise DeckError(setting.problems)
    return out.getvalue()


def sheet(width: float, height: float) -> Sheet:
    """A stylesheet with one page, wholly ours: no margins, header or footer."""
    plain = face("sans").name
    kinds = ["", "Bold", "Italic", "BoldItalic"]
    aliases = [f"font{role}{kind}" for role in ("Sans", "Serif", "Mono") for kind in kinds]
    frame = ["0pt", "0pt", "100%", "100%", *["0pt"] * 4]  # the last four: padding
    made = Sheet("orchard")
    made.settings = {
        "embeddedFonts": [[f"{plain}.ttf"] * 4],
        "fontsAlias": dict.fromkeys(aliases, plain),
        "pageSetup": {
            "width": f"{width}pt",
            "height": f"{height}pt",
            **{f"margin-{side}": "0pt" for side in ("top", "bottom", "left", "right")},
            "spacing-header": "0pt",
            "spacing-footer": "0pt",
            "firstTemplate": "page",
        },
        "pageTemplates": {
            "page": {"frames": [frame], "showHeader": False, "showFooter": False}
        },
        "styles": [],
    }
    return made


def finish(pdf: pikepdf.Pdf, deck: Deck, title: str, out: Path) -> None:
    """Save a file with what ReportLab cannot give it: language, labels, no dates."""
    pdf.Root.Lang = "en"
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    pdf.Root.PageLabels = pikepdf.Dictionary(
        Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)]
    )
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = deck.author
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = title
        xmp["dc:creator"] = [deck.author]
        xmp["dc:language"] = ["en"]
    pdf.save(
        out,
        deterministic_id=True,
        recompress_flate=True,  # by one library, whatever Python was built with
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
