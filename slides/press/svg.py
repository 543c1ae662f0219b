"""Parse SVG, embed it in an HTML page, and read its text with its style.

A drawing is SVG in the part of it that a browser and svglib draw alike; what
lies outside is a fault, which `drawable` names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from .theme import Face, face, faces

SVG = "http://www.w3.org/2000/svg"
ID = re.compile(r'\bid="([^"]+)"')
USE = re.compile(r'(url\(#|href="#)([^)"]+)')
HEAD = re.compile(r"<svg\b[^>]*>", re.S)
SHEET = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.S)
RULE = re.compile(r"([^{}]+)(\{[^{}]*\})")
NUMBER = re.compile(r"\s*(-?(?:\d+\.?\d*|\.\d+))(px|em)?\s*", re.ASCII)
FAMILY = re.compile(r"""(font-family(?:="|:\s*))['"]?([\w ]+?)['"]?(?=[",;])""")
PROLOG = re.compile(
    r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata.*?</metadata>", re.S
)


@dataclass(frozen=True)
class Style:
    """The text style that an SVG element inherits."""

    family: str = ""
    size: float = 16.0
    bold: bool = False
    italic: bool = False
    anchor: str = "start"
    spacing: float = 0.0
    fill: str = "#000000"
    alpha: float = 1.0

    @property
    def face(self) -> Face | None:
        """The face asked for; None where the deck ships no such family."""
        role = next((f.role for f in faces() if f.family == self.family), None)
        return face(role, self.bold, self.italic) if role else None

    def inside(self, element: ElementTree.Element) -> Style:
        """Return the style inside an element of this one."""
        get = element.get
        weight, slant = get("font-weight"), get("font-style")
        size = length(get("font-size"), self.size, self.size)
        return Style(
            get("font-family", self.family).split(",")[0].strip(" '\""),
            size,
            weight in ("bold", "600", "700", "800") if weight else self.bold,
            slant in ("italic", "oblique") if slant else self.italic,
            get("text-anchor", self.anchor),
            length(get("letter-spacing"), self.spacing, size),
            get("fill", self.fill),
            length(get("fill-opacity"), self.alpha),
        )


def length(text: str | None, default: float, em: float = 16.0) -> float:
    """Return a length in user units, from ``12``, ``12px`` or ``.1em``."""
    number = NUMBER.fullmatch(text or "")
    if number is None:
        return default
    return float(number[1]) * (em if number[2] == "em" else 1)


def parse(svg: str) -> ElementTree.Element:
    """Parse a drawing; ``style`` attributes become attributes of their own."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for rule in element.attrib.pop("style", "").split(";"):
            name, _, value = rule.partition(":")
            if value:
                element.set(name.strip(), value.strip())
    return root


def name_of(element: ElementTree.Element) -> str:
    """Return the name of an element, without its namespace."""
    return str(element.tag).rpartition("}")[2]


def inline(svg: str, alt: str, prefix: str) -> str:
    """Make a drawing an element of an HTML page, its ids and rules prefixed.

    svg: the text of the drawing.
    alt: its description, read out instead of it.
    prefix: its id, put before the ids in it, which have to be unique in the
        page, and before its style rules, which are its own affair.
    """
    svg = PROLOG.sub("", svg).strip()
    head = HEAD.search(svg)
    if head is None:
        raise ValueError(f"not a drawing: {svg[:40]!r}")
    opening, body = head[0], svg[head.end() :]
    opening = re.sub(r'\sid="[^"]*"', "", opening)
    body = ID.sub(rf'id="{prefix}-\1"', body)
    body = USE.sub(rf"\1{prefix}-\2", body)
    body = SHEET.sub(lambda m: m[1] + RULE.sub(rf"#{prefix} \1\2", m[2]) + m[3], body)
    label = alt.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    opening = f'{opening[:-1]} id="{prefix}" role="img" aria-label="{label}">'
    return FAMILY.sub(_with_fallbacks, opening + body)


def _with_fallbacks(match: re.Match[str]) -> str:
    """Append the fall-back families, lest a browser take a system font."""
    mono = any(f.role == "mono" and f.family == match[2] for f in faces())
    roles = ("fallback-mono", "fallback") if mono else ("fallback",)
    names = dict.fromkeys(f.family for role in roles for f in faces() if f.role == role)
    return ", ".join([f"{match[1]}{match[2]}", *names])


def words(svg: str) -> Iterator[tuple[str, Style]]:
    """Yield the text in a drawing, each piece with its style."""

    def walk(element: ElementTree.Element, style: Style) -> Iterator[tuple[str, Style]]:
        style = style.inside(element)
        inside = name_of(element) in ("text", "tspan")
        if inside and (element.text or "").strip():
            yield element.text or "", style
        for child in element:
            yield from walk(child, style)
            if inside and (child.tail or "").strip():
                yield child.tail or "", style

    yield from walk(parse(svg), Style())
