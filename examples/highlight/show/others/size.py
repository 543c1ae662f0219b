"""How much a rewrite would be: the lines of code of Pygments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pygments
from pygments.lexers import get_all_lexers

HOME = Path(pygments.__file__).parent
ENGINE = [  # what turns tokens into HTML, whatever the language
    "lexer.py",
    "token.py",
    "regexopt.py",
    "filter.py",
    "formatter.py",
    "formatters/html.py",
    "style.py",
    "util.py",
]


class Size(NamedTuple):
    """What somebody would write anew.

    languages: number of lexers.
    files: that hold them.
    lexers: lines of code, lists of words left out.
    words: lines of lists of words, such as the functions of PHP.
    engine: lines of code that are the same for every language.
    """

    languages: int
    files: int
    lexers: int
    words: int
    engine: int


def size() -> Size:
    """Count the lines of the Pygments that is installed."""
    every = list((HOME / "lexers").glob("*.py"))
    lists = [path for path in every if path.name.startswith("_")]
    lexers = [path for path in every if path not in lists]
    return Size(
        languages=len(list(get_all_lexers(plugins=False))),
        files=len(lexers),
        lexers=lines(lexers),
        words=lines(lists),
        engine=lines(HOME / name for name in ENGINE),
    )


def lines(paths: Iterable[Path]) -> int:
    """Count lines that are neither blank nor a comment."""
    texts = (path.read_text(encoding="utf-8") for path in paths)
    every = (line.strip() for text in texts for line in text.splitlines())
    return sum(bool(line) and not line.startswith("#") for line in every)
