"""Build in a scratch folder, then swap: a failed build leaves the last good one."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from .checks import check
from .deck import Deck, read_deck
from .fonts import Coverage
from .html import write_html
from .pictures import load_pictures
from .problems import DeckError, Problem
from .reading.page import write_talk

PARTS = ("html", "pdf", "handout")
PDF = "cherry-picking.pdf"
HANDOUT = "cherry-picking-handout.pdf"


def load(root: Path) -> Deck:
    """Read a deck and check it.

    Raises DeckError with every fault found.
    """
    deck = read_deck(root)
    problems = [*deck.problems, *load_pictures(deck)]
    problems += check(deck, Coverage(root / "build" / "fonts"))
    if problems:
        raise DeckError(problems)
    return deck


def build(root: Path, parts: Iterable[str] = PARTS) -> None:
    """Build `parts` of the deck below `root` into ``build/slides``.

    Parts that are not asked for stay as they were; the handout, which shows
    the slides' PDF, brings it along.  Raises DeckError.
    """
    done, fonts = root / "build" / "slides", root / "build" / "fonts"
    if done.exists() and not done.is_dir():
        raise DeckError([Problem("build/slides", 0, "is not a folder", "remove it")])
    deck = load(root)
    # A room of its own: `make watch` may build at the same time.
    with TemporaryDirectory(prefix="slides.", dir=root / "build") as room:
        beside = Path(room) / "new"
        if done.exists():
            shutil.copytree(done, beside)
        beside.mkdir(exist_ok=True)
        if "html" in parts:
            write_html(deck, root / "node_modules", beside)
            write_talk(deck, beside)
        if "pdf" in parts or "handout" in parts:
            from .pdf import write_pdf  # imports rst2pdf, which HTML does without

            write_pdf(deck, fonts, beside / PDF)
        if "handout" in parts:
            from .handout import write_handout

            write_handout(deck, beside / PDF, fonts, beside / HANDOUT)
        swap(beside, done)


def swap(beside: Path, done: Path) -> None:
    """Move a finished folder to where another was, and that one out of the way."""
    if done.exists():
        done.replace(beside.with_name("old"))
    beside.replace(done)
