"""Build in a scratch folder, then swap: a failed build leaves the last good one."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .bind import WHOLE
from .checks import check
from .deck import Deck, read_deck
from .fonts import Coverage
from .html import write_html
from .line.toml import FILE
from .pictures import load_pictures
from .problems import DeckError, Problem
from .reading.page import write_talk

PARTS = ("html", "pdf", "handout")
PDF = WHOLE
HANDOUT = "cherry-picking-handout.pdf"
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
CUT = "cherry-picking-{}.pdf"  # a shorter talk, by the name of its cut


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


def build(root: Path, parts: Iterable[str] = PARTS) -> Deck:
    """Build `parts` of the deck below `root` into ``build/slides``, and return it.

    Parts that are not asked for stay as they were; the handout, which shows
    the slides' PDF, brings it along.  The PDFs of cuts go where the whole one is
    new: they are of the deck of before.  Raises DeckError.
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
            drawn = write_html(deck, root / "node_modules", beside)
            write_talk(deck, drawn, beside)
        if "pdf" in parts or "handout" in parts:
            from .pdf import write_pdf  # imports rst2pdf, which HTML does without

            write_pdf(deck, fonts, beside / PDF)
            for cut in beside.glob(CUT.format("*")):
                if cut.name != HANDOUT:
                    cut.unlink()
        if "handout" in parts:
            from .handout import write_handout

            write_handout(deck, beside / PDF, fonts, beside / HANDOUT)
        swap(beside, done)
    return deck


def build_cut(root: Path, name: str) -> Path:
    """Build the PDF of a cut beside the whole, and return its path.

    Raises DeckError, also if there is no such cut.
    """
    from .pdf import write_pdf

    deck = load(root)
    try:
        shorter = deck.only(name)
    except LookupError as e:
        raise DeckError([Problem(FILE, 0, e.args[0])]) from None
    path = root / "build" / "slides" / CUT.format(name)
    with TemporaryDirectory(prefix="cut.", dir=root / "build") as room:
        write_pdf(shorter, root / "build" / "fonts", Path(room) / path.name)
        path.parent.mkdir(exist_ok=True)
        (Path(room) / path.name).replace(path)
    return path


def swap(beside: Path, done: Path) -> None:
    """Move a finished folder to where another was, and that one out of the way.

    Ctrl-C waits until both moves are done: between them there is no deck.
    """
    with later():
        if done.exists():
            done.replace(beside.with_name("old"))
        beside.replace(done)


@contextmanager
def later() -> Iterator[None]:
    """Hold back what would stop the process, and let it stop afterwards.

    By handlers, for a mask holds in one thread, and another one takes the signal.
    """
    came: list[int] = []
    before = {
        one: signal.signal(one, lambda number, _: came.append(number)) for one in STOPS
    }
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in came[:1]:
            signal.raise_signal(number)
