"""Find SVG that browser and PDF draw differently, or that runs something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

from .svg import HEAD, PROLOG, SVG, length, name_of, parse, words
from .theme import faces

OUT = "leave it out"
UNDRAWN = {  # elements and attributes that one output would drop, and the cure
    "marker": "draw arrow heads as paths",
    "image": "draw it",
    "foreignObject": "use text elements",
    "textPath": "use text elements",
    "filter": OUT,
    "mask": "use clip-path",
    "pattern": "draw it",
    "a": "link from the slide",
    **dict.fromkeys(("script", "set", "handler", "iframe"), OUT),
    **dict.fromkeys(("animate", "animateMotion", "animateTransform"), OUT),
    "dominant-baseline": "move y instead",
    "textLength": OUT,
    "rotate": "use transform",
}
OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")


@cache
def faults(svg: str) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a drawing, and the cures."""
    return tuple(_faults(svg))


def _faults(svg: str) -> Iterator[tuple[str, str]]:
    if "<!ENTITY" in svg:
        yield "a drawing declares entities", "write out what they stand for"
        return
    try:
        root = parse(svg)
    except ElementTree.ParseError as e:
        yield f"a drawing is not XML: {e}", "mend the file"
        return
    if root.tag != f"{{{SVG}}}svg" or not HEAD.match(PROLOG.sub("", svg).strip()):
        yield "a drawing is no plain SVG", f'begin it with <svg xmlns="{SVG}" …>'
        return
    yield from _frame(root)
    for element in root.iter():
        yield from _element(element)
    families = {style.family for _, style in words(svg) if style.face is None}
    for family in sorted(families):
        known = ", ".join(sorted({f.family for f in faces()}))
        yield f"a drawing asks for the font {family!r}", f"there are: {known}"


def _frame(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    box = root.get("viewBox")
    if box is None:
        yield "a drawing has no viewBox", "add one to the svg element"
        return
    sides = [length(n, 0) for n in box.replace(",", " ").split()]
    if len(sides) != 4 or min(sides[2:]) <= 0:
        cure = "write left, top, width and height, the last two above 0"
        yield f"a drawing has the viewBox {box!r}", cure


def _element(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    name = name_of(element)
    attributes = {key.rpartition("}")[2]: value for key, value in element.items()}
    for found in sorted({name, *attributes} & UNDRAWN.keys()):
        yield f"a drawing has {found}", UNDRAWN[found]
    for key, value in attributes.items():
        if key.startswith("on"):
            yield f"a drawing has {key}", OUT
        if key == "href" and not value.startswith("#"):
            yield f"a drawing refers to {value!r}", "draw it"
        if re.search(r"url\((?!#)", value):
            yield f"a drawing has {key}={value!r}", "refer to what is in the drawing"
        if key in OPACITIES and not 0 <= length(value, -1) <= 1:
            yield f"a drawing has {key}={value!r}", "write a number from 0 to 1"
    rules = (element.text or "") if name == "style" else ""
    if "font" in rules:
        yield "a drawing sets fonts in a style element", "use attributes"
    if "@" in rules or re.search(r"url\((?!#)", rules):
        yield "a drawing fetches in a style element", OUT
    if name in ("text", "tspan"):
        for axis in ("x", "y", "dx", "dy"):
            if len(attributes.get(axis, "").replace(",", " ").split()) > 1:
                cure = "one number, or more tspans"
                yield f"a drawing has a list in {axis}", cure
