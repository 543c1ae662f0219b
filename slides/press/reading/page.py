"""Write ``talk.html``: each slide as it is on the wall, its notes and links below it.

A slide is drawn by the markup and the stylesheet of the deck, inside an SVG whose
``viewBox`` is the wall: so it has any width without a script, on paper as well.  Links
into the checkout are there only where a file of it can be seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from docutils import nodes

from ..deck import Deck
from ..html import Drawn, ground, heading
from ..ledger import Row, ledger
from ..theme import THEME, theme
from .foot import PAGE, UP
from .references import Reference, references


def write_talk(deck: Deck, drawn: Iterable[Drawn], out: Path) -> None:
    """Write ``talk.html`` and its stylesheet into the folder `out` of the deck.

    drawn: the slides as the deck has them.
    """
    (out / PAGE).write_text(page(deck, drawn), "utf-8")
    style = (THEME / "talk.css").read_text("utf-8")
    (out / "assets" / "talk.css").write_text(style, "utf-8")


def page(deck: Deck, drawn: Iterable[Drawn]) -> str:
    """Return the annotated talk as one HTML page."""
    proofs: dict[str, list[Row]] = defaultdict(list)
    for row in ledger(deck)[0]:
        proofs[row.slide].append(row)
    entries = [
        entry(deck, slide, one, proofs[slide["ids"][0]])
        for slide, one in zip(deck.slides, drawn, strict=True)
    ]
    sizes = theme()["page"]
    return Template((THEME / "talk.html").read_text("utf-8")).substitute(
        title=escape(deck.title),
        author=escape(deck.author),
        contents=contents(deck),
        entries="".join(entries),
        width=sizes["width"],
        height=sizes["height"],
    )


def contents(deck: Deck) -> str:
    """Return a link a part and a chapter, as items of a list."""
    return "".join(
        f'<li class="{slide["layout"]}"><a href="#{slide["ids"][0]}">'
        f"{escape(heading(slide))}</a></li>\n"
        for slide in deck.slides
        if slide["layout"] in ("part", "chapter")
    )


def entry(deck: Deck, slide: nodes.section, drawn: Drawn, rows: Iterable[Row]) -> str:
    """Return one slide, its notes, its proof and its links."""
    name, sizes = slide["ids"][0], theme()["page"]
    return ENTRY.substitute(
        slide=drawn.wall.replace(f'id="{name}"', "", 1),
        id=escape(name),
        label=escape(heading(slide), quote=True),
        ground=ground(slide),
        box=f"0 0 {sizes['width']} {sizes['height']}",
        notes=f'<div class="said">{drawn.said}</div>\n' if drawn.said else "",
        below=below(slide, rows, references(deck, slide)),
        kind=escape(slide["layout"]),
    )


ENTRY = Template(
    """<article id="$id" class="$kind" aria-label="$label">
<svg class="wall" viewBox="$box"><foreignObject width="100%" height="100%">
<div class="reveal" style="background: $ground"><div class="slides">
$slide</div></div>
</foreignObject></svg>
$notes$below</article>
"""
)


def below(slide: nodes.section, rows: Iterable[Row], found: list[Reference]) -> str:
    """Return the thin lines below a slide: what proves it, where to read on."""
    proofs = list(dict.fromkeys(proof(row) for row in rows))
    if not proofs and slide["layout"] in ("picture", "table", "bullets", "text"):
        proofs = ["Unproved: drawn or written by hand."]
    return listed("proof", proofs) + listed("links", map(link, found))


def listed(name: str, items: Iterable[str]) -> str:
    """Return a list of that class; nothing for no items."""
    made = "".join(f"<li>{item}</li>\n" for item in items)
    return f'<ul class="{name}">\n{made}</ul>\n' if made else ""


def proof(row: Row) -> str:
    """Return what proves one thing that a slide shows."""
    if row.proof == "nbval":
        return f"Result of <code>{escape(row.shows)}</code>, run again by the gate."
    path = escape(row.shows.partition(":")[0])
    return f"Each shown line of <code>{path}</code> is run by <code>{row.proof}</code>."


def link(one: Reference) -> str:
    """Return a reference: linked to the web, to the checkout, or named."""
    name = escape(one.name)
    if not one.address:
        return name
    if one.inside:
        return f'<a class="checkout" href="{UP}{escape(one.address)}" hidden>{name}</a>'
    return f'<a href="{escape(one.address)}">{name}</a>'
