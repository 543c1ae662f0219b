"""Parse ``deck.rst`` with docutils, and flatten it to a list of slides.

A section is a slide.  A chapter is a file under ``chapters/``; its first
section is the chapter's title slide and the sections below follow it.  The
result is a docutils document whose children are all slides, each with a
stable id, so that every writer draws the same slides in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import Reporter

from .directives import register
from .files import read
from .problems import DeckError, Problem
from .stored import draw_alike

SETTINGS = {
    "report_level": Reporter.SEVERE_LEVEL + 1,  # we say what is wrong ourselves
    "halt_level": Reporter.SEVERE_LEVEL + 1,
    "smart_quotes": True,
    "table_style": "colwidths-grid",
    "sectsubtitle_xform": False,
    "raw_enabled": False,
    "file_insertion_enabled": False,  # we read files ourselves
    "language_code": "en",
    "_disable_config": True,  # no docutils.conf of the machine has a say
}

PADDING = "internal padding after "  # what docutils says after the end of a file
SEE = ' See "backrefs" attribute for IDs.'
# What makes a heading a paragraph, which docutils finds only worth mentioning.
NO_HEADING = re.compile(r"(Unexpected p|P)ossible .*title")


@dataclass
class Deck:
    """The parsed deck: its slides, title, author and faults.

    root: the folder of the project.
    document: a docutils document whose children are the slides.
    problems: what reading it found wrong.
    title, author: for the metadata of the outputs.
    """

    root: Path
    document: nodes.document
    problems: list[Problem] = field(default_factory=list)
    title: str = ""
    author: str = ""

    @property
    def slides(self) -> list[nodes.section]:
        """The sections of the document, one a slide, in order."""
        return [n for n in self.document.children if isinstance(n, nodes.section)]

    def problem(self, node: nodes.Node, what: str, cure: str = "") -> Problem:
        """Make the problem of a node: its file, line and slide are filled in."""
        file, line = place(node)
        return Problem(self.relative(file), line, what, cure, slide_of(node))

    def relative(self, file: str) -> str:
        """Return a path relative to the root, as the user would type it."""
        file = file.removeprefix(PADDING)
        path, root = Path(file).resolve(), self.root.resolve()
        inside = path.is_relative_to(root)
        return path.relative_to(root).as_posix() if inside else path.as_posix()


def read_deck(root: Path) -> Deck:
    """Read ``slides/deck.rst`` below `root`.

    Faults do not raise: they are in `problems`, so that a speaker sees all of
    them at once.  Raises DeckError if there is no deck to be read.
    """
    register()
    try:
        source = read(root / "slides", "deck.rst")
    except LookupError as e:
        raise DeckError([Problem("slides/deck.rst", 0, e.args[0])]) from None
    document = publish_doctree(
        source,
        str(root / "slides" / "deck.rst"),
        settings_overrides={**SETTINGS, "press_root": str(root)},
    )
    draw_alike(document)
    deck = Deck(root, document)
    deck.problems += _heard(deck)
    title_slide = _title_slide(deck)
    chapters = _chapters(deck)
    slides = [title_slide, *(s for c in chapters for s in _chapter(deck, c))]
    deck.problems += [problem for slide in slides for problem in _strays(deck, slide)]
    document.children = []
    for page, slide in enumerate(slides, 1):
        slide["page"] = page
        document += slide
    _follow_ids(document)
    return deck


def place(node: nodes.Node | None) -> tuple[str, int]:
    """Return source file and line of a node, or of its nearest parent with both."""
    while node is not None:
        if node.source and node.line:
            return node.source, node.line
        node = node.parent
    return "", 0


def slide_of(node: nodes.Node | None) -> str:
    """Return the id of the slide that holds a node."""
    while node is not None:
        if isinstance(node, nodes.section) and "page" in node:
            return str(node["ids"][0])
        node = node.parent
    return ""


def slug(title: str) -> str:
    """Make the second half of a slide's id from its title.

    reveal.js takes digits at the end of an address for a step of a slide, so
    an id never ends in one.
    """
    made = nodes.make_id(title)
    return f"{made}-slide" if made[-1:].isdigit() else made


def _heard(deck: Deck) -> list[Problem]:
    """Take docutils' system messages out of the tree, as problems."""
    document = deck.document
    messages = [*document.parse_messages, *document.transform_messages]
    for message in list(document.findall(nodes.system_message)):
        messages.append(message)
        message.parent.remove(message)
    found = []
    for message in messages:
        what = " ".join(message[0].astext().split()).removesuffix(SEE)
        if message["level"] < Reporter.WARNING_LEVEL and not NO_HEADING.match(what):
            continue
        file, line = message.get("source", ""), message.get("line", 0)
        for name in message["backrefs"][:1]:  # the first place where it shows
            file, line = place(document.ids[name])
        slide = _title_at(document, file, line)
        found.append(Problem(deck.relative(file), line, what, "", slide))
    return found


def _title_at(document: nodes.document, file: str, line: int) -> str:
    """Return the title of the slide that holds a line of a file."""
    titles = [
        (section.line or 0, section.next_node(nodes.title))
        for section in document.findall(nodes.section)
        if section.source == file and (section.line or 0) <= line
    ]
    _, title = max(titles, key=lambda pair: pair[0], default=(0, None))
    return title.astext() if title is not None else ""


def _title_slide(deck: Deck) -> nodes.section:
    """Move what stands before the first chapter to a title slide."""
    document = deck.document
    slide = nodes.section(ids=["title"], classes=["title"], layout="title")
    slide.source, slide.line = document.get("source", ""), 1
    for node in list(document.children):
        if isinstance(node, nodes.section):
            break
        if isinstance(node, nodes.docinfo):
            authors = [a.astext() for a in node.findall(nodes.author)]
            deck.author = ", ".join(authors)
        elif not isinstance(node, nodes.comment):
            slide += node
    deck.title = document.get("title", "")
    slide["kicker"], slide["chapter"] = "", ""
    return slide


def _chapters(deck: Deck) -> list[nodes.section]:
    """Return one section a chapter file; report none and a second one."""
    sections = [n for n in deck.document.children if isinstance(n, nodes.section)]
    chapters: dict[str, nodes.section] = {}
    for section in sections:
        if chapters.setdefault(section.source or "", section) is not section:
            cure = "one chapter title a file: underline it as the slides are"
            deck.problems.append(deck.problem(section, "a second chapter title", cure))
    for path in deck.document.settings.record_dependencies.list:
        if path not in chapters:
            cure = "begin it with the chapter's title, underlined with ==="
            what = "a chapter without a title"
            deck.problems.append(Problem(deck.relative(path), 0, what, cure))
    return list(chapters.values())


def _strays(deck: Deck, slide: nodes.section) -> Iterator[Problem]:
    """Report text before the title in its file: it falls on the slide before."""
    for node in slide.children:
        sources = {(n.source or "") for n in node.findall(nodes.Element)} - {""}
        if {source.removeprefix(PADDING) for source in sources} - {slide.source}:
            cure = "put it below the title of a chapter"
            yield deck.problem(node, "stands outside of its chapter", cure)


def _chapter(deck: Deck, chapter: nodes.section) -> Iterator[nodes.section]:
    """Yield a chapter's title slide, then its slides, with ids and layouts set."""
    name = Path(chapter.source or "").stem
    number, _, _ = name.partition("-")
    title = chapter[0].astext()
    slides = [c for c in chapter.children if isinstance(c, nodes.section)]
    chapter.children = [c for c in chapter.children if c not in slides]
    for slide in (chapter, *slides):
        part = slide is chapter
        slide["names"] = []
        slide["old_ids"] = slide["ids"]
        slide["ids"] = [name if part else f"{name}--{slug(slide[0].astext())}"]
        slide["layout"] = "part" if part else _layout(slide)
        slide["classes"] = sorted({*slide["classes"], slide["layout"]})
        slide["kicker"] = number if part else f"{number} · {title}"
        slide["chapter"] = name
        if slide["layout"] == "figure":
            _source_last(slide)
        yield slide


def _layout(slide: nodes.section) -> str:
    """Return the layout a slide asks for, or else the one its content implies."""
    asked = [c for c in slide["classes"] if c in ("statement", "figure", "closing")]
    if asked:
        return str(asked[0])
    boxes = [c for n in slide.findall(nodes.container) for c in n["classes"]]
    for found, layout in (
        ("live" in boxes, "live"),
        ("then" in boxes, "then-today"),
        ("example" in boxes and "output" in boxes, "code-result"),
        ("example" in boxes, "code"),
        (slide.next_node(nodes.image) is not None, "picture"),
        (slide.next_node(nodes.table) is not None, "table"),
        ("output" in boxes, "result"),
        (slide.next_node(nodes.bullet_list) is not None, "bullets"),
    ):
        if found:
            return layout
    return "text"


def _source_last(slide: nodes.section) -> None:
    """Move source lines to the end of a figure, for it is read in one go."""
    for line in list(slide.findall(nodes.paragraph)):
        if "source" in line["classes"]:
            line.parent.remove(line)
            slide += line


def _follow_ids(document: nodes.document) -> None:
    """Point references to the slides' new ids."""
    moved = {
        old: slide["ids"][0]
        for slide in document.findall(nodes.section)
        for old in slide.attributes.pop("old_ids", [])
    }
    for reference in document.findall(nodes.reference):
        if reference.get("refid") in moved:
            reference["refid"] = moved[reference["refid"]]
