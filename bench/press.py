"""What a further slide costs the press: processor time, as a slope over the deck.

The whole deck and the chapters of its first half are built in turn, in one process;
the slope is what the other slides took, divided by their number.  A machine that is
busy with something else takes longer: measure on a quiet one.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from slides.press.cells import parsed
from slides.press.checks import check
from slides.press.deck import Deck, read_deck
from slides.press.directives import lexer_of
from slides.press.drawable import faults
from slides.press.fonts import Coverage
from slides.press.html import write_html
from slides.press.pdf import write_pdf
from slides.press.pictures import load_pictures
from slides.press.reading.page import write_talk
from slides.press.sources import parse

from .race import race
from .record import ROOT

LIBRARIES = ("docutils", "pygments", "reportlab", "rst2pdf")
WHAT = {
    "slides": "slides of the whole deck, and processor milliseconds a further one",
}
ROUNDS = 5
INCLUDE = re.compile(r"^\.\. include:: .*\n", re.MULTILINE)


def slides() -> dict[str, Any]:
    """Measure both decks; return how many slides, and the slope of each output."""
    with TemporaryDirectory() as folder:
        room = Path(folder)
        half, whole = shorter(room / "half"), ROOT
        decks = {"half": read(half), "whole": read(whole)}
        out = room / "out"
        out.mkdir()
        ways: dict[str, Callable[[], object]] = {}
        for name, root in (("half", half), ("whole", whole)):
            ways[f"read {name}"] = partial(read, root)
            part = first(decks["whole"], len(decks[name].slides))
            ways[f"html {name}"] = partial(html, part, out)
            fonts, pdf = ROOT / "build" / "fonts", out / "deck.pdf"
            ways[f"pdf {name}"] = partial(write_pdf, part, fonts, pdf)
        times = race(ways, ROUNDS)
    count = {name: len(deck.slides) for name, deck in decks.items()}
    slope = {
        part: 1000
        * (median(times[f"{part} whole"]) - median(times[f"{part} half"]))
        / (count["whole"] - count["half"])
        for part in ("read", "html", "pdf")
    }
    return {
        "slides": count["whole"],
        "ms a slide, HTML": slope["read"] + slope["html"],
        "ms a slide, PDF": slope["read"] + slope["pdf"],
        "s to read and check": median(times["read whole"]),
        "s to write HTML": median(times["html whole"]),
        "s to write the PDF": median(times["pdf whole"]),
    }


def shorter(root: Path) -> Path:
    """Make a project with the chapters of the first half; all else is this one's."""
    (root / "build").mkdir(parents=True)
    shutil.copytree(ROOT / "slides", root / "slides")
    without = shutil.ignore_patterns("node_modules", "__pycache__")
    # Copied: a link that leaves the project is refused.
    shutil.copytree(ROOT / "examples", root / "examples", ignore=without)
    for name in ("notebooks", "node_modules", "build/fonts"):
        (root / name).symlink_to(ROOT / name)
    deck = root / "slides" / "deck.rst"
    text = deck.read_text("utf-8")
    includes = list(INCLUDE.finditer(text))
    deck.write_text(text[: includes[len(includes) // 2].start()], "utf-8")
    return root


def read(root: Path) -> Deck:
    """Read and check a deck; the links of one cut in two are no matter.

    As a new process does: what an earlier round has kept is forgotten.
    """
    for kept in (parsed, parse, lexer_of, faults):
        kept.cache_clear()
    deck = read_deck(root)
    list(load_pictures(deck))
    list(check(deck, Coverage(ROOT / "build" / "fonts")))
    return deck


def html(deck: Deck, out: Path) -> None:
    """Write the deck and the annotated talk."""
    write_talk(deck, write_html(deck, ROOT / "node_modules", out), out)


def first(deck: Deck, count: int) -> Deck:
    """Return a deck of the first slides of another."""
    document = deck.document.copy()
    document.children = list(deck.slides[:count])
    return replace(deck, document=document)


SECTIONS = {"slides": slides}
