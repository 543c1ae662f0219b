"""Turn code into HTML with Pygments: the one thing that all faces do.

Equal input gives equal bytes, whoever asks and however: so no option depends on
the face, on the machine or on the time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cache
from typing import Any

import pygments
from pygments import format as render
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer

from .lexers import forget, fresh_lexer, guess, known_language, known_style
from .problem import BadLines, BadRequest, LexerFailed, TooLarge

EDITION = 2  # one more when `highlight` begins to return other HTML
LIMIT = 200_000  # bytes of code, in UTF-8
RANGES = re.compile(r"\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?){0,99}", re.ASCII)


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
    :param numbers: number the lines, as in the whole.  Who copies code from a page
        does not copy them, if the page has our `stylesheet` or a style is given.
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


def versions() -> dict[str, Any]:
    """Return what HTML depends on beside the arguments of `highlight`."""
    return {"edition": EDITION, "pygments": pygments.__version__}


def read_code(data: bytes) -> str:
    """Decode the bytes of a file or a request.

    :raises TooLarge: if it has more than `LIMIT` bytes.
    :raises BadRequest: if it is not UTF-8.
    """
    if len(data) > LIMIT:
        raise TooLarge(f"code: got {len(data)} bytes, expected at most {LIMIT}")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at {error.start}"
        raise BadRequest(f"code: expected UTF-8, got {found}") from None


def check_size(code: str) -> None:
    """Raise `TooLarge` or, for lone surrogates, `BadRequest`."""
    try:
        size = len(code.encode())
    except UnicodeEncodeError as error:
        found = f"lone surrogate at character {error.start}"
        raise BadRequest(f"code: expected Unicode text, got a {found}") from None
    if size > LIMIT:
        raise TooLarge(f"code: got {size} bytes, expected at most {LIMIT}")


def parse_lines(text: str, count: int) -> frozenset[int]:
    """Return the line numbers that a text such as ``3-7,9`` names.

    :param count: how many lines there are; the first is 1.
    :raises BadLines: if the text has another form, or a range starts behind the
        last line.  A range may end behind it.
    """
    if not text:
        return frozenset()
    if not RANGES.fullmatch(text):
        raise BadLines(f"lines: got {text[:60]!r}, expected something like '3-7,9'")
    spans = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, stop = int(first), int(last or first)
        if not 1 <= start <= min(stop, count):
            raise BadLines(f"lines: got {part!r}, the code has 1 to {count}")
        spans.append((start, min(stop, count)))
    wanted: set[int] = set()
    above = 1
    for start, stop in sorted(spans):  # each line once, though a hundred may overlap
        wanted.update(range(max(start, above), stop + 1))
        above = max(above, stop + 1)
    return frozenset(wanted)


def tokens_of(lexer: Lexer, code: str) -> list[tuple[Any, str]]:
    """Lex code, once what lexers noted of earlier texts is cleared."""
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
    formatter: Any = Listing(style=known_style(style))
    return str(formatter.get_style_defs(".highlight")) + "\n"


class Listing(HtmlFormatter[str]):
    """Pygments' HTML of some of the lines, with ``class="language-…"``."""

    language = "text"
    shown: frozenset[int] = frozenset()

    @property
    def _linenos_style(self) -> str:
        """Let numbers be seen and not selected: Pygments' CSS for them, and this."""
        style = str(super()._linenos_style)  # type: ignore[misc]  # not in the stubs
        return f"{style} -webkit-user-select: none; user-select: none;"

    def wrap(self, source: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """Put the lines into the elements that the HTML standard proposes."""
        yield 0, f'<pre><code class="language-{self.language}">'
        for number, (is_code, line) in enumerate(source, 1):
            if not self.shown or number in self.shown:
                yield is_code, line
        yield 0, "</code></pre>"
