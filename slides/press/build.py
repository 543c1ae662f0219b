"""Build beside, then swap: a failed build leaves the last good one whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from .checks import check
from .deck import Deck, read_deck
from .fonts import Coverage
from .html import write_html
from .pictures import load_pictures
from .problems import DeckError

PARTS = ("html", "pdf", "handout")
PDF = "cherry-picking.pdf"
HANDOUT = "cherry-picking-handout.pdf"


def load(root: Path) -> Deck:
    """Read a deck and refuse it if it has faults.

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

    Parts that are not asked for stay as they were.  Raises DeckError.
    """
    done = root / "build" / "slides"
    beside = root / "build" / "slides.new"
    shutil.rmtree(beside, ignore_errors=True)
    if done.exists():
        shutil.copytree(done, beside)
    beside.mkdir(parents=True, exist_ok=True)
    deck = load(root)
    if "html" in parts:
        write_html(deck, root / "node_modules", beside)
    if "pdf" in parts or "handout" in parts:
        from .pdf import write_pdf

        write_pdf(deck, root / "build" / "fonts", beside / PDF)
    swap(beside, done)


def swap(beside: Path, done: Path) -> None:
    """Put a finished folder in the place of another."""
    old = done.with_name(f"{done.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if done.exists():
        done.replace(old)
    beside.replace(done)
    shutil.rmtree(old, ignore_errors=True)
