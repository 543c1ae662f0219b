"""Find what a slide leads to: its notebook, its example, PEPs, RFCs, pages of 2011.

Nothing is typed for it.  A reference is a name in the slide's words, its notes, or in
the docstring of the file whose code it shows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from ..deck import Deck
from ..files import read
from ..sources import parse

PEP = re.compile(r"\bPEP[  ](\d{1,4})\b")
RFC = re.compile(r"\bRFC[  ](\d{3,5})\b")
# In a sentence that speaks of the talk, or of 2011: "page 13", "pages 10 to 12".
PAGES = re.compile(r"\b[Pp]ages? (\d+(?:(?:-|–| to | and )\d+)?)\b")
OF_THE_TALK = re.compile(r"\b(?:talk|2011)\b")
TO = re.compile(r"-| to ")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\n")
PEPS = "https://peps.python.org/pep-{:04}/"
RFCS = "https://www.rfc-editor.org/rfc/rfc{}"


@dataclass(frozen=True, order=True)
class Reference:
    """Where to read on: its name, and its address in the web or below the root.

    address: ``""`` for a page of the talk, which is named and not linked.
    """

    name: str
    address: str = ""

    @property
    def inside(self) -> bool:
        """Whether it lies in the checkout."""
        return bool(self.address) and "://" not in self.address


def references(deck: Deck, slide: nodes.section) -> list[Reference]:
    """Return what a slide leads to, each once: in the checkout first, then outside."""
    if "references" not in slide:  # asked for the foot, the talk page and the handout
        text = "\n".join([slide.astext(), *_docstrings(deck, slide)])
        found = [*_files(deck, slide), *_named(text)]
        slide["references"] = list(dict.fromkeys(found))
    known: list[Reference] = slide["references"]
    return known


def _files(deck: Deck, slide: nodes.section) -> Iterator[Reference]:
    """Yield the notebook of a slide's chapter, and the files that it shows."""
    notebook = f"notebooks/{slide['chapter']}.ipynb"
    if slide["chapter"] and (deck.root / notebook).is_file():
        yield Reference(notebook, notebook)
    for path in shown(slide):
        yield Reference(path, path)


def shown(slide: nodes.section) -> list[str]:
    """Return the files whose code a slide shows, relative to the root."""
    boxes = (box for box in slide.findall(nodes.container) if "excerpt" in box)
    return list(dict.fromkeys(box["excerpt"].path for box in boxes))


def _docstrings(deck: Deck, slide: nodes.section) -> Iterator[str]:
    for path in shown(slide):
        if path.endswith(".py"):
            yield ast.get_docstring(parse(read(deck.root, path), path)) or ""


def _span(pages: str) -> set[int]:
    """Return the pages of "13", "13 to 15" or "13 and 15"."""
    ends = [int(page) for page in re.findall(r"\d+", pages)]
    return {*ends} if "and" in pages else {*range(ends[0], ends[-1] + 1)}


def _named(text: str) -> Iterator[Reference]:
    pages = [
        page
        for sentence in filter(OF_THE_TALK.search, SENTENCE.split(text))
        for page in PAGES.findall(sentence)
    ]
    spans = {page: _span(page) for page in pages}
    for page in pages:
        # One that lies in a range that is named as well is named once.
        if not any(spans[page] < other for other in spans.values()):
            word = "page" if page.isdigit() else "pages"
            yield Reference(f"the talk, {word} {TO.sub('–', page)}")
    for kind, pattern, address in (("PEP", PEP, PEPS), ("RFC", RFC, RFCS)):
        for number in sorted({int(found[1]) for found in pattern.finditer(text)}):
            yield Reference(f"{kind} {number}", address.format(number))
