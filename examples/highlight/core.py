"""Code in, HTML out: the one thing that all faces do.

Equal input gives equal bytes, whoever asks and however: so no option depends on
the face, on the machine or on the time of day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from typing import Any

from pygments import format as render
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer

from .fresh import forget, fresh_lexer
from .guess import guess
from .lines import parse_lines
from .names import known_language, known_style
from .problem import BadRequest, LexerFailed, TooLarge

LIMIT = 200_000  # bytes of code, in UTF-8


def highlight(
    code: str,
    language: str = "",
    *,
    lines: str = "",
    marked: str = "",
    numbers: bool = False,
    style: str = "",
) -> str:
    """Return code as HTML, with a ``span`` around each token.

    :param code: at most `LIMIT` bytes in UTF-8.
    :param language: one of ``languages()``; guessed if empty.
    :param lines: show only these, such as ``3-7,9``; lexed with all the others.
    :param marked: put ``class="hll"`` on these.
    :param numbers: number the lines, as in the whole.
    :param style: one of ``styles()``, for ``style`` attributes; classes if empty.

    :raises Problem: `TooLarge`, `BadRequest` if the code is not Unicode text,
        `UnknownLanguage`, `UnknownStyle`, `BadLines`, `LexerFailed`.
    """
    check_size(code)
    lexer = fresh_lexer(known_language(language) if language else guess(code))
    listing = copy(plain_listing(known_style(style) if style else ""))
    tokens = tokens_of(lexer, code)
    count = sum(text.count("\n") for _, text in tokens)
    listing.language = lexer.aliases[0]
    listing.shown = parse_lines(lines, count)
    listing.hl_lines = parse_lines(marked, count)
    listing.linenos = 2 * numbers
    html: str = render(tokens, listing)
    return html


def check_size(code: str) -> None:
    """Raise `TooLarge` or, for lone surrogates, `BadRequest`."""
    try:
        size = len(code.encode())
    except UnicodeEncodeError as error:
        found = f"lone surrogate at character {error.start}"
        raise BadRequest(f"code: expected Unicode text, got a {found}") from None
    if size > LIMIT:
        raise TooLarge(f"code: got {size} bytes, expected at most {LIMIT}")


def tokens_of(lexer: Lexer, code: str) -> list[tuple[Any, str]]:
    """Return the tokens of code, to which no text before has added."""
    forget()
    try:
        return list(lexer.get_tokens(code))
    except Exception as error:  # a few lexers fail on odd text, with anything
        failure = f"{type(error).__name__}: {error}"
        raise LexerFailed(f"{lexer.name}: {failure}") from error


@cache
def plain_listing(style: str) -> Listing:
    """Make a formatter once a style: that takes longer than a short text."""
    if not style:
        return Listing()
    return Listing(style=style, noclasses=True)


def stylesheet(style: str = "default") -> str:
    """Return the CSS for HTML with classes.

    :raises UnknownStyle: with the names that are near.
    """
    formatter: Any = HtmlFormatter(style=known_style(style))
    return str(formatter.get_style_defs(".highlight")) + "\n"


class Listing(HtmlFormatter[str]):
    """Pygments' HTML, of some of the lines, saying which language it is."""

    language = "text"
    shown: frozenset[int] = frozenset()

    def wrap(self, source: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Put the lines into the elements that the HTML standard proposes."""
        yield 0, f'<pre><code class="language-{self.language}">'
        for number, (is_code, line) in enumerate(source, 1):
            if not self.shown or number in self.shown:
                yield is_code, line
        yield 0, "</code></pre>"
