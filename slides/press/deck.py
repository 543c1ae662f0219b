"""Parse ``deck.rst`` with docutils, and flatten it to a list of slides.

A section is a slide.  A chapter is a file under ``chapters/``; its first
section is the chapter's title slide.  The sections in it are the slides of the main
line, and those in these lie below them.  The result is a docutils document whose
children are all slides, each with a stable id, so that every writer draws the same
slides in the same order; what each belongs to is said in its attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import Reporter

from .directives import register
from .files import read
from .line import cuts, headings, part
from .line.given import given
from .line.seconds import seconds
from .line.toml import MAIN, Cut, read_cuts
from .problems import DeckError, Problem, nearest
from .stored import draw_alike
from .typography import boxes

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
    cuts: the shorter talks that can be made of it.
    title, author: for the metadata of the outputs.
    """

    root: Path
    document: nodes.document
    problems: list[Problem] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    title: str = ""
    author: str = ""

    @property
    def slides(self) -> list[nodes.section]:
        """The sections of the document, one a slide, in order."""
        return [n for n in self.document.children if isinstance(n, nodes.section)]

    def only(self, cut: str) -> Deck:
        """Return the deck of the slides on the line of a cut; they are the same ones.

        Raises LookupError, naming the nearest, if there is no such cut.
        """
        known = [MAIN, *(one.name for one in self.cuts)]
        if cut not in known:
            raise LookupError(f"no cut {cut!r}; {nearest(cut, known)}")
        document = self.document.copy()
        document.children = list(cuts.chosen(self.slides, cut))
        return replace(self, document=document)

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
    part.hoist(document)
    slides = [_title_slide(deck), *_slides(deck)]
    deck.problems += [problem for slide in slides for problem in _strays(deck, slide)]
    document.children = []
    for page, slide in enumerate(slides, 1):
        slide["page"] = page
        slide["seconds"] = seconds(slide)
        document += slide
    _follow_ids(document)
    deck.cuts, wrong = read_cuts(root)
    cuts.assign(slides, deck.cuts)
    deck.problems += [*wrong, *cuts.check(root, slides, deck.cuts)]
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
        # What docutils read stands in the second node, where there is one.
        written = message[1].astext() if len(message) > 1 else ""
        what, cure = headings.orphan(what, written) or (what, "")
        file, line = message.get("source", ""), message.get("line", 0)
        for name in message["backrefs"][:1]:  # the first place where it shows
            file, line = place(document.ids[name])
        slide = _title_at(document, file, line)
        found.append(Problem(deck.relative(file), line, what, cure, slide))
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
        else:
            slide += node
    deck.title = document.get("title", "")
    if "given" in document:
        slide["given"] = document["given"]
    slide["kicker"], slide["chapter"] = "", ""
    slide["below"], slide["above"] = False, []
    return slide


def _chapters(deck: Deck) -> list[nodes.section]:
    """Return one section a chapter file; report none and a second one."""
    chapters: dict[str, nodes.section] = {}
    for section in _sections(deck.document):
        if part.is_part(section):
            continue
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


def _sections(node: nodes.Element) -> list[nodes.section]:
    """Return the sections right below a node."""
    return [n for n in node.children if isinstance(n, nodes.section)]


def _slides(deck: Deck) -> Iterator[nodes.section]:
    """Yield the slides of parts and chapters in order, told of what they belong to."""
    chapters = _chapters(deck)
    parts = [n for n in _sections(deck.document) if part.is_part(n)]
    for slide in part.empty(deck.document):
        cure = "put it before the include of its first chapter, or take it out"
        deck.problems.append(deck.problem(slide, "a part without a chapter", cure))
    above: list[str] = []
    for section in _sections(deck.document):
        if part.is_part(section):
            kicker = f"Part {parts.index(section) + 1} of {len(parts)}"
            title = slug(section[0].astext())
            yield _told(section, f"part--{title}", "part", kicker, "", [])
            above = section["ids"]
        elif section in chapters:
            yield from _chapter(section, above)


def _chapter(chapter: nodes.section, part: list[str]) -> Iterator[nodes.section]:
    """Yield a chapter's title slide, then its main line, each with what is below it.

    part: the id of the part that holds it, if one does.
    """
    name = Path(chapter.source or "").stem
    number, _, _ = name.partition("-")
    kicker = f"{number} · {chapter[0].astext()}"
    line = _taken_out(chapter)
    yield _told(chapter, name, "chapter", number, name, part)
    for main in line:
        depth = _taken_out(main)
        yield _told(
            main, _own_id(name, main), _layout(main), kicker, name, [*part, name]
        )
        for slide in depth:
            above = [*part, name, *main["ids"]]
            told = _told(
                slide, _own_id(name, slide), _layout(slide), kicker, name, above
            )
            told["below"] = True
            yield told


def _own_id(chapter: str, slide: nodes.section) -> str:
    """Return the id of a slide: its chapter, and what was given or its heading."""
    return f"{chapter}--{given(slide).id or slug(slide[0].astext())}"


def _taken_out(section: nodes.section) -> list[nodes.section]:
    """Take the sections right below another out of it, and return them."""
    inside = _sections(section)
    section.children = [n for n in section.children if n not in inside]
    return inside


def _told(
    slide: nodes.section,
    name: str,
    layout: str,
    kicker: str,
    chapter: str,
    above: list[str],
) -> nodes.section:
    """Tell a slide its id, layout and place.

    above: the ids of part, chapter and slide of the main line that hold it.
    """
    slide["names"] = []
    slide["old_ids"] = slide["ids"]
    slide["ids"] = [name]
    slide["layout"] = layout
    slide["classes"] = sorted({*slide["classes"], layout})
    slide["kicker"], slide["chapter"] = kicker, chapter
    slide["above"], slide["below"] = above, False
    if layout == "figure":
        _source_last(slide)
    return slide


def _layout(slide: nodes.section) -> str:
    """Return the layout a slide asks for, or else the one its content implies."""
    asked = [c for c in slide["classes"] if c in ("statement", "figure", "closing")]
    if asked:
        return str(asked[0])
    seen = [n for n in slide.findall(nodes.Element) if "notes" not in boxes(n)]
    kinds = {c for n in seen if isinstance(n, nodes.container) for c in n["classes"]}
    types = set(map(type, seen))
    for found, layout in (
        ("live" in kinds, "live"),
        ("then" in kinds, "then-today"),
        ({"example", "output"} <= kinds, "code-result"),
        ("example" in kinds, "code"),
        (nodes.image in types, "picture"),
        (nodes.table in types, "table"),
        ("output" in kinds, "result"),
        (nodes.bullet_list in types, "bullets"),
    ):
        if found:
            return layout
    return "text"


def _source_last(slide: nodes.section) -> None:
    """Move source lines to the end of a figure, for it is read in one go."""
    for line in list(slide.findall(nodes.paragraph)):
        if "source" in line["classes"] and "notes" not in boxes(line):
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
