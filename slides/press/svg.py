"""Drawings: read from a file or a notebook, made safe to stand inside a page."""

from __future__ import annotations

import re

ID = re.compile(r'\bid="([^"]+)"')
USE = re.compile(r'(url\(#|href="#)([^)"]+)')
HEAD = re.compile(r"<svg\b[^>]*>", re.S)
PROLOG = re.compile(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata.*?</metadata>", re.S)


def inline(svg: str, alt: str, prefix: str) -> str:
    """A drawing as an element of an HTML page.

    svg: the text of the drawing.
    alt: its description, read out instead of it.
    prefix: put before its ids, which have to be unique in the page.
    """
    svg = PROLOG.sub("", svg).strip()
    svg = ID.sub(rf'id="{prefix}-\1"', svg)
    svg = USE.sub(rf"\1{prefix}-\2", svg)
    label = alt.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    head = HEAD.search(svg)
    if head is None:
        raise ValueError(f"not a drawing: {svg[:40]!r}")
    return svg.replace(head[0], head[0][:-1] + f' role="img" aria-label="{label}">', 1)


def texts(svg: str) -> list[tuple[str, str, bool]]:
    """The words in a drawing: text, font family, whether bold.

    Family and weight are taken from the nearest element that names them.
    """
    from xml.etree import ElementTree

    found: list[tuple[str, str, bool]] = []

    def walk(element: ElementTree.Element, family: str, weight: str) -> None:
        family = element.get("font-family", family)
        weight = element.get("font-weight", weight)
        bold = weight in ("bold", "600", "700")
        inside_text = element.tag.endswith(("}text", "}tspan"))
        if inside_text and element.text and element.text.strip():
            found.append((element.text, family, bold))
        for child in element:
            walk(child, family, weight)
            if inside_text and child.tail and child.tail.strip():
                found.append((child.tail, family, bold))

    walk(ElementTree.fromstring(svg), "", "400")
    return found
