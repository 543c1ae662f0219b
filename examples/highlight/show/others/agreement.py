"""Compare how Ruby's highlighters and Pygments colour code.

Character by character, blanks left out: whoever cuts ``"a"`` into three tokens and
whoever makes it one agree, if all three are parts of a string.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pygments.lexers import get_lexer_by_name

from .classes import CLASSES
from .coverage import proper_names
from .ruby import Token, ask

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1]
FILES = {
    "python": PACKAGE / "workers/frames.py",
    "ruby": PACKAGE / "clients/highlight.rb",
    "javascript": PACKAGE / "clients/highlight.mjs",
    "php": PACKAGE / "clients/highlight.php",
    "bash": PACKAGE / "clients/highlight.sh",
    "html": HERE / "samples/page.html",
    "css": HERE / "samples/page.css",
    "json": HERE / "samples/order.json",
    "yaml": HERE / "samples/orchard.yaml",
    "sql": HERE / "samples/harvest.sql",
    "c": HERE / "samples/basket.c",
    "java": HERE / "samples/Basket.java",
    "go": HERE / "samples/basket.go",
}
"""Code of ours, by Pygments' name of the language."""


class Compared(NamedTuple):
    """Two highlighters' classes of the same characters.

    same: as many characters have the same class.
    characters: that are not blank.
    differences: how many have which two classes, Pygments' first.
    """

    same: int
    characters: int
    differences: Counter[tuple[str, str]]

    @property
    def share(self) -> float:
        """Return the share of characters of the same class, from 0 to 1."""
        return self.same / self.characters


def agreement(
    library: str, files: Mapping[str, Path] = FILES
) -> dict[str, Compared | None]:
    """Compare a library with Pygments, by language; None where it has no such one.

    :param library: ``rouge`` or ``coderay``.
    :param files: by Pygments' name of the language, in UTF-8.
    :raises LookupError: if Ruby is missing.
    :raises ValueError: if either library drops or changes a character.
    """
    names = proper_names(ask(library).languages)
    codes = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    asked = {name: (names[name], codes[name]) for name in codes if name in names}
    replies = dict(zip(asked, ask(library, asked.values()).tokens, strict=True))
    return {
        name: compare(
            code,
            classify(pygments_tokens(name, code), "pygments"),
            classify(replies[name], library),
        )
        if name in replies
        else None
        for name, code in codes.items()
    }


def pygments_tokens(language: str, code: str) -> Iterator[Token]:
    """Yield Pygments' tokens as the other libraries give theirs."""
    lexer = get_lexer_by_name(language, stripnl=False)
    for kind, text in lexer.get_tokens(code):
        yield str(kind).removeprefix("Token").removeprefix("."), text


def classify(tokens: Iterable[Token], library: str) -> list[tuple[str, str]]:
    """Pair each character that is not blank with the class of its token."""
    class_of = CLASSES[library]
    return [
        (character, class_of(kind))
        for kind, text in tokens
        for character in text
        if not character.isspace()
    ]


def compare(
    code: str, ours: list[tuple[str, str]], theirs: list[tuple[str, str]]
) -> Compared:
    """Count the characters that both give the same class."""
    written = "".join(code.split())
    for characters in ours, theirs:
        if "".join(character for character, _ in characters) != written:
            raise ValueError(f"a highlighter changed the code {code[:40]!r}")
    pairs = Counter(
        (one, other) for (_, one), (_, other) in zip(ours, theirs, strict=True)
    )
    differences = Counter({pair: n for pair, n in pairs.items() if pair[0] != pair[1]})
    same = len(written) - differences.total()
    return Compared(same, len(written), differences)
