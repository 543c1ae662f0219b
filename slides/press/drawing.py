"""Convert SVG to ReportLab shapes with svglib, setting text and opacity ourselves.

svglib asks the machine for fonts, sets spaces between spans at nought, and
ignores ``opacity``.  So the words are cut into runs of one face each and
placed here, and opacity is handed down to the shapes, before svglib sees them.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from reportlab import rl_config
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import toColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from svglib.svglib import svg2rlg

from .fonts import Coverage
from .heard import heard
from .svg import SVG, Style, length, name_of, parse
from .theme import Face

# Each attribute is checked by `drawable`, with the file and the line; once more here
# would be a tenth of the time of a PDF.
rl_config.shapeChecking = 0

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PLAIN = {
    SPACE: "preserve",
    "text-anchor": "start",
    "font-weight": "normal",
    "font-style": "normal",
}
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def read_drawing(svg: str, coverage: Coverage) -> Drawing:
    """Convert a drawing to ReportLab's shapes.

    Raises ValueError with what svglib could not draw.
    """
    root = parse(svg)
    _fade(root, 1.0)
    _set_words(root, Style(), coverage)
    text = ElementTree.tostring(root, "unicode")
    with heard("svglib") as heard_:
        try:
            drawing = svg2rlg(io.StringIO(text), font_map=_Faces())
        except (ArithmeticError, AttributeError, LookupError, TypeError) as e:
            raise ValueError(f"svglib cannot read it: {e}") from e
    if heard_.messages or drawing is None:
        raise ValueError("; ".join(heard_.messages) or "svglib draws nothing of it")
    return drawing


class _Faces:
    """The font map that svglib asks; a family here is already a face's name."""

    def find_font(
        self, name: str, weight: str = "normal", style: str = "normal"
    ) -> tuple[str, bool]:
        return name, True


def _fade(element: ElementTree.Element, above: float) -> None:
    opacity = above * float(element.attrib.pop("opacity", "1"))
    if opacity < 1 and name_of(element) not in ("svg", "g"):
        for kind in ("fill-opacity", "stroke-opacity"):
            own = float(element.get(kind, "1"))
            element.set(kind, f"{opacity * own:.4g}")
    for child in element:
        _fade(child, opacity)


@dataclass
class _Run:
    text: str
    style: Style
    down: float


@dataclass
class _Chunk:
    """Text that is anchored together: up to the next absolute position."""

    x: float
    y: float
    anchor: str
    runs: list[_Run] = field(default_factory=list)


def _set_words(element: ElementTree.Element, style: Style, coverage: Coverage) -> None:
    style = style.inside(element)
    for place, child in enumerate(list(element)):
        if name_of(child) == "text":
            element[place] = _placed(child, style, coverage)
        else:
            _set_words(child, style, coverage)


def _placed(
    text: ElementTree.Element, style: Style, coverage: Coverage
) -> ElementTree.Element:
    """Replace a text element by a group of simple ones, one a run."""
    keep = {k: v for k, v in text.items() if k in ("id", "transform", "clip-path")}
    group = ElementTree.Element(f"{{{SVG}}}g", keep)
    for chunk in _chunks(text, style):
        _trim(chunk)
        cut = [
            (piece, face.name, run)
            for run in chunk.runs
            for part in (run.text if run.style.spacing else [run.text])
            for piece, face in coverage.runs(part, _face(run.style))
        ]
        widths = [
            stringWidth(piece, name, run.style.size) + run.style.spacing
            for piece, name, run in cut
        ]
        share = {"middle": 0.5, "end": 1.0}.get(chunk.anchor, 0.0)
        x = chunk.x - share * sum(widths)
        for (piece, name, run), width in zip(cut, widths, strict=True):
            place = {"x": f"{x:.3f}", "y": f"{chunk.y + run.down:.3f}"}
            font = {"font-family": name, "font-size": f"{run.style.size:g}"}
            one = {**PLAIN, **place, **font, "fill": _colour(run.style)}
            made = ElementTree.SubElement(group, f"{{{SVG}}}text", one)
            made.text = piece
            x += width
    return group


def _face(style: Style) -> Face:
    if style.face is None:
        raise ValueError(f"no font {style.family!r}")
    return style.face


def _colour(style: Style) -> str:
    """Return fill and opacity as one colour: ReportLab's strings have no opacity."""
    if style.alpha >= 1 or style.fill == "none":
        return style.fill
    red, green, blue = (round(255 * part) for part in toColor(style.fill).rgb())
    return f"rgba({red},{green},{blue},{style.alpha:g})"


def _chunks(text: ElementTree.Element, style: Style) -> list[_Chunk]:
    found: list[_Chunk] = []
    down = 0.0

    def walk(element: ElementTree.Element, style: Style) -> None:
        nonlocal down
        style = style.inside(element)
        x, y = element.get("x"), element.get("y")
        if x is not None or y is not None or not found:
            last = found[-1] if found else _Chunk(0.0, 0.0, "start")
            found.append(_Chunk(length(x, last.x), length(y, last.y), style.anchor))
            down = 0.0
        if not found[-1].runs:
            found[-1].x += length(element.get("dx"), 0.0, style.size)
        down += length(element.get("dy"), 0.0, style.size)
        if element.text:
            found[-1].runs.append(_Run(element.text, style, down))
        for child in element:
            walk(child, style)
            if child.tail:
                found[-1].runs.append(_Run(child.tail, style, down))

    walk(text, style)
    return found


def _trim(chunk: _Chunk) -> None:
    """Collapse white space as a browser does: one space, none at the ends."""
    open_ = False
    for run in chunk.runs:
        run.text = re.sub(r"\s+", " ", run.text)
        if not open_:
            run.text = run.text.lstrip()
        if run.text:
            open_ = not run.text.endswith(" ")
    if chunk.runs:
        chunk.runs[-1].text = chunk.runs[-1].text.rstrip()
