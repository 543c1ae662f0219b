"""Add to a PDF what ReportLab cannot: named destinations, labels, language.

A destination opens a slide by its id, ``FILE.pdf#ID``, and links go to these names:
in a shorter talk, to the whole beside it where the slide is not in it.  Dates are
dropped.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from docutils import nodes

from .deck import Deck

WHOLE = "cherry-picking.pdf"  # all slides
# A link into the deck is written as an address of this scheme, and becomes a
# link to a named destination here.
SLIDE = "slide:"


@dataclass(frozen=True)
class Place:
    """The place of a slide in a PDF: slide and page, counted from 0.

    x, y, height: its lower left corner and height in points; a height of 0
        stands for the whole page.
    """

    slide: int
    page: int
    x: float = 0.0
    y: float = 0.0
    height: float = 0.0


def bind(
    pdf: pikepdf.Pdf, deck: Deck, title: str, places: Iterable[Place], out: Path
) -> None:
    """Link the slides of a PDF, label it, and save it as `out`.

    pdf: its outline has one entry a slide, in order.
    places: where each slide stands.
    """
    named = _name(pdf, deck, places)
    for item, slide in zip(_outline(pdf.Root.Outlines), deck.slides, strict=True):
        item.Dest = pikepdf.String(slide["ids"][0])
    for page in pdf.pages:
        for link in page.obj.get("/Annots", ()):
            action = link.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if address.startswith(SLIDE):
                lead(link, address.removeprefix(SLIDE), named)
    _describe(pdf, deck, title)
    pdf.save(
        out,
        deterministic_id=True,
        recompress_flate=True,  # by one library, whatever Python was built with
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


def lead(link: pikepdf.Object, name: str, named: Container[str]) -> None:
    """Let a link lead to a slide: in this file if it is there, else in the whole."""
    del link["/A"]
    if name in named:
        link.Dest = pikepdf.String(name)
        return
    kind, file = pikepdf.Name.GoToR, pikepdf.String(WHOLE)
    link.A = pikepdf.Dictionary(S=kind, F=file, D=pikepdf.String(name))


def _name(pdf: pikepdf.Pdf, deck: Deck, places: Iterable[Place]) -> Container[str]:
    """Write the name tree of the ids (ISO 32000), sorted; return the names."""
    named: dict[str, pikepdf.Array] = {}
    for place in places:
        page = pdf.pages[place.page].obj
        at: list[Any] = [page, pikepdf.Name.Fit]
        if place.height:
            top = round(place.y + place.height, 3)
            at = [page, pikepdf.Name.XYZ, round(place.x, 3), top, None]
        for node in deck.slides[place.slide].findall(nodes.Element):
            named |= {name: pikepdf.Array(at) for name in node["ids"]}
    pairs = [x for name in sorted(named) for x in (pikepdf.String(name), named[name])]
    tree = pikepdf.Dictionary(Names=pikepdf.Array(pairs))
    pdf.Root.Names = pikepdf.Dictionary(Dests=pdf.make_indirect(tree))
    return named


def _outline(above: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the entries of an outline, in order."""
    item = above.get("/First")
    while item is not None:
        yield item
        yield from _outline(item)
        item = item.get("/Next")


def _describe(pdf: pikepdf.Pdf, deck: Deck, title: str) -> None:
    """Set language, page labels, title and author; drop all other metadata."""
    pdf.Root.Lang = pikepdf.String("en")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    decimal = pikepdf.Dictionary(S=pikepdf.Name.D)
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, decimal])
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = deck.author
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = title
        xmp["dc:creator"] = [deck.author]
        xmp["dc:language"] = ["en"]
