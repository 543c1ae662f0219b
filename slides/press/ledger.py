"""List what every slide shows and which test or notebook proves it.

The static half needs no test run: a chapter has its notebook, its example and
its test, and shown code can be measured.  The other half asks what the tests
executed: a shown line of Python that none did is a hole, and so is a client
in another language that none ran.
"""

from __future__ import annotations

import ast
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from .cells import peers
from .deck import Deck, slide_of
from .files import read
from .problems import DeckError, Problem
from .sources import Excerpt, parse

if TYPE_CHECKING:
    from coverage import Coverage

# Who runs a file that is not Python, by the name of the peer.
RUNNERS = {
    ".rb": "ruby",
    ".php": "php",
    ".js": "node",
    ".mjs": "node",
    ".sh": "bash",
    ".conf": "nginx",
}
CHILD = "in a process that it starts: `with measuring():`"
NO_EXAMPLE = ("00-preface",)  # a deck and a notebook only


@dataclass(frozen=True)
class Executed:
    """What a test run executed, and which peers it lacked.

    missing: the executable lines of a Python file that no test executed.
    ran: paths of the files in other languages that a test ran.
    absent: the peers that were missing, such as ``ruby``: what needs one was skipped.
    """

    missing: Callable[[str], set[int]]
    ran: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """One row of the ledger: a slide, what it shows, its proof and state."""

    slide: str
    shows: str
    proof: str
    state: str  # proved, unproved, static or hole

    def __str__(self) -> str:
        return f"{self.state:8}  {self.slide:55}  {self.shows:48}  {self.proof}"


def ledger(
    deck: Deck, executed: Executed | None = None
) -> tuple[list[Row], list[Problem]]:
    """Return the rows and the holes; without `executed` only the static half."""
    rows: list[Row] = []
    holes = list(_chapters(deck))
    for box in deck.document.findall(nodes.container):
        if "excerpt" in box:
            excerpt: Excerpt = box["excerpt"]
            holes += _shape(deck, box, excerpt)
            state, problems = _state(deck, box, excerpt, executed)
            holes += problems
            first, last = excerpt.lines[0][0], excerpt.lines[-1][0]
            shows = f"{excerpt.path}:{first}-{last} {excerpt.name}"
            rows.append(Row(slide_of(box), shows, tests_of(excerpt.path), state))
        elif "cell" in box:
            notebook, cell = box["cell"]
            shows = f"notebooks/{notebook}.ipynb [{cell}]"
            state = "static"
            if executed:
                needed = peers(deck.root, notebook, cell)
                state = "unproved" if executed.absent & needed else "proved"
            rows.append(Row(slide_of(box), shows, "nbval", state))
    return rows, sorted(set(holes))


def executed(
    root: Path, read: Coverage, ran: Iterable[str] = (), absent: Iterable[str] = ()
) -> Executed:
    """Wrap coverage data as `Executed`.

    read: coverage data, loaded.
    ran, absent: see `Executed`.
    """

    def missing(path: str) -> set[int]:
        return set(read.analysis2(str(root / path))[3])

    return Executed(missing, frozenset(ran), frozenset(absent))


def not_on_path() -> set[str]:
    """Return those programs of `RUNNERS` that are missing from PATH."""
    return {runner for runner in RUNNERS.values() if shutil.which(runner) is None}


def load_coverage(root: Path, data_file: Path) -> Coverage:
    """Read the coverage data of a test run.  Raises DeckError without it."""
    from coverage import Coverage  # the press's own environment has none

    if not data_file.is_file():
        what = "no such coverage data"
        raise DeckError([Problem(str(data_file), 0, what, "run: make test")])
    read = Coverage(data_file=str(data_file), config_file=str(root / "pyproject.toml"))
    read.load()
    return read


def tests_of(path: str) -> str:
    """Return the folder of the tests of an example's file."""
    return f"tests/{path.split('/')[1]}"


def _chapters(deck: Deck) -> Iterator[Problem]:
    for slide in deck.slides:
        if slide["layout"] != "chapter":
            continue
        chapter = slide["chapter"]
        name = chapter.partition("-")[2]
        wanted = [f"notebooks/{chapter}.ipynb", f"tests/{name}/test_*.py"]
        if chapter not in NO_EXAMPLE:
            wanted.append(f"examples/{name}/__init__.py")
        for pattern in wanted:
            if not list(deck.root.glob(pattern)):
                cure = "a chapter is one name in all four folders: add it"
                yield deck.problem(slide, f"no {pattern}", cure)


def _shape(deck: Deck, box: nodes.container, excerpt: Excerpt) -> Iterator[Problem]:
    """Yield shown code that coverage cannot measure."""
    if any("pragma: no cover" in line for _, line in excerpt.lines):
        what = f"{excerpt.path}: {excerpt.name} is hidden from coverage"
        yield deck.problem(box, what, "remove the pragma")
    if not excerpt.path.endswith(".py"):
        return
    shown = {number for number, _ in excerpt.lines}
    for line in _crowded(read(deck.root, excerpt.path), excerpt.path):
        if line in shown:
            what = f"{excerpt.path}:{line} has its body on the same line"
            yield deck.problem(box, what, "give the body a line of its own")


@lru_cache(maxsize=256)
def _crowded(text: str, path: str) -> list[int]:
    """Return the lines of a Python file that hold a statement and its body."""
    return [
        node.lineno
        for node in ast.walk(parse(text, path))
        if isinstance(node, ast.stmt)
        and isinstance(body := getattr(node, "body", None), list)
        and body[0].lineno == node.lineno
    ]


def _state(
    deck: Deck, box: nodes.container, excerpt: Excerpt, executed: Executed | None
) -> tuple[str, list[Problem]]:
    if executed is None:
        return "static", []
    suffix = Path(excerpt.path).suffix
    runner = RUNNERS.get(suffix, suffix)
    lacks = executed.absent & {runner, *box["peers"]}
    if os.environ.get("PEERS") == "required":
        lacks = frozenset()
    if suffix == ".py":
        missed = executed.missing(excerpt.path)
        cure = f"let a test in {tests_of(excerpt.path)} run it; {CHILD}"
        holes = [
            deck.problem(box, f"no test ran {excerpt.path}:{n}: {line.strip()!r}", cure)
            for n, line in excerpt.lines
            if n in missed
        ]
        if holes and lacks:
            return "unproved", []
        return ("hole" if holes else "proved"), holes
    if excerpt.path in executed.ran:
        return "proved", []
    if lacks:
        return "unproved", []
    cure = f"let a test run it with {runner}, or: make peers"
    return "hole", [deck.problem(box, f"no test ran {excerpt.path}", cure)]
