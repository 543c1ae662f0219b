"""Refuse HTML that is built to multiply, before a parser builds it.

What closes a ``<p>`` closes the ``<b>`` in it too, and the next text opens a copy of
it (HTML, 13.2.4.3).  After a thousand ``<b a=1><p><b a=2><p>…`` each tag makes five
hundred copies: 27 KB of that are a million nodes.

So the copies are bounded from above without a parser, by what may be open times what
may close it.  A pair like ``<b>text</b>`` leaves nothing open, wherever it stands,
nor does what holds nothing but such pairs: they are taken away, from the inside out.
Of a start tag that is left, no more than three equal ones are ever opened again.

A page that leaves hundreds of different ``<font>`` open is refused, though in cells of
a table they are harmless.
"""

from __future__ import annotations

import re
from collections import Counter

from .events import MarkupError

COPIES = 500_000
"""Copies that a parser may have to make."""

EQUAL = 3  # are opened again ("Noah's Ark clause")
LEVELS = 512  # and no more than a browser nests
ROUNDS = 8  # of pairs in pairs

# A link is closed by the next, so there is never more than one to open again.
FORMATTING = "b|big|code|em|font|i|nobr|small|s|strike|strong|tt|u"
PHRASING = "abbr|bdi|bdo|cite|data|dfn|kbd|label|mark|q|samp|span|sub|sup|time|var"
# Written as tags mostly are; of any other it is not known where it ends.
S = r"[ \t\n\f\r]"
ATTRIBUTES = (
    rf"""(?:{S}++[^ \t\n\f\r"'<>/=]++"""
    rf"""(?:="[^"<>]*+"|='[^'<>]*+'|=[^ \t\n\f\r"'<>=`]++)?+)*+{S}*+"""
)
FLAGS = re.ASCII | re.IGNORECASE
# Most names are told from these by their first letter, which is the fastest way.
OPENED = re.compile(
    rf"<(?=[bcefinstu])(?:{FORMATTING})(?=[ \t\n\f\r/>])(?:{ATTRIBUTES}>)?", FLAGS
)
PAIR = re.compile(
    rf"<(?:br|img|wbr){ATTRIBUTES}/?>"
    rf"|<(?P<name>a|{FORMATTING}|{PHRASING}){ATTRIBUTES}>[^<]*+</(?P=name){S}*+>",
    FLAGS,
)


def limit_copies(html: str) -> None:
    """Refuse HTML of which too many elements may have to be opened again.

    :raises MarkupError: if it may be more than `COPIES`.
    """
    rounds = 0
    while bound(html) > COPIES:
        shorter = PAIR.sub(" ", html)
        rounds += 1
        if shorter == html or rounds > ROUNDS:
            raise MarkupError(
                f"expected fewer than {COPIES:,} copies of formatting elements that "
                "are never closed, got more"
            )
        html = shorter


def bound(html: str) -> int:
    """Return how many copies of formatting elements a parser may make, about."""
    opened = Counter(OPENED.findall(html))
    again = sum(
        min(count, EQUAL) if tag.endswith(">") else count
        for tag, count in opened.items()
    )
    return min(again, LEVELS) * html.count("<")
