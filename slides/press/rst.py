"""Import rst2pdf without matplotlib, and adapt its translator and stylesheet.

rst2pdf imports matplotlib where it is installed, for formulas we have none of:
most of a second.  And its own node handlers have to be registered before ours,
which replace them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HIDDEN = "matplotlib" not in sys.modules
if HIDDEN:
    sys.modules["matplotlib"] = None  # type: ignore[assignment] # not to be found

from rst2pdf.createpdf import RstToPdf  # noqa: E402 - hidden first
from rst2pdf.nodehandlers import NodeHandler as RstNodeHandler  # noqa: E402 - as above
from rst2pdf.roman_numerals import RomanNumeral  # noqa: E402 - as above
from rst2pdf.styles import StyleSheet, yaml  # noqa: E402 - as above

if HIDDEN:
    del sys.modules["matplotlib"]

__all__ = ["NodeHandler", "Press", "RomanNumeral"]


class NodeHandler(RstNodeHandler):  # type: ignore[misc] # rst2pdf has no types
    """Base of our handlers: docutils nodes among its bases to flowables."""


class Sheets(StyleSheet):  # type: ignore[misc] # as above
    """Load rst2pdf's own stylesheets and, above them, one of ours.

    rst2pdf reads YAML in Python, .15 s, and leaves the files open.
    """

    NAME = "ours"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def __init__(self, ours: dict[str, Any], fonts: Path) -> None:
        self.ours = ours
        super().__init__([self.NAME], font_path=[str(fonts)])

    def readStyle(self, name: str) -> Any:  # noqa: N802 - rst2pdf's name
        if name == self.NAME:
            return self.ours
        text = Path(self.findStyle(name)).read_text("utf-8")
        return yaml.load(text, Loader=self.loader)  # it is changed: read anew


class Press(RstToPdf):  # type: ignore[misc] # as above
    """rst2pdf's translator with our stylesheet.

    press: the `Setting` of the document, for our node handlers.
    """

    def __init__(self, press: object, ours: dict[str, Any], fonts: Path) -> None:
        self.press, self.ours, self.fonts = press, ours, fonts
        super().__init__(basedir=str(fonts), breaklevel=0)

    def loadStyles(self, _: object = None) -> None:  # noqa: N802 - rst2pdf's name
        self.styles = Sheets(self.ours, self.fonts)
