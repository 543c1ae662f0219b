"""Say at the foot of a slide where it leads: its notebook, PEPs, RFCs, the talk.

In the PDF it is text.  In the browser a PEP or an RFC is a link, and what lies in the
checkout becomes one where the deck is opened in it, as a file.
"""

from __future__ import annotations

from html import escape

from docutils import nodes

from ..deck import Deck
from ..typography import boxes
from .references import Reference, references

UP = "../../"  # from build/slides to the root
TALK = "A companion to the talk by Armin Ronacher, PyCodeConf 2011"
PAGE = "talk.html"
RUNS = {"example", "output", "live"}
APART = " · "


def left(slide: nodes.section, deck: Deck) -> list[Reference]:
    """Return what stands at the left end: the notebook if it runs, and references."""
    if slide["layout"] == "title":
        return [Reference(TALK)]
    first = _where(slide) or [Reference(deck.title)]
    return [*first, *(one for one in references(deck, slide) if not one.inside)]


def _where(slide: nodes.section) -> list[Reference]:
    """Return the notebook that a slide runs in; of a part's map, the cell as well."""
    seen = [n for n in slide.findall(nodes.container) if "notes" not in boxes(n)]
    if slide["layout"] == "part":
        cells = [n["cell"] for n in seen if "cell" in n]
        return [_notebook(name, f" · {cell}") for name, cell in cells]
    runs = {kind for n in seen for kind in n["classes"]} & RUNS
    return [_notebook(slide["chapter"])] if runs else []


def _notebook(name: str, cell: str = "") -> Reference:
    return Reference(f"▸ notebooks/{name}{cell}", f"notebooks/{name}.ipynb")


def right(slide: nodes.section) -> Reference:
    """Return what stands at the right end: the page; on the first, where to read."""
    if slide["layout"] == "title":
        return Reference(f"to read: {PAGE}", PAGE)
    return Reference(str(slide["page"]))


def text(references: list[Reference]) -> str:
    """Return references as text, for a PDF."""
    return APART.join(one.name for one in references)


def markup(references: list[Reference]) -> str:
    """Return references as HTML."""
    return APART.join(map(_linked, references))


def _linked(one: Reference) -> str:
    name = escape(one.name)
    if not one.address:
        return name
    if one.inside and one.address != PAGE:
        return in_checkout(one.address, name)
    beside = "" if one.inside else ' target="_blank" rel="noopener"'
    return f'<a href="{escape(one.address)}"{beside}>{name}</a>'


def in_checkout(path: str, name: str) -> str:
    """Return markup that ``deck.js`` turns into a link, in the checkout."""
    return f'<a data-checkout="{UP}{escape(path)}">{name}</a>'
