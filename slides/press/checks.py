"""Rules that `make slides` checks: ids, notes, links, widths, vocabulary, glyphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlparse

from docutils import nodes

from . import drawable, markup
from .borrowed import CLASSES, TAKE
from .deck import Deck
from .fonts import Coverage
from .glyphs import check_glyphs
from .html import heading
from .line import seconds
from .mistyped import begins, mistyped
from .problems import Problem, nearest
from .theme import theme
from .typography import ancestors, boxes

CODE_PADDING = 34  # pixels: the panel's inside and border, left and right
SCHEMES = ("http", "https", "mailto")
ADVANCE = 0.6  # a character of JetBrains Mono, in ems

# What both outputs draw; the first row says nothing on a slide or is told of
# already.
DRAWN = {
    *(nodes.comment, nodes.raw, nodes.target, nodes.problematic),
    *(nodes.section, nodes.title, nodes.paragraph, nodes.container, nodes.image),
    *(nodes.strong, nodes.emphasis, nodes.literal, nodes.inline, nodes.reference),
    *(nodes.bullet_list, nodes.enumerated_list, nodes.list_item, nodes.block_quote),
    *(nodes.line_block, nodes.line, nodes.literal_block, nodes.table, nodes.tgroup),
    *(nodes.colspec, nodes.thead, nodes.tbody, nodes.row, nodes.entry),
    nodes.substitution_definition,
}
# A cut shows what stands elsewhere, or not at all: these words of a note lie then.
PLACES = re.compile(
    r"\b(?:next|previous|preceding|following|last|first|earlier|later)"
    r"\s+(?:slide|chapter)s?\b(?! of 2011)"
    r"|\b(?:slide|chapter)s?\s+(?:before|after|above|below|ago)\b"
    r"|\b(?:first|second|third|fourth|fifth|sixth|last)\s+merge\s+point\b"
    r"|\bas\s+we\s+saw\b",
    re.IGNORECASE,
)
CURES: dict[type, str] = {
    nodes.title_reference: "two backticks make code, one asterisk emphasis",
}


def check(deck: Deck, coverage: Coverage) -> Iterator[Problem]:
    """Yield every fault that can be seen without drawing a slide."""
    on_slides = (_ids, _notes, _places, _links, _width, _stored)
    for rule in (*on_slides, _vocabulary, _typed, _meant):
        yield from rule(deck)
    yield from check_glyphs(deck, coverage)


def _ids(deck: Deck) -> Iterator[Problem]:
    count = Counter(slide["ids"][0] for slide in deck.slides)
    for slide in deck.slides:
        name = slide["ids"][0]
        if count[name] > 1:
            cure = "a heading stands once in a chapter: reword one, or give it an :id:"
            what = f"{count[name]} slides have the id {name!r}"
            yield deck.problem(slide, what, cure)
        if name.endswith("--"):
            cure = "give it one below its heading: '.. slide::' with ':id: NAME'"
            yield deck.problem(slide, f"no id can be made of {heading(slide)!r}", cure)


def _notes(deck: Deck) -> Iterator[Problem]:
    for slide in deck.slides:
        said = seconds.boxes(slide, "notes")
        if not any(b.astext().strip() for b in said if "cue" not in b["classes"]):
            cure = "add '.. notes::' with what the speaker says"
            yield deck.problem(slide, "no notes", cure)
        for box in said:
            if not isinstance(box.parent, nodes.section):
                cure = "put it right on its slide"
                yield deck.problem(box, "notes, or a cue, inside of something", cure)
            for inner in box.findall(nodes.container):
                for kind in {"incremental", "live"}.intersection(inner["classes"]):
                    cure = "put it on the slide, or say it in words"
                    what = f"notes with {kind!r}, which nobody would see"
                    yield deck.problem(inner, what, cure)


def _places(deck: Deck) -> Iterator[Problem]:
    """Yield what notes and cues say of a place that a cut moves: "the next slide"."""
    for slide in deck.slides:
        for box in seconds.boxes(slide, "notes"):
            for block in filter(seconds.is_block, box.findall()):
                for found in PLACES.findall(block.astext()):
                    what = (
                        f"notes say {' '.join(found.split())!r}, and a cut moves slides"
                    )
                    yield deck.problem(block, what, "name what is meant")


def _links(deck: Deck) -> Iterator[Problem]:
    known = {i for node in deck.document.findall(nodes.Element) for i in node["ids"]}
    for link in deck.document.findall(nodes.reference):
        uri = link.get("refuri", "")
        target = link.get("refid") or (uri[1:] if uri.startswith("#") else None)
        if target is not None and target not in known:
            hint = nearest(target, (s["ids"][0] for s in deck.slides))
            yield deck.problem(link, f"link to #{target}, which is no slide", hint)
        elif target is None and urlparse(uri).scheme not in SCHEMES:
            cure = "a deck travels without its sources: link to a slide or the web"
            yield deck.problem(link, f"link to {uri}", cure)


def _width(deck: Deck) -> Iterator[Problem]:
    for block in deck.document.findall(nodes.literal_block):
        room = columns(block)
        widest = max(block.astext().splitlines(), key=len, default="")
        if len(widest) > room and "notes" not in boxes(block):
            much = f"a line of {len(widest)} characters where {room} fit"
            what = f"{much}: {widest.strip()!r}"
            yield deck.problem(block, what, "break the line in its source")


def columns(block: nodes.Node) -> int:
    """Return how many characters of code fit on a line of this block."""
    page, size = theme()["page"], theme()["size"]["code"]
    width: float = page["width"] - 2 * page["margin"]
    outer = [n for n in ancestors(block) if isinstance(n, nodes.container)]
    for box in reversed(outer):
        if "share" in box:
            gaps = page["gap"] * (len(box.parent.children) - 1)
            width = (width - gaps) * box["share"]
    return int((width - CODE_PADDING) / (size * ADVANCE))


def _stored(deck: Deck) -> Iterator[Problem]:
    """Yield the faults of drawings and stored HTML, which go into the page as is."""
    for image in deck.document.findall(nodes.image):
        for what, cure in drawable.faults(image["svg"]):
            yield deck.problem(image, what, cure)
    for raw in deck.document.findall(nodes.raw):
        for what, cure in markup.faults(raw.astext()):
            yield deck.problem(raw, what, cure)


def _vocabulary(deck: Deck) -> Iterator[Problem]:
    """Yield the nodes that one of the outputs would not draw."""
    for node in deck.document.findall(nodes.Element):
        kind = type(node)
        if kind not in DRAWN and type(node.parent) in DRAWN:
            cure = CURES.get(kind, "say it with paragraphs, lists and tables")
            yield deck.problem(node, f"a slide has no {kind.__name__}", cure)
        if isinstance(node, nodes.section) and "page" not in node:
            cure = "a slide below the main line, ~~~, is the lowest section"
            yield deck.problem(node, "a section inside a slide", cure)
        if "column" in node["classes"] and "share" not in node:
            cure = "put it into a columns directive"
            yield deck.problem(node, "a column that stands alone", cure)
        if isinstance(node, nodes.entry) and ("morecols" in node or "morerows" in node):
            cure = "give each column its own cell"
            yield deck.problem(node, "a table cell over several columns or rows", cure)


def _typed(deck: Deck) -> Iterator[Problem]:
    """Yield code and results that are typed, and slide classes that are misplaced."""
    for block in deck.document.findall(nodes.literal_block):
        above = list(ancestors(block))
        if not any("excerpt" in n or "cell" in n for n in above) and (
            "notes" not in boxes(block)
        ):
            yield deck.problem(block, "code that is typed and not taken", TAKE)
    for node in deck.document.findall(nodes.Element):
        asked = set(node["classes"]) & set(CLASSES)
        if asked and not isinstance(node, nodes.section):
            cure = "put the class before the heading of a slide"
            yield deck.problem(node, f"{asked.pop()} is for a whole slide", cure)


def _meant(deck: Deck) -> Iterator[Problem]:
    """Yield comments and words that were meant as directives."""
    for node in deck.document.findall(nodes.Element):
        if (found := mistyped(node)) is not None:
            problem = deck.problem(node, *found)
            if isinstance(node, nodes.comment):
                text = (deck.root / problem.file).read_text("utf-8")
                problem = replace(problem, line=begins(node, text, problem.line))
            yield problem
