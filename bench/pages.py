"""Read real pages in two releases each, from documentation in npm packages.

``bench/package-lock.json`` pins the packages by their hashes; ``make test`` and
``make bench`` fetch them.  Some were written by hand, some by two generators;
between two releases lie from one word to a page turned inside out.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .attempt import MissingError

FOLDER = Path(__file__).parent / "node_modules"
CURE = "python3 requirements/install.py pages"
HOME_GROUND = range(25_000, 150_001)  # bytes of the larger page


class Pair(NamedTuple):
    """One page in two releases."""

    name: str
    old: str
    new: str

    @property
    def size(self) -> int:
        """Return the bytes of the larger page."""
        return max(len(self.old.encode()), len(self.new.encode()))


class MissingPagesError(MissingError):
    """The npm packages with the pages are not installed."""


def below(old: str, new: str, names: str) -> dict[str, tuple[str, str]]:
    """Return both paths of each name, by the newer package and the name."""
    package = new.partition("/")[0]
    return {f"{package}/{n}": (f"{old}/{n}", f"{new}/{n}") for n in names.split()}


PAGES = {
    **below("underscore-1.1.7", "underscore-1.3.3", "index"),
    **below("underscore-1.3.3", "underscore-1.4.4", "index"),
    **below(
        "codemirror-3.24.0",
        "codemirror-5.0.0",
        "doc/compress doc/internals doc/manual doc/realworld doc/releases "
        "mode/clike/scala mode/coffeescript/index mode/rst/index",
    ),
    **below(
        "npm-8.19.4/docs/output",
        "npm-10.9.2/docs/output",
        "commands/npm-audit commands/npm-ci commands/npm-diff commands/npm-exec "
        "commands/npm-init commands/npm-install commands/npm-ls commands/npm-publish "
        "commands/npm-query commands/npm-update configuring-npm/folders "
        "configuring-npm/package-json configuring-npm/package-lock-json "
        "using-npm/config using-npm/dependency-selectors using-npm/scripts",
    ),
    # This release carries the documentation of the one before as well.
    **below(
        "paper-0.12.0/dist/paperjs/docs/classes",
        "paper-0.12.0/dist/docs/classes",
        "Color Curve CurveLocation Item Matrix Point PointText Project Rectangle "
        "Segment Size Style View",
    ),
}


def pairs(folder: Path = FOLDER) -> Iterator[Pair]:
    """Yield all pairs.  Raises MissingPagesError, which names the cure."""
    return (pair(name, folder) for name in PAGES)


def pair(name: str, folder: Path = FOLDER) -> Pair:
    """Read the pair of that name, one of `PAGES`.  Raises MissingPagesError."""
    old, new = (read(folder / f"{path}.html") for path in PAGES[name])
    return Pair(name, old, new)


def read(page: Path) -> str:
    """Read a page as text; what is not UTF-8 in it becomes U+FFFD."""
    try:
        return page.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise MissingPagesError(f"no {page.name} in {page.parent}; {CURE}") from None
