"""What `make slides` refuses, beyond what reading the deck already found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

from docutils import nodes

from .deck import Deck, place
from .fonts import Coverage
from .html import heading
from .problems import Problem, nearest
from .svg import faults, words
from .theme import Face, theme
from .typography import ancestors, boxes, face_of

CODE_PADDING = 34  # pixels: the panel's inside and border, left and right
ADVANCE = 0.6  # a character of JetBrains Mono, in ems


def check(deck: Deck, coverage: Coverage) -> Iterator[Problem]:
    """Yield every fault that can be seen without drawing a slide."""
    for rule in (_ids, _notes, _links, _width):
        yield from rule(deck)
    yield from _glyphs(deck, coverage)


def _ids(deck: Deck) -> Iterator[Problem]:
    count = Counter(slide["ids"][0] for slide in deck.slides)
    for slide in deck.slides:
        name = slide["ids"][0]
        if count[name] > 1:
            cure = "a heading stands once in a chapter: reword one"
            what = f"{count[name]} slides have the id {name!r}"
            yield deck.problem(slide, what, cure)
        if name.endswith("--"):
            cure = "put a word with Latin letters into it"
            yield deck.problem(slide, f"no id can be made of {heading(slide)!r}", cure)


def _notes(deck: Deck) -> Iterator[Problem]:
    for slide in deck.slides:
        boxes = [n for n in slide.findall(nodes.container) if "notes" in n["classes"]]
        if not any(box.astext().strip() for box in boxes):
            cure = "add '.. notes::' with what the speaker says"
            yield deck.problem(slide, "no notes", cure)


def _links(deck: Deck) -> Iterator[Problem]:
    known = {i for node in deck.document.findall(nodes.Element) for i in node["ids"]}
    for link in deck.document.findall(nodes.reference):
        uri = link.get("refuri", "")
        target = link.get("refid") or (uri[1:] if uri.startswith("#") else None)
        if target is not None and target not in known:
            hint = nearest(target, (s["ids"][0] for s in deck.slides))
            yield deck.problem(link, f"link to #{target}, which is no slide", hint)
        elif uri and not target and not urlparse(uri).scheme:
            file, _ = place(link)
            if not (Path(file).parent / uri.partition("#")[0]).exists():
                cure = "paths start at the file that names them"
                yield deck.problem(link, f"link to {uri}, which is not there", cure)


def _width(deck: Deck) -> Iterator[Problem]:
    for block in deck.document.findall(nodes.literal_block):
        room = columns(block)
        widest = max(block.astext().splitlines(), key=len, default="")
        if len(widest) > room and "notes" not in boxes(block):
            much = f"a line of {len(widest)} characters where {room} fit"
            what = f"{much}: {widest.strip()!r}"
            yield deck.problem(block, what, "break the line in its source")


def columns(block: nodes.Node) -> int:
    """How many characters of code fit on a line where a block stands."""
    page, size = theme()["page"], theme()["size"]["code"]
    width: float = page["width"] - 2 * page["margin"]
    outer = [n for n in ancestors(block) if isinstance(n, nodes.container)]
    for box in outer:
        if "share" in box:
            gaps = page["gap"] * (len(box.parent.children) - 1)
            width = (width - gaps) * box["share"]
    return int((width - CODE_PADDING) / (size * ADVANCE))


def _glyphs(deck: Deck, coverage: Coverage) -> Iterator[Problem]:
    for node in deck.document.findall(nodes.Text):
        first = face_of(node)
        yield from _missing(deck, coverage, node, node.astext(), first)
    for image in deck.document.findall(nodes.image):
        wrong = list(faults(image["svg"]))
        yield from (deck.problem(image, what, cure) for what, cure in wrong)
        for text, style in () if wrong else words(image["svg"]):
            if style.face:
                yield from _missing(deck, coverage, image, text, style.face)


def _missing(
    deck: Deck, coverage: Coverage, node: nodes.Node, text: str, first: Face
) -> Iterator[Problem]:
    for char in sorted(set(text)):
        if char >= " " and coverage.draws(char, first) is None:
            what = f"no font draws {char!r} (U+{ord(char):04X})"
            cure = f"{first.family} and its fall-backs lack it: choose another"
            yield deck.problem(node, what, cure)
