"""Run rst2pdf on a deck with our fonts and one page template."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from . import pdf_nodes  # noqa: F401 - its handlers register themselves
from .heard import heard
from .problems import DeckError, Problem
from .rst import Press
from .setting import Setting
from .theme import face, faces


def register_fonts(folder: Path) -> None:
    """Register every face with ReportLab, and make one its default."""
    for one in faces():
        pdfmetrics.registerFont(TTFont(one.name, str(folder / f"{one.name}.ttf")))
    plain = face("sans").name
    rl_config.canvas_basefontname = plain
    rl_config.invariant = 1
    rl_config.useA85 = 0  # text, which pikepdf makes bytes again
    shapes.STATE_DEFAULTS["fontName"] = plain


def typeset(setting: Setting, fonts: Path, width: float, height: float) -> bytes:
    """Build a PDF with rst2pdf; page size in points.

    fonts: the folder of converted fonts.  Raises DeckError with what the
    setting's handlers found wrong, and with what rst2pdf complained about.
    """
    register_fonts(fonts)
    out = io.BytesIO()
    with heard("rst2pdf") as heard_:
        press = Press(setting, sheet(width, height), fonts)
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


def sheet(width: float, height: float) -> dict[str, Any]:
    """Return a stylesheet with one bare page: no margins, header or footer."""
    plain = face("sans").name
    kinds, roles = ("", "Bold", "Italic", "BoldItalic"), ("Sans", "Serif", "Mono")
    aliases = [f"font{role}{kind}" for role in roles for kind in kinds]
    frame = ["0pt", "0pt", "100%", "100%", *["0pt"] * 4]  # the last four: padding
    return {
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
